import { expect, it } from 'vitest';
import { playDay } from './play-day.ts';

it('a whole day of the hall and the morning after it leave nothing wrong in tables, journal, screens and report', async () => {
  const report = await playDay({
    tickets: 150,
    speed: 400,
    seed: 20261124,
    counters: 8,
    closesAtMinute: 45,
    say: () => undefined,
  });
  expect(
    report.findings.flatMap(({ invariant, breaches }) => breaches.map((breach) => `${invariant}: ${breach}`)),
  ).toEqual([]);
  // A check that saw nothing proves nothing.
  expect(report.findings.filter(({ checked }) => checked === 0)).toEqual([]);
  expect(report.numbers).toBeGreaterThan(120);
  expect(report.calls).toBeGreaterThan(40);
}, 60_000);
