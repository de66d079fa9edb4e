import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RatingInput } from '../../../contract/rating.ts';
import { accepted, refusalOf } from '../../../test/support/site.ts';
import { figuresOf, judgeOpening, judgeRating, ownFiguresOf } from './rules.ts';

const hour = 3_600_000;
const rules = { openMs: 48 * hour, criteria: new Set(['thai-do']), reasons: new Set(['cho-lau']), textMax: 20 };
const rating = (change: object): RatingInput =>
  RatingInput.parse({ level: 3, criteria: {}, reasons: [], text: '', ...change });

describe('when a ticket may be rated', () => {
  const finished = { state: 'finished', changedAtMs: 1000 } as const;
  const at = (nowMs: number, isRated = false) => ({ nowMs, isRated, openMs: 48 * hour });

  it('from Finish to the last millisecond of the window, and never again once it was', () => {
    expect(accepted(judgeOpening(finished, at(1000)))).toBe(1000 + 48 * hour);
    expect(accepted(judgeOpening(finished, at(1000 + 48 * hour)))).toBe(1000 + 48 * hour);
    expect(refusalOf(judgeOpening(finished, at(1001 + 48 * hour)))).toBe('rating-closed');
    expect(refusalOf(judgeOpening(finished, at(1000, true)))).toBe('already-rated');
  });

  it.each(['waiting', 'called', 'serving', 'on-hold', 'supplement', 'no-show', 'cancelled', 'expired'] as const)(
    'not while it is %s',
    (state) => expect(refusalOf(judgeOpening({ state, changedAtMs: 0 }, at(0)))).toBe('rating-not-open'),
  );
});

describe('what may be answered', () => {
  it('words that may not be kept are refused by the name that a rating has for it', () => {
    expect(refusalOf(judgeRating(rating({ text: '<b>tốt</b>' }), rules))).toBe('rating-text');
    expect(refusalOf(judgeRating(rating({ text: 'a'.repeat(21) }), rules))).toBe('rating-text');
    expect(accepted(judgeRating(rating({ text: ' tốt ' }), rules)).text).toBe('tốt');
  });
  it('reasons go with a low level, each once', () => {
    const low = rating({ level: 2, reasons: ['cho-lau', 'cho-lau'], criteria: { 'thai-do': 1 } });
    expect(accepted(judgeRating(low, rules))).toMatchObject({ reasons: ['cho-lau'], criteria: { 'thai-do': 1 } });
    expect(refusalOf(judgeRating(rating({ reasons: ['cho-lau'] }), rules))).toBe('bad-input');
  });

  it('a reason or a criterion that the site does not have is refused', () => {
    expect(refusalOf(judgeRating(rating({ level: 1, reasons: ['x'] }), rules))).toBe('bad-input');
    expect(refusalOf(judgeRating(rating({ criteria: { x: 1 } }), rules))).toBe('bad-input');
  });
});

describe('figures', () => {
  it('nine ratings are too few; ten give mean and share with its Wilson interval', () => {
    expect(figuresOf(Array(9).fill(5))).toEqual({ n: 9, few: true });
    const figures = figuresOf([5, 5, 5, 5, 4, 4, 4, 4, 1, 2]);
    if (figures.few) throw new Error('ten are enough');
    expect(figures.mean).toBeCloseTo(3.9);
    // Wilson 1927 for 8 of 10: 0.4902 to 0.9433.
    expect(figures.satisfied.low).toBeCloseTo(0.4902, 3);
    expect(figures.satisfied.high).toBeCloseTo(0.9433, 3);
  });

  it('the rated person cannot tell one citizen from the difference of two looks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        (all, next) => {
          const [before, after] = [ownFiguresOf(all), ownFiguresOf([...all, next])];
          if (after.n === before.n) expect(after).toEqual(before);
          else expect(after.n - before.n).toBe(10);
        },
      ),
    );
  });
});
