import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vietQr } from './vietqr.ts';

/** CRC-16/CCITT-FALSE, bit by bit from its definition (EMVCo 4.7.3.1: polynomial 1021, initial value FFFF). */
const crcOf = (text: string): string => {
  let register = 0xffff;
  for (const byte of new TextEncoder().encode(text))
    for (let bit = 7; bit >= 0; bit -= 1) {
      const out = ((register >> 15) & 1) ^ ((byte >> bit) & 1);
      register = ((register << 1) & 0xffff) ^ (out === 1 ? 0x1021 : 0);
    }
  return register.toString(16).toUpperCase().padStart(4, '0');
};

/** A reader of our own: objects of two digits, two digits of length and so many characters, in their order. */
const readObjects = (text: string): [string, string][] => {
  const objects: [string, string][] = [];
  for (let at = 0; at < text.length; ) {
    const head = /^(\d\d)(\d\d)$/.exec(text.slice(at, at + 4));
    if (head === null) throw new Error(`No object at ${at} of ${text}`);
    const [, id = '', length = ''] = head;
    const value = text.slice(at + 4, at + 4 + Number(length));
    if (value.length !== Number(length) || value.length === 0) throw new Error(`Object ${id} is cut: ${text}`);
    objects.push([id, value]);
    at += 4 + value.length;
  }
  return objects;
};

const account = { bank: '970403', account: '0011012345678' };

describe('the code of a fee', () => {
  it('the published code of NAPAS for a transfer of 180,000 đồng passes our reader, and ours differs in nothing but the bill number', () => {
    const published =
      '00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang63042E2E';
    expect(crcOf(published.slice(0, -4))).toBe('2E2E');
    const ours = vietQr(account, { amountDong: 180_000, purpose: 'thanh toan don hang' });
    const withoutBill = (text: string) =>
      readObjects(text)
        .filter(([id]) => id !== '63')
        .map(([id, value]) =>
          id === '62' ? [id, readObjects(value).filter(([inner]) => inner !== '01')] : [id, value],
        );
    expect(withoutBill(ours)).toEqual(withoutBill(published));
  });

  it.each([
    ['00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304', 'F4E5'],
    ['00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN6304', '4F52'],
  ])('our checksum agrees with the published one: %s', (text, crc) => {
    expect(crcOf(text)).toBe(crc);
  });

  it('whatever the fee, the account and the words: every object is whole, in ascending order, and the checksum stands last', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^\d{6}$/),
        fc.stringMatching(/^[A-Za-z0-9]{1,19}$/),
        fc.integer({ min: 1, max: 999_999_999 }),
        fc.stringMatching(/^[A-Za-z0-9 ]{1,25}$/),
        (bank, number, amountDong, purpose) => {
          const code = vietQr({ bank, account: number }, { amountDong, purpose });
          const objects = readObjects(code);
          const template = readObjects(objects.find(([id]) => id === '38')?.[1] ?? '');
          expect(objects.map(([id]) => id)).toEqual(['00', '01', '38', '53', '54', '58', '62', '63']);
          expect(Object.fromEntries(objects)).toMatchObject({
            ...{ '00': '01', '01': '12', '53': '704', '54': String(amountDong), '58': 'VN' },
            '63': crcOf(code.slice(0, -4)),
          });
          expect(template.map(([id]) => id)).toEqual(['00', '01', '02']);
          expect(Object.fromEntries(template)).toMatchObject({ '00': 'A000000727', '02': 'QRIBFTTA' });
          expect(readObjects(template[1]?.[1] ?? '')).toEqual([
            ['00', bank],
            ['01', number],
          ]);
          expect(readObjects(objects.find(([id]) => id === '62')?.[1] ?? '')).toEqual([['08', purpose]]);
          // What the smallest pad takes.
          expect(code.length).toBeLessThanOrEqual(192);
        },
      ),
    );
  });

  it.each([0, -1, 1.5, Number.NaN, 1_000_000_000])('a fee of %s is no fee', (amountDong) => {
    expect(() => vietQr(account, { amountDong, purpose: 'A007' })).toThrow(RangeError);
  });

  it.each(['', 'Lệ phí', 'a'.repeat(26), 'A007\n'])('words that a bank would not carry: %j', (purpose) => {
    expect(() => vietQr(account, { amountDong: 8000, purpose })).toThrow(RangeError);
  });
});
