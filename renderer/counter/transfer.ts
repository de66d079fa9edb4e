// Where somebody may be sent from a counter. Pure.
import type { CounterView } from '../../contract/counter-view.ts';
import type { CounterId, ServiceId } from '../../contract/ids.ts';

type Counters = CounterView['counters'];

export interface Target {
  readonly service: CounterView['services'][number];
  readonly isSame: boolean;
  /** Counters that serve it, without the asking one. */
  readonly counters: Counters;
  readonly openCount: number;
}

/** Other services first, as the site lists them; the present one last, where another counter serves it too. */
export const targetsOf = (view: CounterView, presentService: ServiceId): readonly Target[] => {
  const targets = view.services.map((service): Target => {
    const serving = view.counters.filter(({ services }) => services.includes(service.id));
    return {
      service,
      isSame: service.id === presentService,
      counters: serving.filter(({ id }) => id !== view.counter.id),
      openCount: serving.filter(({ id, state }) => state === 'open' && id !== view.counter.id).length,
    };
  });
  const same = targets.filter(({ isSame, counters }) => isSame && counters.length > 0);
  return [...targets.filter(({ isSame }) => !isSame), ...same];
};

/** Which counters may be named for a target; null: whichever is free first. The present service needs a named one. */
export const counterChoices = ({ isSame, counters }: Target): readonly (CounterId | null)[] => [
  ...(isSame ? [] : [null]),
  ...counters.map(({ id }) => id),
];
