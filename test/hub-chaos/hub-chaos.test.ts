import { expect, it } from 'vitest';
import { runChaos } from './run-chaos.ts';

it('lines cut, sites, engines, stream servers and the database killed while tickets are served: the hub has each event once', async () => {
  const { signal } = new AbortController();
  const onRound = (): void => undefined;
  const reports = await runChaos({ cuts: 16, kills: 6, rounds: 2, sites: 2, seed: 3, signal, onRound });
  expect(reports.map(({ round, cuts, differences }) => ({ round, cuts, differences }))).toEqual([
    { round: 1, cuts: 8, differences: [] },
    { round: 2, cuts: 8, differences: [] },
  ]);
  expect(reports.at(-1)?.events).toBeGreaterThan(100);
}, 240_000);
