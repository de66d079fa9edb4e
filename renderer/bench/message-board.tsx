// Boards of text lines as they hang over the hall: a black panel of dots, each lit or dark.
import type { RackDevice } from '../../contract/bench.ts';
import { DeviceCard, FaultButton } from './device-card.tsx';
import { DotMatrix } from './dot-matrix.tsx';
import './message-board.css';
import type { Rack } from './use-rack.ts';
import { useWords } from './words.ts';

type BoardState = Extract<RackDevice, { kind: 'message-board-alpha' | 'message-board-huidu' | 'message-board-onbon' }>;

/** Size of the panel in dots, and the colour of its light. */
const PANELS = {
  'message-board-alpha': { columns: 120, rowsOfText: 2, light: 'red' },
  'message-board-huidu': { columns: 160, rowsOfText: 3, light: 'amber' },
  'message-board-onbon': { columns: 128, rowsOfText: 2, light: 'green' },
} as const;

export const MessageBoards = ({ device, act }: { device: BoardState; act: Rack['act'] }) => {
  const { say } = useWords();
  const { id, kind, lines, emphasis, mute, refuses, plugged, writes } = device;
  const { columns, rowsOfText, light } = PANELS[kind];
  const shown = plugged ? lines : [];
  return (
    <DeviceCard
      device={device}
      title={say(`bench.${kind}`)}
      act={act}
      drawing={
        <figure class="board" data-testid={`${id}-panel`} data-lines={shown.join('\n')} data-emphasis={emphasis}>
          <div class="board-frame" data-light={light} data-flashing={plugged && emphasis === 'flashing'}>
            <DotMatrix
              lines={shown}
              columns={columns}
              rowsOfText={Math.max(rowsOfText, shown.length)}
              label={shown.join(', ') || say('bench.blank')}
            />
          </div>
          <figcaption class="line-words">
            <span>{say(`bench.emphasis.${emphasis}`)}</span>
            <span>{say('bench.writes', { count: writes })}</span>
          </figcaption>
        </figure>
      }
    >
      <FaultButton
        testId={`${id}-mute`}
        isOn={mute}
        label={say(mute ? 'bench.unmute' : 'bench.mute')}
        onPress={() => act({ device: id, verb: 'set-board-mute', mute: !mute })}
      />
      <FaultButton
        testId={`${id}-refuses`}
        isOn={refuses}
        label={say(refuses ? 'bench.boardObeys' : 'bench.boardRefuses')}
        onPress={() => act({ device: id, verb: 'set-board-refuses', refuses: !refuses })}
      />
      <FaultButton
        testId={`${id}-power`}
        isOn={false}
        label={say('bench.powerCycle')}
        onPress={() => act({ device: id, verb: 'power-cycle' })}
      />
      <FaultButton
        testId={`${id}-checksum`}
        isOn={false}
        label={say('bench.spoilChecksum')}
        onPress={() => act({ device: id, verb: 'spoil-board-checksum' })}
      />
    </DeviceCard>
  );
};
