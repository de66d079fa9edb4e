// The bench: every simulated device drawn as it looks, with its faults one click away.
import type { RackDevice } from '../../contract/bench.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { Icon, type IconName } from '../ui/icons.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { Camera } from './camera.tsx';
import { CardReader } from './card-reader.tsx';
import { Displays } from './displays.tsx';
import { Keypads } from './keypads.tsx';
import { MessageBoards } from './message-board.tsx';
import { Printer } from './printer.tsx';
import { RatingPad } from './rating-pad.tsx';
import { Scanner } from './scanner.tsx';
import { StreamDeck } from './stream-deck.tsx';
import { SwipeReader } from './swipe-reader.tsx';
import { Terminal } from './terminal.tsx';
import { type Rack, useRack } from './use-rack.ts';
import { useWords, WordsProvider } from './words.ts';

const screenIcons = { kiosk: 'ticket', counter: 'person', board: 'board' } as const satisfies Record<string, IconName>;

export const Bench = () => {
  const [language, changeLanguage] = useKeptLanguage();
  return (
    <WordsProvider language={language}>
      <Table onLanguage={changeLanguage} />
    </WordsProvider>
  );
};

const Table = ({ onLanguage }: { onLanguage: () => void }) => {
  const { say } = useWords();
  const { state, status, refusal, act } = useRack();
  return (
    <div class="bench" data-testid="bench" data-live={status}>
      <PageHead title={say('bench.title')} middle={<p>{say('bench.subtitle')}</p>}>
        <nav aria-label={say('bench.screens')}>
          {state?.screens.map((screen) => (
            <a
              key={screen.name}
              href={screen.url}
              target="_blank"
              rel="noreferrer"
              class="press on-dark"
              data-testid={`bench-screen-${screen.name}`}
            >
              <Icon name={screenIcons[screen.name]} />
              {say(`bench.screen.${screen.name}`)}
            </a>
          ))}
        </nav>
        <button type="button" class="press on-dark" data-testid="bench-language" onClick={onLanguage}>
          {say('office.language')}
        </button>
      </PageHead>
      {status === 'lost' && (
        <p class="strip" role="alert" data-testid="bench-lost">
          <Icon name="offline" />
          {say('bench.lost')}
        </p>
      )}
      {refusal !== null && (
        <p class="strip" role="alert" data-testid="bench-refused">
          <Icon name="warning" />
          {say('bench.refused', { message: refusal })}
        </p>
      )}
      <main class="table" data-old={status === 'lost' || undefined}>
        {!state && status !== 'lost' && <p role="status">{say('bench.connecting')}</p>}
        {state?.devices.length === 0 && <p>{say('bench.empty')}</p>}
        {state?.devices.map((device) => (
          <Device key={device.id} device={device} devices={state.devices} act={act} />
        ))}
      </main>
    </div>
  );
};

interface DeviceProps {
  readonly device: RackDevice;
  /** All of the rack: a scanner reads what a printer printed. */
  readonly devices: readonly RackDevice[];
  readonly act: Rack['act'];
}

const Device = ({ device, devices, act }: DeviceProps) => {
  switch (device.kind) {
    case 'ticket-printer-escpos':
    case 'ticket-printer-star':
      return <Printer device={device} act={act} />;
    case 'queue-display-modbus':
    case 'queue-display-template':
      return <Displays device={device} act={act} />;
    case 'card-reader-rdm6300':
      return <CardReader device={device} act={act} />;
    case 'card-reader-msr605':
    case 'card-reader-magtek':
      return <SwipeReader device={device} act={act} />;
    case 'call-keypad-qsystem':
      return <Keypads device={device} act={act} />;
    case 'scanner-serial':
    case 'scanner-ssi':
    case 'scanner-hid-pos':
      return <Scanner device={device} devices={devices} act={act} />;
    case 'call-keypad-streamdeck':
      return <StreamDeck device={device} act={act} />;
    case 'camera-mjpeg':
      return <Camera device={device} act={act} />;
    case 'attendance-zkteco':
    case 'attendance-hikvision':
    case 'attendance-dahua':
      return <Terminal device={device} act={act} />;
    case 'rating-pad-nextion':
    case 'rating-pad-dwin':
      return <RatingPad device={device} act={act} />;
    case 'message-board-alpha':
    case 'message-board-huidu':
    case 'message-board-onbon':
      return <MessageBoards device={device} act={act} />;
  }
};
