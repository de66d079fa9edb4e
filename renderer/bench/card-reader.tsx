// A reader of 125 kHz cards with three queue cards beside it.
import './card-reader.css';
import type { Rdm6300State } from '../../contract/bench/card-reader-rdm6300.ts';
import { DeviceCard, FaultButton } from './device-card.tsx';
import type { Rack } from './use-rack.ts';
import { useWords } from './words.ts';

const cards = ['67003b51c6', '67003ba86c', '67003ba867'] as const;

/** As printed on the card: the last four bytes in decimal. */
const printed = (card: string): string => String(Number.parseInt(card.slice(2), 16)).padStart(10, '0');

export const CardReader = ({ device, act }: { device: Rdm6300State; act: Rack['act'] }) => {
  const { say } = useWords();
  const { id, card } = device;
  return (
    <DeviceCard
      device={device}
      title={say('bench.cardReader')}
      act={act}
      drawing={
        <div class="reader" data-on={card !== null}>
          <p class="reader-plate" data-testid={`${id}-plate`}>
            {card === null ? say('bench.noCard') : say('bench.cardOn', { number: printed(card) })}
          </p>
          <ul class="reader-cards">
            {cards.map((one) => (
              <li key={one}>
                <button
                  type="button"
                  class="queue-card"
                  data-on={one === card}
                  data-testid={`${id}-card-${one}`}
                  onClick={() => act({ device: id, verb: 'hold-card', card: one })}
                >
                  {say('bench.card', { number: printed(one) })}
                </button>
              </li>
            ))}
          </ul>
        </div>
      }
    >
      <FaultButton
        testId={`${id}-take`}
        isOn={false}
        label={say('bench.takeCard')}
        onPress={() => act({ device: id, verb: 'take-card' })}
      />
    </DeviceCard>
  );
};
