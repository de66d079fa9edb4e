// The reader's side of the MSR605 protocol, written from its Programmer's Manual (revision B).
import type { HeadTrack } from '../core/stripe.ts';

const ESC = '\x1b';

export const say = (text: string): Uint8Array => Buffer.from(`${ESC}${text}`, 'latin1');

const emptyTrack = (as: 'manual' | 'marks') => (as === 'marks' ? `${ESC}+` : '');

/** The answer to a read. In the manual's way the tracks behind the last one that holds something are left out. */
export const readAnswer = (tracks: readonly HeadTrack[], emptyAs: 'manual' | 'marks'): Uint8Array => {
  const last = emptyAs === 'manual' ? tracks.findLastIndex((track) => track !== 'empty') : tracks.length - 1;
  const fields = tracks.slice(0, last + 1).map((track, index) => {
    const body = track === 'empty' ? emptyTrack(emptyAs) : track === 'error' ? `${ESC}*` : track.text;
    return `${ESC}${String.fromCharCode(index + 1)}${body}`;
  });
  const status = tracks.includes('error') ? '1' : '0';
  return Buffer.from(`${ESC}s${fields.join('')}?\x1c${ESC}${status}`, 'latin1');
};

export type Order =
  | { readonly what: 'reset' | 'read' | 'test' | 'sensor' }
  | { readonly what: 'lights'; readonly lights: readonly ('green' | 'yellow' | 'red')[] }
  | { readonly what: 'answer'; readonly answer: string }
  | { readonly what: 'unknown'; readonly hex: string };

/** Bytes that follow the command byte. */
const PARAMETERS: Readonly<Record<number, number>> = { 122: 2, 99: 1, 98: 1, 111: 3 };

const LIGHTS = {
  129: [],
  130: ['green', 'yellow', 'red'],
  131: ['green'],
  132: ['yellow'],
  133: ['red'],
} as const;

const meaning = (code: number, parameters: readonly number[]): Order => {
  if (code === 0x61) return { what: 'reset' };
  if (code === 0x65) return { what: 'test' };
  if (code === 0x72) return { what: 'read' };
  if (code === 0x86) return { what: 'sensor' };
  if (code in LIGHTS) return { what: 'lights', lights: LIGHTS[code as keyof typeof LIGHTS] };
  if (code === 0x74) return { what: 'answer', answer: '3S' };
  if (code === 0x76) return { what: 'answer', answer: 'REVU5.01' };
  if (code === 0x6c) return { what: 'answer', answer: '\x3d\x16' };
  if (code === 0x64) return { what: 'answer', answer: 'H' };
  if (code === 0x6f) return { what: 'answer', answer: `0${String.fromCharCode(...parameters)}` };
  if ([0x87, 0x78, 0x79, 0x7a, 0x62].includes(code)) return { what: 'answer', answer: '0' };
  return { what: 'unknown', hex: Buffer.from([0x1b, code, ...parameters]).toString('hex') };
};

/** Takes whole commands off what the host sends, in pieces of any size. */
export const createOrders = (): ((chunk: Uint8Array) => Order[]) => {
  const held: number[] = [];
  const next = (): Order | null => {
    const [lead, code] = held;
    if (lead !== undefined && lead !== 0x1b) {
      const [lost = 0] = held.splice(0, 1);
      return { what: 'unknown', hex: Buffer.of(lost).toString('hex') };
    }
    const length = code === undefined ? 2 : 2 + (PARAMETERS[code] ?? 0);
    if (code === undefined || held.length < length) return null;
    const [, , ...parameters] = held.splice(0, length);
    return meaning(code, parameters);
  };
  return (chunk) => {
    held.push(...chunk);
    const orders: Order[] = [];
    for (let order = next(); order !== null; order = next()) orders.push(order);
    return orders;
  };
};

const ROOM = 63;

/** What the MSR605X makes of an answer: reports of 64 bytes, first and last flagged, with the length. */
export const inReports = (bytes: Uint8Array): Uint8Array[] => {
  const reports: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; from += ROOM) {
    const part = bytes.subarray(from, from + ROOM);
    const flags = (from === 0 ? 128 : 0) + (from + ROOM >= bytes.length ? 64 : 0);
    reports.push(Buffer.concat([Buffer.of(flags + part.length), part, Buffer.alloc(ROOM - part.length)]));
  }
  return reports;
};

/** The bytes in an output report, whose first byte is the report id that such devices do not have; null when it is none. */
export const fromReport = (report: Uint8Array): Uint8Array | null => {
  const length = (report[1] ?? 0) % 64;
  return report.length === 65 && report[0] === 0 && length > 0 ? report.subarray(2, 2 + length) : null;
};
