// A rating pad of either kind: 800 × 480 of glass, drawn from what the device says it shows.
import type { RackDevice } from '../../contract/bench.ts';
import { Qr } from '../ui/qr.tsx';
import { DeviceCard, FaultButton } from './device-card.tsx';
import './rating-pad.css';
import type { Rack } from './use-rack.ts';
import { useWords } from './words.ts';

type PadState = Extract<RackDevice, { kind: 'rating-pad-nextion' | 'rating-pad-dwin' }>;

const levels = [1, 2, 3, 4, 5] as const;
const colours = ['#c3261c', '#d9711b', '#c79a12', '#5f9a2f', '#0c8a48'] as const;
/** How far the corners of the mouth are from its middle, from sad to glad. */
const bends = [-11, -6, 0, 7, 13] as const;

export const RatingPad = ({ device, act }: { device: PadState; act: Rack['act'] }) => {
  const { say } = useWords();
  const { id } = device;
  return (
    <DeviceCard
      device={device}
      title={say(device.kind === 'rating-pad-nextion' ? 'bench.padNextion' : 'bench.padDwin')}
      act={act}
      drawing={
        <figure class="rating-pad">
          <Glass device={device} act={act} />
          <figcaption class="line-words">
            <span data-testid={`${id}-page`}>{say(`bench.page.${device.page}`)}</span>
            <span>{say('bench.brightness', { percent: device.brightnessPercent })}</span>
          </figcaption>
        </figure>
      }
    >
      <FaultButton
        testId={`${id}-restart`}
        isOn={false}
        label={say('bench.restartPad')}
        onPress={() => act({ device: id, verb: 'restart-pad' })}
      />
      <FaultButton
        testId={`${id}-acks`}
        isOn={!device.acknowledging}
        label={say(device.acknowledging ? 'bench.acksOff' : 'bench.acksOn')}
        onPress={() => act({ device: id, verb: 'set-acknowledging', on: !device.acknowledging })}
      />
      <FaultButton
        testId={`${id}-drawing`}
        isOn={device.drawing}
        label={say(device.drawing ? 'bench.drawingOff' : 'bench.drawingOn')}
        onPress={() => act({ device: id, verb: 'set-drawing', on: !device.drawing })}
      />
      <FaultButton
        testId={`${id}-asleep`}
        isOn={device.asleep}
        label={say(device.asleep ? 'bench.wakePad' : 'bench.sleepPad')}
        onPress={() => act({ device: id, verb: 'set-asleep', on: !device.asleep })}
      />
    </DeviceCard>
  );
};

const Glass = ({ device, act }: { device: PadState; act: Rack['act'] }) => {
  const { say } = useWords();
  const hasFaces = device.page === 'faces' || device.page === 'more';
  // The pad has a supply of its own: without the cable it is lit and asks.
  const isDark = device.asleep;
  return (
    <div
      class="glass"
      data-page={device.page}
      data-dark={isDark}
      data-testid={`${device.id}-glass`}
      style={{ '--lit': String(0.25 + (0.75 * device.brightnessPercent) / 100) }}
    >
      {device.page === 'boot' && <p class="glass-boot">{say('bench.padBoot')}</p>}
      {device.page === 'qr' && device.qr !== null && <Qr qr={device.qr.drawing} label={device.qr.content} />}
      {device.page !== 'boot' && <p class="glass-text">{device.text}</p>}
      {hasFaces && (
        <ul class="glass-faces">
          {levels.map((level) => (
            <li key={level}>
              <button
                type="button"
                aria-label={say(`bench.face.${level}`)}
                data-testid={`${device.id}-face-${level}`}
                onClick={() => act({ device: device.id, verb: 'touch-face', level })}
              >
                <Face level={level} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {hasFaces && (
        <p class="glass-ends" aria-hidden="true">
          <span>{say('bench.face.1')}</span>
          <span>{say('bench.face.5')}</span>
        </p>
      )}
    </div>
  );
};

const Face = ({ level }: { level: (typeof levels)[number] }) => {
  const bend = bends[level - 1] ?? 0;
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true">
      <circle cx="32" cy="32" r="30" fill={colours[level - 1]} />
      <circle cx="22" cy="25" r="4" fill="#fff" />
      <circle cx="42" cy="25" r="4" fill="#fff" />
      <path
        d={`M18 ${43 - bend / 2}Q32 ${43 + bend} 46 ${43 - bend / 2}`}
        fill="none"
        stroke="#fff"
        stroke-width="4.5"
        stroke-linecap="round"
      />
    </svg>
  );
};
