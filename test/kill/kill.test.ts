import { expect, it } from 'vitest';
import { runKills } from './run-kills.ts';

it('six kills in the middle of the morning rush lose no promised number and give none twice', async () => {
  const report = await runKills({ kills: 6, seed: 20261123, onKill: () => undefined });
  expect(report).toMatchObject({ kills: 6, lost: 0, doubled: 0, problems: [] });
  expect(report.acked).toBeGreaterThan(50);
}, 60_000);
