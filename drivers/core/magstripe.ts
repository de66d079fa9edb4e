// Magnetic stripes by ISO/IEC 7811-2 and 7813: characters with odd parity, sentinels, and a checksum (LRC) over them.
// Track 1 has seven bits a character (six of data, ASCII 20 to 5F), tracks 2 and 3 five (four of data, ASCII 30 to 3F).
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { TrackNumber } from '../../contract/swipe.ts';

interface TrackFormat {
  /** Data bits of a character; one parity bit stands above them. */
  readonly dataBits: 6 | 4;
  /** ASCII of data 0. */
  readonly base: number;
  readonly start: string;
  /** Characters of a whole track, sentinels and LRC counted (7811-2 table 1). */
  readonly lengthMax: number;
}

const END = '?';
const FORMATS: Readonly<Record<TrackNumber, TrackFormat>> = {
  1: { dataBits: 6, base: 0x20, start: '%', lengthMax: 79 },
  2: { dataBits: 4, base: 0x30, start: ';', lengthMax: 40 },
  3: { dataBits: 4, base: 0x30, start: ';', lengthMax: 107 },
};

const hasOddParity = (value: number): boolean => {
  let ones = 0;
  for (let rest = value; rest !== 0; rest >>= 1) ones += rest & 1;
  return (ones & 1) === 1;
};

const withParity = (data: number, dataBits: number): number => (hasOddParity(data) ? data : data | (1 << dataBits));

export interface TrackText {
  readonly track: TrackNumber;
  /** From start to end sentinel. */
  readonly text: string;
}

/**
 * Characters of a track, each with its parity bit, from the start sentinel to the LRC. The reason names the first thing
 * that is wrong: character, sentinel, length or LRC. It never holds the text, which may be a bank card's.
 */
export const readCharacters = (track: TrackNumber, characters: readonly number[]): Result<TrackText, string> => {
  const { dataBits, base, start, lengthMax } = FORMATS[track];
  const mask = (1 << dataBits) - 1;
  const first = characters[0];
  if (first === undefined || (first & mask) + base !== start.charCodeAt(0))
    return refuse(`The track does not begin with its start sentinel "${start}"`);
  if (characters.length > lengthMax)
    return refuse(`Track ${track} has ${characters.length} characters; at most ${lengthMax} are allowed`);
  for (const [at, character] of characters.entries()) {
    if (character >> (dataBits + 1) !== 0)
      return refuse(`Character ${at} is ${character}; a character of track ${track} has ${dataBits + 1} bits`);
    if (!hasOddParity(character)) return refuse(`Character ${at} has even parity; odd is allowed`);
  }
  const end = characters.findIndex((character) => (character & mask) + base === END.charCodeAt(0));
  if (end < 0) return refuse(`There is no end sentinel "${END}"`);
  const lrc = characters[end + 1];
  if (lrc === undefined) return refuse('The LRC behind the end sentinel is missing');
  let wanted = 0;
  for (const character of characters.slice(0, end + 1)) wanted ^= character & mask;
  if ((lrc & mask) !== wanted) return refuse(`The LRC is ${lrc & mask}; for these characters it must be ${wanted}`);
  if (characters.slice(end + 2).some((character) => character !== 0))
    return refuse(`There is something behind the LRC; nothing is allowed there`);
  const text = characters.slice(0, end + 1).map((character) => String.fromCharCode((character & mask) + base));
  return ok({ track, text: text.join('') });
};

/** The characters of a track text (sentinels included) with parity, and its LRC. Errors: a character the track has not. */
export const writeCharacters = ({ track, text }: TrackText): Result<number[], string> => {
  const { dataBits, base } = FORMATS[track];
  const data = [...text].map((character) => character.charCodeAt(0) - base);
  const wrong = data.findIndex((value) => value < 0 || value >= 1 << dataBits);
  if (wrong >= 0) return refuse(`Character ${wrong} of the text does not exist on track ${track}`);
  const lrc = data.reduce((sum, value) => sum ^ value, 0);
  return ok([...data, lrc].map((value) => withParity(value, dataBits)));
};

const bitsOf = (bytes: Uint8Array): number[] =>
  [...bytes].flatMap((byte) => Array.from({ length: 8 }, (_, bit) => (byte >> bit) & 1));

const charactersAt = (bits: readonly number[], from: number, width: number): number[] =>
  Array.from({ length: Math.floor((bits.length - from) / width) }, (_, index) => {
    let character = 0;
    for (let bit = 0; bit < width; bit++) character |= (bits[from + index * width + bit] ?? 0) << bit;
    return character;
  });

const readBits = (bits: readonly number[]): Result<TrackText & { readonly skippedBits: number }, string> => {
  let reason = 'There is no start sentinel of any track, forwards or backwards';
  for (const track of [1, 2] as const) {
    const width = FORMATS[track].dataBits + 1;
    // Clocking bits come before the first character; a start sentinel inside the data has no sound track behind it.
    for (let from = 0; from < Math.min(bits.length, 64); from++) {
      const characters = charactersAt(bits, from, width);
      const read = readCharacters(track, trimmed(characters));
      if (read.ok) return ok({ ...read.value, skippedBits: from });
      if (from === 0 && !read.error.startsWith('The track does not begin')) reason = read.error;
    }
  }
  return refuse(reason);
};

/** Padding of the last byte and the zeros behind a track are no characters. */
const trimmed = (characters: readonly number[]): number[] => {
  const last = characters.findLastIndex((character) => character !== 0);
  return characters.slice(0, last + 1);
};

export interface RawTrack extends TrackText {
  /** `packed`: a stream of bits, least significant first. */
  readonly form: 'characters' | 'packed';
  readonly direction: 'forward' | 'reverse';
  /** Clocking bits before the start sentinel. */
  readonly skippedBits: number;
}

/** One track as a reader's raw mode gives it: a character a byte, or bits packed, swiped in either direction. */
export const readRawTrack = (bytes: Uint8Array): Result<RawTrack, string> => {
  let reason: string | null = null;
  for (const track of [1, 2, 3] as const) {
    const read = readCharacters(track, [...bytes]);
    if (read.ok) return ok({ ...read.value, form: 'characters', direction: 'forward', skippedBits: 0 });
    if (!read.error.startsWith('The track does not begin')) reason ??= read.error;
  }
  const bits = bitsOf(bytes);
  const forward = readBits(bits);
  if (forward.ok) return ok({ ...forward.value, form: 'packed', direction: 'forward' });
  const backward = readBits(bits.toReversed());
  if (backward.ok) return ok({ ...backward.value, form: 'packed', direction: 'reverse' });
  return refuse(reason ?? forward.error);
};
