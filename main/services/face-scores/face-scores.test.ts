import { describe, expect, it } from 'vitest';
import { openTestSite, temporaryFolder } from '../../../test/support/site.ts';
import { driftOf, type ScoresOfDay } from './rules.ts';

/** `n` faces of one day around `mean`, half of them 0.05 nearer and half farther. */
const day = (date: string, n: number, mean: number): ScoresOfDay => ({
  day: date,
  n,
  sum: n * mean,
  sumOfSquares: n * (mean * mean + 0.05 * 0.05),
});
const first = [day('2026-09-07', 120, 0.3), day('2026-09-08', 120, 0.3)];

describe('faces that are known less well than before', () => {
  it('a camera got dirty: a week that is farther off is told, with the means of then and now', () => {
    const drift = driftOf([...first, day('2026-11-20', 80, 0.34), day('2026-11-23', 80, 0.34)], '2026-11-26');
    expect(drift).toEqual({
      before: expect.closeTo(0.3),
      now: expect.closeTo(0.34),
      faces: 160,
      since: '2026-11-20',
    });
  });

  it('nothing is told of a shift that no gate feels, of a better week, of few faces and of a site that has just begun', () => {
    expect(driftOf([...first, day('2026-11-23', 5000, 0.315)], '2026-11-26')).toBeNull();
    expect(driftOf([...first, day('2026-11-23', 500, 0.2)], '2026-11-26')).toBeNull();
    expect(driftOf([...first, day('2026-11-23', 99, 0.5)], '2026-11-26')).toBeNull();
    expect(driftOf([...first, day('2026-11-19', 900, 0.5)], '2026-11-26')).toBeNull();
    expect(driftOf([day('2026-09-07', 199, 0.3), day('2026-11-23', 500, 0.5)], '2026-11-26')).toBeNull();
    expect(driftOf([day('2026-11-23', 500, 0.3), day('2026-11-24', 500, 0.5)], '2026-11-26')).toBeNull();
  });

  it('a wide spread hides a small shift', () => {
    const wide = (date: string, n: number, mean: number) => ({
      ...day(date, n, mean),
      sumOfSquares: n * (mean * mean + 0.04),
    });
    expect(driftOf([wide('2026-09-07', 240, 0.3), wide('2026-11-23', 120, 0.33)], '2026-11-26')).toBeNull();
  });

  it('sums outlive a restart, and another model pack begins anew', async () => {
    using temporary = temporaryFolder();
    const clock = { nowMs: Date.parse('2026-09-07T03:00:00Z'), steadyMs: 0 };
    const passDays = (days: number) => {
      clock.nowMs += days * 86_400_000;
    };
    {
      await using site = openTestSite(temporary.folder, { clock });
      for (let n = 0; n < 240; n += 1) site.faceScores.add('default', 0.3 + 0.01 * (n % 2));
      site.faceScores.save();
    }
    await using site = openTestSite(temporary.folder, { clock });
    passDays(60);
    for (let n = 0; n < 150; n += 1) site.faceScores.add('default', 0.35);
    expect(site.faceScores.drift()).toMatchObject({ faces: 150, now: expect.closeTo(0.35) });
    passDays(1);
    site.faceScores.add('sface', 0.9);
    expect(site.faceScores.drift()).toBeNull();
  });
});
