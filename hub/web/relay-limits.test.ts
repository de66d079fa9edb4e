// Whoever looks at the figures after a flood wants to know which of the limits bit.
import { expect, test } from 'vitest';
import { createPhoneCounts } from './phone-counts.ts';
import { createRelayLimits } from './relay-limits.ts';

const openLimits = () => {
  const counts = createPhoneCounts();
  return { counts, limits: createRelayLimits({ monotonicMs: () => 0, counts }) };
};
type Opened = ReturnType<typeof openLimits>;

const refusals = ({ counts }: Opened) => counts.read().refusals.filter(([, count]) => count > 0);
const times = (count: number, work: (n: number) => unknown): void => {
  for (let n = 0; n < count; n += 1) work(n);
};
/** Asks and is answered at once. */
const ask = ({ limits }: Opened, site: string, address: string): void => {
  const room = limits.request(site, address);
  if ('leave' in room) room.leave();
};
const fromMany = (n: number): string => `10.0.${Math.floor(n / 200)}.${n % 200}`;

test.each([
  ['requests', 'one address asks one hall again and again', 101, (at: Opened) => ask(at, 'ward-1', '10.0.0.1')],
  ['under-way', 'one address does not wait for answers', 33, (at: Opened) => at.limits.request('ward-1', '10.0.0.1')],
  ['hall', 'many addresses ask one hall', 301, (at: Opened, n: number) => ask(at, 'ward-1', fromMany(n))],
  ['turns', 'one address opens turns of one hall', 1001, (at: Opened) => at.limits.turn('ward-1', '10.0.0.1')],
  ['network', 'one address asks many halls', 2001, (at: Opened, n: number) => ask(at, `ward-${n % 100}`, '10.0.0.1')],
  ['streams', 'one address keeps pages open', 2001, (at: Opened) => at.limits.stream('10.0.0.1')],
] as const)('the limit %s: %s', (limit, _story, count, work) => {
  const at = openLimits();
  times(count - 1, (n) => work(at, n));
  expect(refusals(at)).toEqual([]);
  work(at, count - 1);
  expect(refusals(at)).toEqual([[limit, 1]]);
});
