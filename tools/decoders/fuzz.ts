// Noise, spoiled frames and cut frames for one decoder, with whole frames behind each: does it throw, does it hear what was
// never there, is it back in step? Seeded, so that what was found can be found again.
import { isDeepStrictEqual } from 'node:util';
import { seeded } from '../../test/support/seeded.ts';
import { below, type Reader, type StreamDecoder } from './decoder.ts';

export interface FuzzFindings {
  readonly bytes: number;
  readonly exceptions: number;
  /** Messages whose frame did not come over the line, whole and with the right checksum. */
  readonly falseMessages: number;
  /** Whole frames behind trouble that were not heard; the first one behind it may get lost. */
  readonly lost: number;
  /** Changed and cut frames that were fed. */
  readonly spoiled: number;
  /** Frames that noise or a spoiled frame happened to make, right in every bit that the protocol checks. */
  readonly byChance: number;
  /** The first few findings: what, at which byte, and the bytes. */
  readonly examples: readonly string[];
}

const LONGEST_NOISE = 300;
const EXAMPLES = 5;

const noise = (random: () => number, length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = below(random, 256);
  return bytes;
};

/** One to three changes, each of a bit, a byte, a byte too few or too many. */
const change = (random: () => number, frame: Uint8Array): Uint8Array => {
  const bytes = [...frame];
  for (let left = 1 + below(random, 3); left > 0; left--) {
    const at = below(random, bytes.length);
    const old = bytes[at] ?? 0;
    const how = below(random, 4);
    if (how === 0) bytes[at] = old ^ (1 << below(random, 8));
    else if (how === 1) bytes[at] = below(random, 256);
    else if (how === 2) bytes.splice(at, 1);
    else bytes.splice(at, 0, below(random, 256));
  }
  return Uint8Array.from(bytes);
};

/** Its beginning or its end, at least one byte short. */
const cut = (random: () => number, frame: Uint8Array): Uint8Array => {
  const at = below(random, frame.length);
  return random() < 0.5 ? frame.subarray(0, at) : frame.subarray(at + 1);
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

export const fuzz = (
  decoder: StreamDecoder,
  { seed, bytes: budget }: { seed: number; bytes: number },
): FuzzFindings => {
  const random = seeded(seed);
  const fold = decoder.fold ?? ((wire: Buffer) => wire);
  const found = { bytes: 0, exceptions: 0, falseMessages: 0, lost: 0, spoiled: 0, byChance: 0 };
  const examples: string[] = [];
  const note = (what: string, wire: Uint8Array) => {
    if (examples.length < EXAMPLES) examples.push(`${what} at byte ${found.bytes}: ${hex(wire.subarray(-400))}`);
  };

  let reader: Reader<unknown> = decoder.create();
  /** What has come since two troubles ago; a frame may end behind the trouble in which it began. */
  let earlier = Buffer.alloc(0);
  let wire = Buffer.alloc(0);
  let sent: Buffer[] = [];

  const pieces = (bytes: Uint8Array): Uint8Array[] => {
    const cuts: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += cuts.at(-1)?.length ?? 1) {
      const left = bytes.length - at;
      const length = decoder.reportBytes ?? (random() < 0.5 ? left : 1 + below(random, left));
      cuts.push(bytes.subarray(at, at + length));
    }
    return cuts;
  };

  const feed = (bytes: Uint8Array): unknown[] => {
    wire = Buffer.concat([wire, bytes]);
    found.bytes += bytes.length;
    return pieces(bytes).flatMap((piece) => {
      try {
        return [...reader.push(piece)];
      } catch (error) {
        found.exceptions++;
        note(String(error), wire);
        reader = decoder.create();
        return [];
      }
    });
  };

  /** The form of a message that stands on the line. */
  const findForm = (message: unknown, line: Buffer): Buffer | 'none' | 'no-claim' => {
    let hasClaimed = false;
    for (const form of decoder.claims(message)) {
      const folded = fold(Buffer.from(form));
      if (line.includes(folded)) return folded;
      hasClaimed = true;
    }
    return hasClaimed ? 'none' : 'no-claim';
  };

  /** Messages that claim a frame: it must be on the line, and it should be one that was sent. */
  const judge = (heard: readonly unknown[]) => {
    if (heard.length === 0) return;
    const line = fold(Buffer.concat([earlier, wire]));
    for (const message of heard) {
      const form = findForm(message, line);
      if (form === 'none') {
        found.falseMessages++;
        note(`heard ${JSON.stringify(message)}`, wire);
      } else if (form === 'no-claim') continue;
      else if (!sent.some((frame) => frame.includes(form))) {
        found.byChance++;
        if (decoder.check.bits > 0) note(`made by chance ${hex(form)}`, wire);
      }
    }
  };

  const send = (frame: Uint8Array) => {
    sent.push(fold(Buffer.from(frame)));
    return feed(frame);
  };

  const formsOf = (frame: Uint8Array): Buffer[] => {
    const fresh = decoder.create();
    return pieces(frame)
      .flatMap((piece) => [...fresh.push(piece)])
      .flatMap((message) => [...decoder.claims(message)])
      .map((form) => fold(Buffer.from(form)));
  };

  const drawTrouble = (): Uint8Array => {
    if (random() < 0.3) return noise(random, 1 + below(random, LONGEST_NOISE));
    const frame = decoder.draw(random);
    found.spoiled++;
    const spoiled = random() < 0.4 ? cut(random, frame) : change(random, frame);
    // A change around what is checked leaves a whole frame, and what follows may happen to complete a cut one.
    sent.push(...formsOf(frame));
    return spoiled;
  };

  while (found.bytes < budget) {
    const heard = feed(drawTrouble());
    reader.quiet?.();
    heard.push(...send(decoder.draw(random)));
    const second = decoder.draw(random);
    const fresh = decoder.create();
    const expected = pieces(second).flatMap((piece) => [...fresh.push(piece)]);
    const last = send(second);
    if (!isDeepStrictEqual(last.slice(-expected.length), [...expected])) {
      found.lost++;
      note(`did not hear ${hex(second)}`, wire);
    }
    judge([...heard, ...last]);
    earlier = wire;
    wire = Buffer.alloc(0);
    sent = sent.slice(-3);
  }
  return { ...found, examples };
};
