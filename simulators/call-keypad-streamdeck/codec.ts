// The Stream Deck's side of its reports, written from docs/protocols/stream-deck.md.
import type { Body } from './models.ts';

export interface ImagePage {
  /** As the report counts. */
  readonly key: number;
  readonly page: number;
  readonly isLast: boolean;
  readonly data: Uint8Array;
}

/** Null: nothing that this model knows. */
export const readPage = (body: Body, report: Uint8Array): ImagePage | null => {
  const view = new DataView(report.buffer, report.byteOffset, report.byteLength);
  if (report.length !== body.outputBytes || report[0] !== 0x02) return null;
  if (body.generation === 1) {
    if (report[1] !== 0x01) return null;
    const isLast = report[4] === 1;
    return {
      key: (report[5] ?? 0) - 1,
      page: view.getUint16(2, true),
      isLast,
      data: report.slice(16, 16 + body.pageBytes),
    };
  }
  const length = view.getUint16(4, true);
  if (report[1] !== 0x07 || length > report.length - 8) return null;
  return {
    key: report[2] ?? 0,
    page: view.getUint16(6, true),
    isLast: report[3] === 1,
    data: report.slice(8, 8 + length),
  };
};

export type Feature = { readonly what: 'brightness'; readonly percent: number } | { readonly what: 'reset' };

export const readFeature = (body: Body, report: Uint8Array): Feature | null => {
  const begins = (...bytes: readonly number[]) => bytes.every((byte, at) => report[at] === byte);
  if (body.generation === 1) {
    if (begins(0x05, 0x55, 0xaa, 0xd1, 0x01)) return { what: 'brightness', percent: report[5] ?? 0 };
    return begins(0x0b, 0x63) ? { what: 'reset' } : null;
  }
  if (begins(0x03, 0x08)) return { what: 'brightness', percent: report[2] ?? 0 };
  return begins(0x03, 0x02) ? { what: 'reset' } : null;
};

/** Place from the top left, and back: the same either way. */
export const mirror = ({ columns, fromRight }: Body, key: number): number =>
  fromRight ? Math.floor(key / columns) * columns + (columns - 1 - (key % columns)) : key;

/** The whole state, as it is sent at each change. `down` is in the order of places. */
export const keysReport = (body: Body, down: readonly boolean[]): Uint8Array => {
  const states = down.map((_, key) => (down[mirror(body, key)] === true ? 1 : 0));
  if (body.generation === 1) return Uint8Array.from([0x01, ...states, ...(states.length === 15 ? [0] : [])]);
  return Uint8Array.from([0x01, 0x00, states.length & 0xff, states.length >> 8, ...states]);
};
