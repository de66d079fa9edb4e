// A stream decoder as the fuzz and the benchmarks know it: what the driver reads its line with, frames as the device sends
// them, and what a message claims to have come over the line. Frames are built by the simulators or here, never by the
// driver's own codec.

export interface Reader<Message> {
  push(chunk: Uint8Array): readonly Message[];
  /** Called by drivers after a silence on the line, where half a frame would hold up the next one. */
  quiet?(): unknown;
}

export interface Check {
  /** `XOR of five bytes`; `none`: nothing in the protocol tells a spoiled frame from a whole one. */
  readonly name: string;
  /** What share of spoiled frames passes by chance: 2 to the power of minus `bits`. 0 where there is no checksum. */
  readonly bits: number;
}

export interface StreamDecoder<Message = unknown> {
  readonly name: string;
  readonly create: () => Reader<Message>;
  /** A frame of the device, drawn by lot; each makes one message at least. */
  readonly draw: (random: () => number) => Uint8Array;
  /**
   * Wire forms of the frame that `message` says has come, one of which must have. Empty: it claims nothing (noise that is
   * reported as such), or its frame cannot be built again. The likeliest form first.
   */
  claims(message: Message): Iterable<Uint8Array>;
  /** Wire bytes as `claims` has them, where case does not matter. Keeps the length. */
  readonly fold?: (wire: Buffer) => Buffer;
  readonly check: Check;
  /** The driver asks for each frame, so that two never come in one piece. */
  readonly comesAlone?: 'always';
  /** Of HID lines: every piece is a report of so many bytes. */
  readonly reportBytes?: number;
}

/** A list holds decoders of all messages; only their own messages are given back to them. */
export const streamDecoder = <Message>(decoder: StreamDecoder<Message>): StreamDecoder => decoder as StreamDecoder;

/** 0 to `limit` - 1. */
export const below = (random: () => number, limit: number): number => Math.floor(random() * limit);

export const pick = <T>(random: () => number, [first, ...rest]: readonly [T, ...T[]]): T => {
  const at = below(random, rest.length + 1);
  return at === 0 ? first : (rest[at - 1] ?? first);
};

/** `characters` letters, digits and Vietnamese ones, as UTF-8. */
export const drawText = (random: () => number, characters: number): Uint8Array => {
  const alphabet = 'ABCDEFGHIKLMNOPQRSTUVXY 0123456789ĐƯỜNGẤPTỈ';
  let text = '';
  for (let at = 0; at < characters; at++) text += alphabet[below(random, alphabet.length)];
  return Buffer.from(text, 'utf8');
};
