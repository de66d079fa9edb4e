import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRepeatGuard } from './scan-sink.ts';
import { decodeScanText, encodeScanText } from './scan-text.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const VIETNAMESE = [
  ..."aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ ,.|'0123456789",
];
const words = fc.string({
  unit: fc.constantFrom(...VIETNAMESE, ...VIETNAMESE.map((one) => one.toUpperCase())),
  maxLength: 80,
});

describe('the text of a scan', () => {
  it.each([
    ['Shift-JIS', '4cefbe83efbdaa', 'Lê'],
    ['Big5', '56e897ba6e68', 'Vĩnh'],
  ])('a scanner that guessed %s is undone', (_, hex, text) => {
    expect(decodeScanText(Buffer.from(hex, 'hex'))?.text).toBe(text);
  });

  it.each(['日本語', '中華民國', 'カタカナ', 'Привет', '한국'])('%s stays what it is', (text) => {
    expect(decodeScanText(bytesOf(text))).toEqual({ text, guess: null });
  });

  it('Vietnamese is never repaired, and always found behind a wrong guess', () => {
    fc.assert(
      fc.property(words, fc.constantFrom('shift_jis' as const, 'big5' as const), (text, guess) => {
        expect(decodeScanText(bytesOf(text))).toEqual({ text, guess: null });
        const spoiled = encodeScanText({ text, guess });
        if (spoiled !== null) expect(decodeScanText(spoiled)?.text).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('bytes that are no UTF-8 are no text', () => {
    expect(decodeScanText(Uint8Array.of(0x4c, 0xea))).toBeNull();
  });
});

describe('a code that lies under the scanner', () => {
  it('is one scan while it is seen every two seconds, and another one later', () => {
    let nowMs = 0;
    const isRepeat = createRepeatGuard({ monotonicMs: () => nowMs });
    const at = (ms: number, value: string) => {
      nowMs = ms;
      return isRepeat(value);
    };
    expect([at(0, 'a'), at(1900, 'a'), at(3800, 'a'), at(3900, 'b'), at(5799, 'a'), at(7799, 'a')]).toEqual([
      false,
      true,
      true,
      false,
      true,
      false,
    ]);
  });
});
