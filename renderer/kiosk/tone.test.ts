import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Tone, tones, withLetter, withTone } from './tone.ts';

const [acute, grave, hook, tilde, dot] = tones;
const toned: Readonly<Record<string, Tone>> = { "'": acute, '`': grave, '?': hook, '~': tilde, '.': dot };

/** Types keys one by one; the five marks are tone keys. */
const typed = (keys: string): string =>
  [...keys].reduce((text, key) => {
    const tone = toned[key];
    return tone === undefined ? withLetter(text, key) : withTone(text, tone);
  }, '');

describe('somebody who types Vietnamese on the glass', () => {
  it.each([
    ["chung'", 'chúng'],
    ["chu'ng", 'chúng'],
    ['ngươi`', 'người'],
    ['ngươ`i', 'người'],
    ['nha`', 'nhà'],
    ["toan'", 'toán'],
    ["hoa'", 'hoá'],
    ['hoan`', 'hoàn'],
    ["thuy'", 'thuý'],
    ['khuyu?', 'khuỷu'],
    ["qua'", 'quá'],
    ["quy'", 'quý'],
    ["gia'", 'giá'],
    ['gi`', 'gì'],
    ["gio'", 'gió'],
    ['mua`', 'mùa'],
    ['cua?', 'của'],
    ['ươt.', 'ượt'],
    ['nghi~', 'nghĩ'],
    ["ngoai'", 'ngoái'],
    ["thiêu'", 'thiếu'],
    ["ĐUNG'", 'ĐÚNG'],
    ["a'a", 'áa'],
  ])('%s is written %s', (keys, word) => expect(typed(keys)).toBe(word));

  it('the same tone again takes it away, another one takes its place, the next word has none', () => {
    expect(typed("ma''")).toBe('ma');
    expect(typed("ma'`")).toBe('mà');
    expect(typed("lâu' qua")).toBe('lấu qua');
  });

  it('a word without a vowel, and no word, stay as they are', () => {
    expect(typed("th'")).toBe('th');
    expect(typed("ba, '")).toBe('ba, ');
  });

  it('letters are never lost: without tones the text is what was typed', () => {
    const key = fc.constantFrom(...'abceghiknoptuyăâđêôơư ,'.split(''), ...Object.keys(toned));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 30 }), (keys) => {
        const letters = keys.filter((one) => toned[one] === undefined).join('');
        const bare = typed(keys.join(''))
          .normalize('NFD')
          .replaceAll(/[\u0300\u0301\u0303\u0309\u0323]/g, '')
          .normalize('NFC');
        expect(bare).toBe(letters);
      }),
    );
  });
});
