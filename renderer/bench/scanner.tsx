// A scanner and what is held in front of it: a text, a card of nobody, the newest ticket of a printer.
import { useState } from 'preact/hooks';
import type { RackAction, RackDevice } from '../../contract/bench.ts';
import { Choice } from './choice.tsx';
import { DeviceCard, FaultButton } from './device-card.tsx';
import { readTicket } from './read-ticket.ts';
import './scanner.css';
import type { Rack } from './use-rack.ts';
import { useWords } from './words.ts';

type Kind = 'scanner-serial' | 'scanner-ssi' | 'scanner-hid-pos';
type ScannerState = Extract<RackDevice, { kind: Kind }>;
type Printer = Extract<RackDevice, { kind: 'ticket-printer-escpos' }>;

const samples = ['man', 'woman', 'card-2024', 'decomposed', 'health-insurance'] as const satisfies readonly Extract<
  RackAction,
  { verb: 'scan-card' }
>['sample'][];
const encodings = ['utf-8', 'shift-jis', 'big5', 'no-diacritics'] as const;
const suffixes = ['cr', 'lf', 'crlf', 'none'] as const;

interface ScannerProps {
  readonly device: ScannerState;
  readonly devices: readonly RackDevice[];
  readonly act: Rack['act'];
}

export const Scanner = ({ device, devices, act }: ScannerProps) => {
  const { say } = useWords();
  const { id } = device;
  return (
    <DeviceCard
      device={device}
      title={say(`bench.${device.kind}`)}
      act={act}
      drawing={
        <div class="scanner">
          <Gun device={device} />
          <p class="scanner-seen" data-testid={`${id}-seen`}>
            <span>{say('bench.scans', { count: device.scans })}</span>
            <output>{device.lastText ?? say('bench.nothingScanned')}</output>
          </p>
          <Held device={device} devices={devices} act={act} />
        </div>
      }
    >
      <Choice
        label={say('bench.encoding')}
        options={encodings}
        chosen={device.encoding}
        name={(encoding) => say(`bench.encoding.${encoding}`)}
        testId={`${id}-encoding`}
        onChoose={(encoding) => act({ device: id, verb: 'set-encoding', encoding })}
      />
      {device.suffix !== null && (
        <Choice
          label={say('bench.suffix')}
          options={suffixes}
          chosen={device.suffix}
          name={(suffix) => say(`bench.suffix.${suffix}`)}
          testId={`${id}-suffix`}
          onChoose={(suffix) => act({ device: id, verb: 'set-suffix', suffix })}
        />
      )}
      <FaultButton
        testId={`${id}-aim`}
        isOn={device.aimPrefix}
        label={say('bench.aimPrefix')}
        onPress={() => act({ device: id, verb: 'set-aim-prefix', aimPrefix: !device.aimPrefix })}
      />
      <FaultButton
        testId={`${id}-presentation`}
        isOn={device.presentation}
        label={say('bench.presentation')}
        onPress={() => act({ device: id, verb: 'set-presentation', presentation: !device.presentation })}
      />
    </DeviceCard>
  );
};

/** What a hand holds in front of the glass. */
const Held = ({ device, devices, act }: ScannerProps) => {
  const { say } = useWords();
  const { id } = device;
  const [text, setText] = useState('');
  const [hasMissed, setHasMissed] = useState(false);
  const printers = devices.filter((one): one is Printer => one.kind === 'ticket-printer-escpos');
  const scanTicket = async (printer: Printer) => {
    const found = await readTicket(printer).catch(() => null);
    setHasMissed(found === null);
    if (found !== null) act({ device: id, verb: 'scan', text: found });
  };
  return (
    <div class="scanner-held">
      <form
        class="scanner-text"
        onSubmit={(event) => {
          event.preventDefault();
          if (text !== '') act({ device: id, verb: 'scan', text });
        }}
      >
        <input
          type="text"
          value={text}
          aria-label={say('bench.codeText')}
          placeholder={say('bench.codeText')}
          data-testid={`${id}-text`}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="scanner-button" data-testid={`${id}-scan`}>
          {say('bench.scan')}
        </button>
      </form>
      <div class="scanner-things">
        {printers.map((printer) => (
          <button
            key={printer.id}
            type="button"
            class="scanner-button"
            disabled={printer.tickets.length === 0}
            data-testid={`${id}-ticket-${printer.id}`}
            onClick={() => void scanTicket(printer)}
          >
            {say('bench.scanTicket', { printer: printer.id })}
          </button>
        ))}
        {samples.map((sample) => (
          <button
            key={sample}
            type="button"
            class="scanner-button"
            data-testid={`${id}-card-${sample}`}
            onClick={() => act({ device: id, verb: 'scan-card', sample })}
          >
            {say(`bench.card.${sample}`)}
          </button>
        ))}
      </div>
      {hasMissed && <p role="status">{say('bench.noQr')}</p>}
    </div>
  );
};

/** From its side: head with the glass to the left, handle, cable. The beam is there while the host lights it. */
const Gun = ({ device }: { device: ScannerState }) => (
  <svg class="scanner-gun" viewBox="0 0 320 190" aria-hidden="true" data-lit={device.isLit && device.plugged}>
    <path class="scanner-beam" d="M96 42 0 4v108l96-36z" />
    <path d="M206 176c26 6 70 10 112-4" fill="none" stroke="#2a3335" stroke-width="7" stroke-linecap="round" />
    <path d="M168 78h66l-16 98a12 12 0 0 1-12 10h-26a10 10 0 0 1-10-11z" fill="#2a3335" />
    <path d="M92 30l120-18a40 40 0 0 1 46 34v10a30 30 0 0 1-30 30H102a10 10 0 0 1-10-10z" fill="#3c484b" />
    <path d="M160 88c-12 6-14 22-4 34l10-2-4-32z" fill="#f0a63a" />
    <rect x="86" y="28" width="12" height="58" rx="5" fill={device.isLit && device.plugged ? '#ff5a47' : '#0b0f10'} />
    <circle cx="226" cy="36" r="7" fill={device.plugged ? '#3ddc84' : '#101516'} />
  </svg>
);
