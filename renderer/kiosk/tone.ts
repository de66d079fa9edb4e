// Tones of Vietnamese words that are typed letter by letter on the glass: where the mark stands. Pure.

/** Combining marks: sắc, huyền, hỏi, ngã, nặng. */
export const tones = ['\u0301', '\u0300', '\u0309', '\u0303', '\u0323'] as const;
export type Tone = (typeof tones)[number];

const anyTone = /[\u0300\u0301\u0303\u0309\u0323]/g;
const letterAtEnd = /\p{Letter}+$/u;

/** Splits what is written before the word that is being typed from the word, in plain and marked letters without tones. */
const lastWord = (text: string): readonly [before: string, word: string, tone: string] => {
  const whole = text.normalize('NFC');
  const word = letterAtEnd.exec(whole)?.[0] ?? '';
  const open = word.normalize('NFD');
  return [
    whole.slice(0, whole.length - word.length),
    open.replaceAll(anyTone, '').normalize('NFC'),
    open.match(anyTone)?.at(-1) ?? '',
  ];
};

/**
 * Which letter of a syllable carries its tone: the last of ă â ê ô ơ ư, else the vowel before a final consonant, else the
 * first of two vowels, but the second of oa, oe, uy. `qu` and `gi` begin a syllable and carry none where a vowel follows.
 * -1: there is no vowel.
 */
const carrierIn = (word: string): number => {
  const lower = word.toLowerCase();
  const marked = [...lower].findLastIndex((letter) => 'ăâêôơư'.includes(letter));
  if (marked >= 0) return marked;
  const skipped = /^(?:qu|gi)(?=[aeiouy])/.exec(lower)?.[0].length ?? 0;
  const found = /[aeiouy]+/.exec(lower.slice(skipped));
  if (found === null) return /[aeiouy]/.exec(lower)?.index ?? -1;
  const [vowels] = found;
  const first = skipped + found.index;
  if (vowels.length === 1) return first;
  if (vowels.length > 2 || first + vowels.length < lower.length) return first + 1;
  return ['oa', 'oe', 'uy'].includes(vowels) ? first + 1 : first;
};

const write = (word: string, tone: string): string => {
  const at = carrierIn(word);
  if (tone === '' || at < 0) return word;
  return `${word.slice(0, at + 1)}${tone}${word.slice(at + 1)}`.normalize('NFC');
};

/** The text with this tone on its last word; the same tone a second time takes it away. A word without a vowel stays. */
export const withTone = (text: string, tone: Tone): string => {
  const [before, word, had] = lastWord(text);
  return before + write(word, had === tone ? '' : tone);
};

/** The text with one more letter; the tone of the word moves where it belongs then. */
export const withLetter = (text: string, letter: string): string => {
  const [before, word, tone] = lastWord(text);
  return /\p{Letter}/u.test(letter) ? before + write(word + letter, tone) : text + letter;
};
