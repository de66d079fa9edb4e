// Stream Deck reports. In: the state of all keys at each change. Out: pages of a key's picture. Feature: brightness, reset.
// Sources: docs.elgato.com/streamdeck/hid; frames/streamdeck.json.
import type { DeckModel, KeyImageFormat } from './models.ts';

export const INPUT_ID = 0x01;
export const OUTPUT_ID = 0x02;
/** Second byte of an input report of generation 2. */
export const INPUT_TYPE = { keys: 0x00, touch: 0x02, dials: 0x03 } as const;
const GEN1_FEATURE_BYTES = 17;
const GEN2_FEATURE_BYTES = 32;
export const GEN2_HEAD = 4;
export const IMAGE_HEAD = { 1: 16, 2: 8 } as const;

export type DeckInput =
  | { readonly kind: 'keys'; readonly pressed: readonly boolean[] }
  | { readonly kind: 'dials-pressed'; readonly pressed: readonly boolean[] }
  /** Steps to the right are positive. */
  | { readonly kind: 'dials-turned'; readonly steps: readonly number[] }
  | {
      readonly kind: 'touched';
      readonly gesture: 'tap' | 'long' | 'drag';
      readonly xPx: number;
      readonly yPx: number;
      readonly toXPx: number | null;
      readonly toYPx: number | null;
    };

const isState = (byte: number) => byte === 0 || byte === 1;

const dials = (body: Buffer): DeckInput | null => {
  const values = body.subarray(1);
  if (body[0] === 0 && values.every(isState)) return { kind: 'dials-pressed', pressed: [...values].map(Boolean) };
  if (body[0] !== 1) return null;
  return { kind: 'dials-turned', steps: [...values].map((step) => (step > 127 ? step - 256 : step)) };
};

const GESTURES = [null, 'tap', 'long', 'drag'] as const;

/** Gesture, 0, x, y, and where a drag ended. */
const touch = (body: Buffer): DeckInput | null => {
  const gesture = GESTURES[body[0] ?? 0];
  const wanted = gesture === 'drag' ? 10 : 6;
  if (gesture === undefined || gesture === null || body.length < wanted) return null;
  const isDrag = gesture === 'drag';
  return {
    kind: 'touched',
    gesture,
    xPx: body.readUInt16LE(2),
    yPx: body.readUInt16LE(4),
    toXPx: isDrag ? body.readUInt16LE(6) : null,
    toYPx: isDrag ? body.readUInt16LE(8) : null,
  };
};

/** A report of generation 2 with its id; null when it is none. Bytes behind its length are padding. */
export const readGen2 = (report: Uint8Array): DeckInput | null => {
  const bytes = Buffer.from(report);
  if (bytes.length < GEN2_HEAD || bytes[0] !== INPUT_ID) return null;
  const body = bytes.subarray(GEN2_HEAD, GEN2_HEAD + bytes.readUInt16LE(2));
  if (body.length === 0 || body.length !== bytes.readUInt16LE(2)) return null;
  if (bytes[1] === INPUT_TYPE.dials) return dials(body);
  if (bytes[1] === INPUT_TYPE.touch) return touch(body);
  return bytes[1] === INPUT_TYPE.keys && body.every(isState) ? { kind: 'keys', pressed: [...body].map(Boolean) } : null;
};

/** Key states as the report has them, in the order of the keys from the top left. */
export const inOrder = <T>(states: readonly T[], columns: number): T[] =>
  states.map((state, index) => {
    const inRow = index % columns;
    return states[index - inRow + (columns - 1 - inRow)] ?? state;
  });

/** Null when the report is none of this model. */
export const readInput = (model: DeckModel, report: Uint8Array): DeckInput | null => {
  if (model.generation === 2) {
    const input = readGen2(report);
    return input?.kind === 'keys' && input.pressed.length < model.keys ? null : input;
  }
  const states = report.subarray(1, 1 + model.keys);
  if (report[0] !== INPUT_ID || states.length !== model.keys || !states.every(isState)) return null;
  const pressed = [...states].map(Boolean);
  return { kind: 'keys', pressed: model.mirrored ? inOrder(pressed, model.columns) : pressed };
};

const feature = (lengthBytes: number, ...bytes: readonly number[]): Uint8Array => {
  const report = new Uint8Array(lengthBytes);
  report.set(bytes);
  return report;
};

/** 0 to 100. */
export const encodeBrightness = ({ generation }: DeckModel, percent: number): Uint8Array =>
  generation === 1
    ? feature(GEN1_FEATURE_BYTES, 0x05, 0x55, 0xaa, 0xd1, 0x01, percent)
    : feature(GEN2_FEATURE_BYTES, 0x03, 0x08, percent);

/** Shows the maker's logo on all keys. */
export const encodeReset = ({ generation }: DeckModel): Uint8Array =>
  generation === 1 ? feature(GEN1_FEATURE_BYTES, 0x0b, 0x63) : feature(GEN2_FEATURE_BYTES, 0x03, 0x02);

export interface Page {
  readonly key: number;
  readonly page: number;
  readonly isLast: boolean;
  readonly data: Uint8Array;
}

const low = (word: number) => word & 0xff;
const high = (word: number) => (word >> 8) & 0xff;

export const encodePage = (generation: 1 | 2, { key, page, isLast, data }: Page): Uint8Array => {
  const last = isLast ? 1 : 0;
  const head =
    generation === 1
      ? [OUTPUT_ID, 0x01, low(page), high(page), last, key + 1]
      : [OUTPUT_ID, 0x07, key, last, low(data.length), high(data.length), low(page), high(page)];
  const report = new Uint8Array(IMAGE_HEAD[generation] + data.length);
  report.set(head);
  report.set(data, IMAGE_HEAD[generation]);
  return report;
};

/** `place` counts from the top left; `file` is a whole BMP or JPEG. */
export const encodeImage = (
  model: DeckModel & { readonly image: KeyImageFormat },
  place: number,
  file: Uint8Array,
): Uint8Array[] => {
  const { generation, columns, mirrored, image } = model;
  const inRow = place % columns;
  const key = mirrored ? place - inRow + (columns - 1 - inRow) : place;
  const room = image.paging === 'halves' ? Math.ceil(file.length / 2) : image.reportBytes - IMAGE_HEAD[generation];
  const count = Math.ceil(file.length / room);
  return Array.from({ length: count }, (_, index) => {
    const data = file.subarray(index * room, (index + 1) * room);
    const page = { key, page: image.firstPage + index, isLast: index === count - 1, data };
    const report = new Uint8Array(image.reportBytes);
    report.set(encodePage(generation, page));
    return report;
  });
};
