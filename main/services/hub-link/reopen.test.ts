import { expect, test } from 'vitest';
import type { LinkTrouble } from '../../../contract/hub-status.ts';
import { nextTry, noTries } from './reopen.ts';

const delays = (troubles: readonly LinkTrouble[]): number[] => {
  let tries = noTries;
  return troubles.map((trouble) => {
    const next = nextTry(tries, trouble, 0.5);
    tries = next.tries;
    return next.delayMs;
  });
};

test('a line that stays cut is tried ever more seldom, at most every ten seconds', () => {
  expect(delays(Array.from({ length: 8 }, () => 'unreachable'))).toEqual([
    ...[300, 600, 1200, 2400, 4800, 9600, 10_000, 10_000],
  ]);
});

test('a hub that just came back refuses a key for a moment: the site is there within seconds, and one that was revoked asks seldom', () => {
  const troubles: LinkTrouble[] = ['unreachable', 'unreachable', 'unreachable', 'unreachable'];
  const refused = delays([...troubles, ...Array.from({ length: 6 }, () => 'key-refused' as const)]).slice(4);
  expect(refused).toEqual([300, 600, 1200, 2400, 30_000, 30_000]);
});
