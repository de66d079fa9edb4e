// A ticket number and a counter number as Vietnamese words (queue.md section 10). The synthesiser never sees a digit:
// espeak-ng reads 15 as "mười năm", which is wrong.

const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;

const letters: Readonly<Record<string, string>> = {
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

const digit = (value: number): string => digits[value] ?? '';

/** 1 to 99 as a cardinal: 15 mười lăm, 21 hai mươi mốt, 24 hai mươi tư, 40 bốn mươi. */
export const cardinalWords = (value: number): string => {
  if (!Number.isInteger(value) || value < 0 || value > 99)
    throw new RangeError(`A counter number is 0 to 99, not ${value}`);
  const tens = Math.floor(value / 10);
  const unit = value % 10;
  if (tens === 0) return digit(unit);
  const head = tens === 1 ? 'mười' : `${digit(tens)} mươi`;
  if (unit === 0) return head;
  if (unit === 5) return `${head} lăm`;
  if (tens > 1 && unit === 1) return `${head} mốt`;
  if (tens > 1 && unit === 4) return `${head} tư`;
  return `${head} ${digit(unit)}`;
};

/** Letter by letter and digit by digit: A007 is "a, không không bảy". */
export const ticketWords = (number: string): string => {
  const prefix = [...number]
    .filter((character) => /\p{L}/u.test(character))
    .map((letter) => letters[letter] ?? letter.toLowerCase());
  const figures = [...number].filter((character) => /\d/.test(character)).map((figure) => digit(Number(figure)));
  return [prefix.join(' '), figures.join(' ')].filter((part) => part !== '').join(', ');
};

export const callSentence = (number: string, counterNumber: number): string =>
  `Mời ông bà có số, ${ticketWords(number)}, đến quầy số, ${cardinalWords(counterNumber)}.`;
