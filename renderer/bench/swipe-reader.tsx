// A reader of magnetic stripes: a slot, and the cards that are pulled through it, in the manner that is chosen.
import { useState } from 'preact/hooks';
import type { RackDevice } from '../../contract/bench.ts';
import { DeviceCard, FaultButton } from './device-card.tsx';
import './swipe-reader.css';
import type { Rack } from './use-rack.ts';
import { useWords } from './words.ts';

type Reader = Extract<RackDevice, { kind: 'card-reader-msr605' | 'card-reader-magtek' }>;

const cards = ['queue-17', 'queue-18', 'queue-lettered', 'blank', 'bank-visa', 'bank-mastercard'] as const;
const manners = ['forward', 'reverse', 'scratched', 'half'] as const;
type CardName = (typeof cards)[number];
type Manner = (typeof manners)[number];

interface Pull {
  readonly card: CardName;
  readonly manner: Manner;
  readonly count: number;
}

const titleOf = (device: Reader) => {
  if (device.kind === 'card-reader-magtek') return 'bench.magtek';
  return device.url.startsWith('hid') ? 'bench.msr605x' : 'bench.msr605';
};

export const SwipeReader = ({ device, act }: { device: Reader; act: Rack['act'] }) => {
  const { say } = useWords();
  const { id } = device;
  const [manner, setManner] = useState<Manner>('forward');
  const [pull, setPull] = useState<Pull | null>(null);
  const mode = device.kind === 'card-reader-msr605' ? device.mode : device.plugged ? 'reading' : 'off';
  const swipe = (card: CardName) => {
    setPull({ card, manner, count: (pull?.count ?? 0) + 1 });
    act({ device: id, verb: 'swipe-card', card, manner });
  };
  return (
    <DeviceCard
      device={device}
      title={say(titleOf(device))}
      act={act}
      drawing={
        <figure class="swipe-reader" data-mode={mode}>
          <div class="swipe-body">
            <span class="swipe-lamp" />
            <div class="swipe-slot">
              {pull !== null && (
                <span key={pull.count} class="stripe-card pulled" data-card={pull.card} data-manner={pull.manner} />
              )}
            </div>
            <p data-testid={`${id}-mode`}>{say(`bench.swipeMode.${mode}`)}</p>
          </div>
          <figcaption data-testid={`${id}-swipes`}>
            {say('bench.swipes', { swipes: device.swipes, missed: device.missed })}
          </figcaption>
          <fieldset class="swipe-manners">
            <legend>{say('bench.manner')}</legend>
            {manners.map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === manner}
                data-testid={`${id}-manner-${one}`}
                onClick={() => setManner(one)}
              >
                {say(`bench.manner.${one}`)}
              </button>
            ))}
          </fieldset>
          <ul class="stripe-cards">
            {cards.map((card) => (
              <li key={card}>
                <button
                  type="button"
                  class="stripe-card"
                  data-card={card}
                  data-testid={`${id}-swipe-${card}`}
                  onClick={() => swipe(card)}
                >
                  <span>{say(`bench.stripe.${card}`)}</span>
                </button>
              </li>
            ))}
          </ul>
        </figure>
      }
    >
      {device.kind === 'card-reader-msr605' && (
        <>
          <FaultButton
            testId={`${id}-power`}
            isOn={device.mode === 'off'}
            label={say(device.mode === 'off' ? 'bench.powerOn' : 'bench.powerOff')}
            onPress={() => act({ device: id, verb: 'set-reader-power', on: device.mode === 'off' })}
          />
          <FaultButton
            testId={`${id}-empty`}
            isOn={device.emptyTracks === 'manual'}
            label={say(device.emptyTracks === 'manual' ? 'bench.emptyMarks' : 'bench.emptyManual')}
            onPress={() =>
              act({ device: id, verb: 'set-empty-tracks', as: device.emptyTracks === 'manual' ? 'marks' : 'manual' })
            }
          />
        </>
      )}
    </DeviceCard>
  );
};
