import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accepted, refusalOf } from '../test/support/site.ts';
import { judgeText } from './written-text.ts';

const rule = { max: 20, code: 'remark-text' } as const;

describe('what may be written', () => {
  it.each([
    ['a page of HTML', '<script>alert(1)</script>'],
    ['a comment of HTML', 'tốt <!-- x'],
    ['a bell', 'tốt\u0007'],
    ['a zero byte', 'tốt\u0000'],
    ['writing turned round', 'tốt\u202etốt'],
    ['one character too many', 'a'.repeat(21)],
    ['a megabyte', 'ố'.repeat(1_000_000)],
    ['a megabyte of marks on one letter', `a${'\u0301'.repeat(1_000_000)}`],
  ])('%s is refused', (_what, text) => {
    expect(refusalOf(judgeText(text, rule))).toBe('remark-text');
  });

  it('Vietnamese counts as it is read, however the phone composes it; a smaller-than sign is no HTML', () => {
    const decomposed = 'Phục vụ rất tốt ạ nhé'.normalize('NFD');
    expect(decomposed.length).toBeGreaterThan(21);
    expect(accepted(judgeText(decomposed, { ...rule, max: 21 }))).toBe('Phục vụ rất tốt ạ nhé');
    expect(accepted(judgeText('  chờ < 5 phút\r\ntốt ', rule))).toBe('chờ < 5 phút\ntốt');
  });

  it('whatever is sent, what is kept is within the limit and bears being judged again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const kept = judgeText(text, rule);
        if (kept.ok) expect(accepted(judgeText(kept.value, rule))).toBe(kept.value);
      }),
    );
  });
});
