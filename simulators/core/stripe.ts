// A magnetic stripe and the head that reads it, written from ISO/IEC 7811-2: bits on the stripe, pulled past in either
// direction, scratched or cut short; what the head makes of them is a text or an error.
import type { StripeCard, SwipeManner } from '../../contract/bench/swipe-readers.ts';

type Texts = readonly [string | null, string | null, string | null];

export type HeadTrack = { readonly text: string } | 'empty' | 'error';

/** Numbers of bank cards are those that card schemes publish for tests. */
export const STRIPES: Readonly<Record<StripeCard, Texts>> = {
  'queue-17': [null, ';9704000000000017?', null],
  'queue-18': [null, ';9704000000000018?', null],
  'queue-lettered': ['%QCARD 0019?', ';0019?', null],
  blank: [null, null, null],
  'bank-visa': ['%B4111111111111111^TEST/CARD^2512101123400001?', ';4111111111111111=25121011000012300000?', null],
  'bank-mastercard': [
    '%B5555555555554444^TEST/CARD^2512101123400001?',
    ';5555555555554444=25121011000012300000?',
    null,
  ],
};

/** Track 1 has six data bits from space on, tracks 2 and 3 four from zero on. */
const shapeOf = (index: number) =>
  index === 0 ? { bits: 6, zero: 0x20, start: '%' } : { bits: 4, zero: 0x30, start: ';' };
const CLOCKING_BITS = 20;

const character = (data: number, bits: number): number[] => {
  const row = Array.from({ length: bits }, (_, bit) => (data >> bit) & 1);
  const ones = row.filter((bit) => bit === 1).length;
  return [...row, ones % 2 === 0 ? 1 : 0];
};

/** A stripe between two runs of clocking zeros. */
export const magnetise = (text: string, index: number): number[] => {
  const { bits, zero } = shapeOf(index);
  const data = [...text].map((one) => one.charCodeAt(0) - zero);
  const lrc = data.reduce((sum, one) => sum ^ one, 0);
  const clocking = new Array<number>(CLOCKING_BITS).fill(0);
  return [...clocking, ...[...data, lrc].flatMap((one) => character(one, bits)), ...clocking];
};

const readForward = (stripe: readonly number[], index: number): string | null => {
  const { bits, zero, start } = shapeOf(index);
  const first = stripe.indexOf(1);
  const rows: number[][] = [];
  for (let at = first; at >= 0 && at + bits < stripe.length; at += bits + 1) rows.push(stripe.slice(at, at + bits + 1));
  const data: number[] = [];
  for (const row of rows) {
    if (row.filter((bit) => bit === 1).length % 2 === 0) return null;
    data.push(row.slice(0, bits).reduce((sum, bit, place) => sum + bit * 2 ** place, 0));
    const [before] = data.slice(-2);
    if (data.length > 1 && before !== undefined && String.fromCharCode(before + zero) === '?') break;
  }
  const lrc = data.pop();
  const text = data.map((one) => String.fromCharCode(one + zero)).join('');
  const isWhole = text.startsWith(start) && text.endsWith('?') && text.length > 1;
  return isWhole && data.reduce((sum, one) => sum ^ one, 0) === lrc ? text : null;
};

const spoil = (stripe: readonly number[], manner: SwipeManner): number[] => {
  if (manner === 'reverse') return stripe.toReversed();
  if (manner === 'half') return stripe.slice(0, Math.floor(stripe.length / 2));
  const scratch = Math.floor(stripe.length / 2);
  return manner === 'scratched' ? stripe.map((bit, at) => (at === scratch ? 1 - bit : bit)) : [...stripe];
};

/** What the head makes of a card that is pulled through. */
export const pullThrough = (texts: Texts, manner: SwipeManner): HeadTrack[] =>
  texts.map((text, index) => {
    if (text === null) return 'empty';
    const stripe = spoil(magnetise(text, index), manner);
    const read = readForward(stripe, index) ?? readForward(stripe.toReversed(), index);
    return read === null ? 'error' : { text: read };
  });
