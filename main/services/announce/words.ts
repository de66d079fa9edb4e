// Numbers as Vietnamese words (queue.md of the domain, section 10): which words a call is made of. A synthesiser never
// sees a digit: espeak-ng reads 15 as "mười năm", which is wrong.

/** `north` says linh and nghìn, `south` lẻ and ngàn. */
export type Reading = 'north' | 'south';

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const REGIONAL = { north: { and: 'linh', thousand: 'nghìn' }, south: { and: 'lẻ', thousand: 'ngàn' } } as const;
const LETTERS: Readonly<Record<string, string>> = {
  A: 'a',
  B: 'bê',
  C: 'xê',
  D: 'dê',
  Đ: 'đê',
  E: 'e',
  F: 'ép phờ',
  G: 'giê',
  H: 'hát',
  I: 'i',
  J: 'giây',
  K: 'ca',
  L: 'e lờ',
  M: 'em mờ',
  N: 'en nờ',
  O: 'o',
  P: 'pê',
  Q: 'quy',
  R: 'e rờ',
  S: 'ét sì',
  T: 'tê',
  U: 'u',
  V: 'vê',
  W: 'vê kép',
  X: 'ích xì',
  Y: 'i dài',
  Z: 'dét',
};
const PHRASES = { please: 'mời ông bà có số', counter: 'đến quầy số' } as const;

const CARDINAL_MAX = 9999;
const digit = (value: number): string => DIGITS[value] ?? '';

/** 0 to 99. */
const belowHundred = (value: number): string[] => {
  const tens = Math.floor(value / 10);
  const unit = value % 10;
  if (tens === 0) return [digit(unit)];
  const head = tens === 1 ? ['mười'] : [digit(tens), 'mươi'];
  if (unit === 0) return head;
  if (unit === 5) return [...head, 'lăm'];
  if (tens > 1 && unit === 1) return [...head, 'mốt'];
  if (tens > 1 && unit === 4) return [...head, 'tư'];
  return [...head, digit(unit)];
};

/** What follows "trăm": nothing, "linh năm" or "hai mươi mốt". */
const afterHundreds = (rest: number, reading: Reading): string[] => {
  if (rest === 0) return [];
  return rest < 10 ? [REGIONAL[reading].and, digit(rest)] : belowHundred(rest);
};

/** 0 to 9999 as a cardinal, a word each: 15 mười lăm, 21 hai mươi mốt, 105 một trăm linh năm, 1005 một nghìn không trăm linh năm. */
export const cardinalWords = (value: number, reading: Reading): string[] => {
  if (!Number.isInteger(value) || value < 0 || value > CARDINAL_MAX)
    throw new RangeError(`A number is spoken from 0 to ${CARDINAL_MAX}, not ${value}`);
  if (value < 100) return belowHundred(value);
  const thousands = Math.floor(value / 1000);
  const hundreds = Math.floor(value / 100) % 10;
  const head = thousands === 0 ? [] : [digit(thousands), REGIONAL[reading].thousand];
  if (thousands > 0 && value % 1000 === 0) return head;
  return [...head, digit(hundreds), 'trăm', ...afterHundreds(value % 100, reading)];
};

/** Letter by letter and digit by digit: A007 is a, không, không, bảy. Other characters are not spoken. */
export const ticketWords = (number: string): string[] =>
  [...number].flatMap((character) => {
    if (/\d/.test(character)) return [digit(Number(character))];
    const letter = LETTERS[character.toUpperCase()];
    return letter === undefined ? [] : [letter];
  });

/** The clips of one call in their order; every one is of `vocabulary`. */
export const callWords = (number: string, counterNumber: number, reading: Reading): string[] => [
  PHRASES.please,
  ...ticketWords(number),
  PHRASES.counter,
  ...cardinalWords(counterNumber, reading),
];

/** Every clip that a voice pack of the reading must have. */
export const vocabulary = (reading: Reading): string[] => [
  ...Object.values(PHRASES),
  ...DIGITS,
  ...['mười', 'mươi', 'mốt', 'tư', 'lăm', 'trăm', REGIONAL[reading].and, REGIONAL[reading].thousand],
  ...Object.values(LETTERS),
];
