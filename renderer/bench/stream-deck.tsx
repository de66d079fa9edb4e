// A Stream Deck: the keys with the pictures that the driver sent. A key is down as long as the finger is on it.
import type { RackDevice } from '../../contract/bench.ts';
import { DeviceCard } from './device-card.tsx';
import './rating-pad.css';
import type { Rack } from './use-rack.ts';
import { useWords } from './words.ts';

type DeckState = Extract<RackDevice, { kind: 'call-keypad-streamdeck' }>;

export const StreamDeck = ({ device, act }: { device: DeckState; act: Rack['act'] }) => {
  const { say } = useWords();
  const { id } = device;
  const move = (key: number, to: 'down' | 'up') => act({ device: id, verb: 'move-deck-key', key, to });
  return (
    <DeviceCard
      device={device}
      title={say('bench.deck')}
      act={act}
      drawing={
        <div
          class="deck"
          style={{
            '--columns': String(device.columns),
            '--lit': String(0.3 + (0.7 * device.brightnessPercent) / 100),
          }}
        >
          <ul class="deck-keys">
            {device.keys.map(({ down, pictures }, key) => (
              <li key={key}>
                <button
                  type="button"
                  class="deck-key"
                  aria-label={say('bench.deckKey', { key: key + 1 })}
                  data-down={down}
                  data-testid={`${id}-key-${key}`}
                  onPointerDown={() => move(key, 'down')}
                  onPointerUp={() => move(key, 'up')}
                  onPointerLeave={() => down && move(key, 'up')}
                >
                  {pictures > 0 && device.plugged && (
                    <img src={`/api/pictures/${id}/key-${key}.png?v=${pictures}`} alt="" draggable={false} />
                  )}
                </button>
              </li>
            ))}
          </ul>
          <p class="deck-words line-words">
            <span>{device.model}</span>
            <span>{say('bench.brightness', { percent: device.brightnessPercent })}</span>
          </p>
        </div>
      }
    />
  );
};
