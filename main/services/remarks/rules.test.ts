import { describe, expect, it } from 'vitest';
import type { RemarkPlaceId, UnitId } from '../../../contract/ids.ts';
import { RemarkInput } from '../../../contract/remark.ts';
import { accepted, refusalOf } from '../../../test/support/site.ts';
import { dueOf, isOnTime, judgeRemark, mayDo, mayShow, type RemarkFacts, type RemarkRules } from './rules.ts';

const rules: RemarkRules = {
  units: [{ id: 'mot-cua' as UnitId, name: { vi: 'Bộ phận Một cửa', en: 'One-stop counter' }, staff: [] }],
  places: [{ id: 'nha-xe' as RemarkPlaceId, name: { vi: 'Nhà xe', en: 'Parking' } }],
  textMax: 50,
  placeMax: 100,
  answerMax: 200,
  answerDays: 10,
  remindDays: 2,
  keepMs: 30 * 86_400_000,
  photoMs: 30 * 60_000,
};
const given = (change: object) =>
  RemarkInput.parse({ kind: 'report', text: 'Đèn hỏng', placeId: null, placeText: '', ...change });
const facts = (change: Partial<RemarkFacts>): RemarkFacts => ({
  state: 'received',
  hasPhoto: false,
  isAdded: false,
  isObjected: false,
  isErased: false,
  leftAtMs: 0,
  ...change,
});

describe('what may be left', () => {
  it.each([
    ['nothing', { text: ' \n ' }, 'remark-empty'],
    ['a page of HTML', { text: '<img src=x onerror=alert(1)>' }, 'remark-text'],
    ['too many words', { text: 'a'.repeat(51) }, 'remark-text'],
    ['a bell in the place', { placeText: 'cửa\u0007' }, 'remark-text'],
    ['a place as long as a letter', { placeText: 'a'.repeat(101) }, 'remark-text'],
    ['a place of another site', { placeId: 'san-bay' }, 'bad-input'],
  ])('%s is refused', (_what, change, code) => {
    expect(refusalOf(judgeRemark(given(change), rules))).toBe(code);
  });

  it('a place of the list and words about it are kept together', () => {
    const kept = accepted(judgeRemark(given({ placeId: 'nha-xe', placeText: ' cạnh cổng ' }), rules));
    expect(kept).toMatchObject({ placeId: 'nha-xe', placeText: 'cạnh cổng', text: 'Đèn hỏng' });
  });
});

describe('what may be done', () => {
  it('something is added once, while nobody has answered', () => {
    expect(mayDo('add', facts({}))).toBe(true);
    expect(mayDo('add', facts({ state: 'routed' }))).toBe(true);
    expect(mayDo('add', facts({ isAdded: true }))).toBe(false);
    expect(mayDo('add', facts({ state: 'answered' }))).toBe(false);
  });

  it('an answer may be objected to once, also one that closes', () => {
    expect(mayDo('object', facts({ state: 'answered' }))).toBe(true);
    expect(mayDo('object', facts({ state: 'closed' }))).toBe(true);
    expect(mayDo('object', facts({ state: 'answered', isObjected: true }))).toBe(false);
    expect(mayDo('object', facts({ state: 'routed' }))).toBe(false);
  });

  it.each(['route', 'answer', 'close', 'draft'] as const)('%s is for open ones, and never for erased ones', (deed) => {
    expect(mayDo(deed, facts({ state: 'routed', isObjected: true }))).toBe(true);
    expect(mayDo(deed, facts({ state: 'answered' }))).toBe(false);
    expect(mayDo(deed, facts({ isErased: true }))).toBe(false);
  });

  it('a photo comes with the remark or soon after, once', () => {
    expect(mayShow(facts({}), rules.photoMs, rules)).toBe(true);
    expect(mayShow(facts({}), rules.photoMs + 1, rules)).toBe(false);
    expect(mayShow(facts({ hasPhoto: true }), 0, rules)).toBe(false);
    expect(mayShow(facts({ state: 'answered' }), 0, rules)).toBe(false);
  });
});

describe('the promised day', () => {
  const remark = { state: 'routed', answerBy: '2026-12-07' } as const;
  const on = (today: string) => dueOf(remark, { today, nearFrom: '2026-12-03' });
  it('is near from the day of urging on, over the day after, and nothing once it was answered', () => {
    expect(['2026-12-02', '2026-12-03', '2026-12-07', '2026-12-08'].map(on)).toEqual(['later', 'near', 'near', 'over']);
    expect(dueOf({ ...remark, state: 'answered' }, { today: '2027-01-01', nearFrom: '2026-12-03' })).toBeNull();
  });

  it('is kept by an answer on it, broken by one after it and by silence, open before it', () => {
    const of = (endedOn: string | null, today: string) => isOnTime({ firstAnswerBy: '2026-12-07', endedOn }, today);
    expect(of('2026-12-07', '2027-01-01')).toBe(true);
    expect(of('2026-12-08', '2027-01-01')).toBe(false);
    expect(of(null, '2026-12-08')).toBe(false);
    expect(of(null, '2026-12-07')).toBeNull();
  });
});
