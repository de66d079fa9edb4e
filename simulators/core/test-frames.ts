// For tests only: the vectors of drivers/<name>/frames, read as data; no code is shared with a driver.
import { readFileSync } from 'node:fs';

export interface Frame {
  readonly name: string;
  readonly direction: 'host->device' | 'device->host';
  readonly hex: string;
  readonly bytes: Uint8Array;
}

export const readFrames = (file: string): Frame[] =>
  (JSON.parse(readFileSync(new URL(`../../drivers/${file}`, import.meta.url), 'utf8')) as Omit<Frame, 'bytes'>[]).map(
    (frame) => ({ ...frame, bytes: Uint8Array.from(Buffer.from(frame.hex, 'hex')) }),
  );

export const bytesOf = (frames: readonly Frame[], name: string): Uint8Array => {
  const found = frames.find((frame) => frame.name === name);
  if (found === undefined) throw new Error(`There is no vector ${name}`);
  return found.bytes;
};

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
