// The call keypads on the counters: four keys and a light each.
import type { RackDevice } from '../../contract/bench.ts';
import { DeviceCard } from './device-card.tsx';
import type { Rack } from './use-rack.ts';
import { useWords } from './words.ts';

type KeypadState = Extract<RackDevice, { kind: 'call-keypad-qsystem' }>;

const keys = ['call', 'start', 'redirect', 'finish'] as const;

export const Keypads = ({ device, act }: { device: KeypadState; act: Rack['act'] }) => {
  const { say } = useWords();
  return (
    <DeviceCard
      device={device}
      title={say('bench.keypad')}
      act={act}
      drawing={
        <ul class="pads">
          {device.units.map((unit) => (
            <li key={unit.address} class="pad" data-testid={`${device.id}-${unit.address}`} data-light={unit.light}>
              <p class="line-words">
                <span>{say('bench.unit', { address: unit.address })}</span>
                <span class="pad-light">
                  <i class="lamp-big" data-light={device.plugged ? unit.light : 'off'} />
                  {say(`bench.light.${unit.light}`)}
                </span>
              </p>
              <div class="pad-keys">
                {keys.map((key) => (
                  <button
                    key={key}
                    type="button"
                    class="pad-key"
                    data-key={key}
                    data-testid={`${device.id}-${unit.address}-${key}`}
                    onClick={() => act({ device: device.id, verb: 'press-key', address: unit.address, key })}
                  >
                    {say(`bench.key.${key}`)}
                  </button>
                ))}
              </div>
            </li>
          ))}
        </ul>
      }
    />
  );
};
