// A track of a magnetic stripe as a reader's raw mode gives it, explained. No driver: those of card readers use
// drivers/core/magstripe.ts themselves.

import { isBankCard } from '../../contract/bank-card.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { TrackNumber } from '../../contract/swipe.ts';
import { readRawTrack, writeCharacters } from '../core/magstripe.ts';
import type { Meaning, Protocol } from '../core/protocol.ts';
import { maskTrackText } from '../core/swipe.ts';

const packedBits = (characters: readonly number[], track: TrackNumber): number[] => {
  const width = track === 1 ? 7 : 5;
  return characters.flatMap((character) => Array.from({ length: width }, (_, bit) => (character >> bit) & 1));
};

const bytesOf = (bits: readonly number[]): Uint8Array =>
  Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, byte) =>
    Array.from({ length: 8 }, (__, bit) => (bits[byte * 8 + bit] ?? 0) << bit).reduce((sum, bit) => sum | bit, 0),
  );

const encode = ({ track, text, form, direction, skippedBits, lengthBytes }: Meaning): Result<Uint8Array, string> => {
  if (track !== 1 && track !== 2 && track !== 3) return refuse(`The track is ${String(track)}; allowed: 1, 2, 3`);
  if (typeof text !== 'string') return refuse('The text of the track is missing');
  const characters = writeCharacters({ track, text });
  if (!characters.ok) return characters;
  if (form === 'characters') return ok(Uint8Array.from(characters.value));
  const head = new Array<number>(typeof skippedBits === 'number' ? skippedBits : 0).fill(0);
  const bits = [...head, ...packedBits(characters.value, track)];
  const total = typeof lengthBytes === 'number' ? lengthBytes * 8 : Math.ceil(bits.length / 8) * 8;
  const padded = [...bits, ...new Array<number>(Math.max(0, total - bits.length)).fill(0)];
  return ok(bytesOf(direction === 'reverse' ? padded.reverse() : padded));
};

export const iso7811: Protocol = {
  name: 'iso7811',
  decode(direction, bytes) {
    if (direction === 'host->device') return refuse('A stripe is only read here; there are no commands to it');
    const read = readRawTrack(bytes);
    if (!read.ok) return read;
    return ok({ kind: 'track', ...read.value, isBankCard: isBankCard(read.value.text), lengthBytes: bytes.length });
  },
  encode: (_, meaning) => encode(meaning),
  mask: ({ text, ...meaning }) => ({ ...meaning, text: maskTrackText(String(text)) }),
};
