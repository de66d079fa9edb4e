// The LED displays above the counters, drawn segment by segment.
import type { RackDevice } from '../../contract/bench.ts';
import { DeviceCard, FaultButton } from './device-card.tsx';
import { outlines, placesOf, segmentsOf } from './segments.ts';
import type { Rack } from './use-rack.ts';
import { useWords } from './words.ts';

type DisplayState = Extract<RackDevice, { kind: 'queue-display-modbus' | 'queue-display-template' }>;

const leastPlaces = 4;

export const Displays = ({ device, act }: { device: DisplayState; act: Rack['act'] }) => {
  const { say } = useWords();
  return (
    <DeviceCard
      device={device}
      title={say('bench.display')}
      act={act}
      drawing={
        <ul class="leds">
          {device.units.map((unit) => (
            <li
              key={unit.address}
              class="led"
              data-testid={`${device.id}-${unit.address}`}
              data-text={unit.text.trim()}
            >
              <Digits text={device.plugged ? unit.text : ''} label={unit.text.trim() || say('bench.blank')} />
              <p class="line-words">
                <span>{say('bench.unit', { address: unit.address })}</span>
                <span>{say('bench.writes', { count: unit.writes })}</span>
              </p>
            </li>
          ))}
        </ul>
      }
    >
      {device.kind === 'queue-display-template' && (
        <FaultButton
          testId={`${device.id}-power`}
          isOn={false}
          label={say('bench.powerCycle')}
          onPress={() => act({ device: device.id, verb: 'power-cycle' })}
        />
      )}
    </DeviceCard>
  );
};

const Digits = ({ text, label }: { text: string; label: string }) => {
  const places = placesOf(text, leastPlaces);
  return (
    <svg class="digits" viewBox={`0 0 ${places.length * 44 + 8} 84`} role="img" aria-label={label}>
      {places.map((character, place) => {
        const lit = segmentsOf(character);
        return (
          <g key={place} transform={`translate(${place * 44 + 6} 6) skewX(-4)`}>
            {outlines.map(([name, points]) => (
              <polygon key={name} points={points} class={lit.has(name) ? 'lit' : 'dark'} />
            ))}
          </g>
        );
      })}
    </svg>
  );
};
