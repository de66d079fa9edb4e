// Which drawing lies on a piece of paper of a simulated printer.
import { inflateSync } from 'node:zlib';
import type { Raster } from '../../../drivers/core/device-classes.ts';

/** Of a PNG of one bit a dot, one IDAT, no filter, as the simulated printers make: rows of dots, 1 = black. */
export const dotsOfPng = (png: Buffer): Uint8Array => {
  const widthPx = png.readUInt32BE(16);
  const heightPx = png.readUInt32BE(20);
  const at = png.indexOf('IDAT');
  const lines = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
  const rowBytes = Math.ceil(widthPx / 8);
  const dots = new Uint8Array(rowBytes * heightPx);
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < rowBytes; x++) dots[y * rowBytes + x] = ~(lines[y * (rowBytes + 1) + 1 + x] ?? 0xff);
  return dots;
};

/** Dots that a driver may widen, so that a printer takes none of them for a command. */
const WIDENED_DOTS = 8;

const onesOf = (byte: number): number => {
  let ones = 0;
  for (let bits = byte; bits > 0; bits &= bits - 1) ones++;
  return ones;
};

/**
 * `whole`: all dots of the drawing are on the paper, and at most some widened ones besides. `beginning`: the same of its
 * first rows, and the paper ends there. `other`: another drawing, or none.
 */
export const compare = ({ data }: Raster, paper: Uint8Array): 'whole' | 'beginning' | 'other' => {
  if (paper.length > data.length) return 'other';
  let widened = 0;
  for (const [at, printed] of paper.entries()) {
    const byte = data[at] ?? 0;
    if ((printed & byte) !== byte) return 'other';
    if (printed !== byte) widened += onesOf(printed & ~byte);
  }
  if (widened > WIDENED_DOTS) return 'other';
  return paper.length === data.length ? 'whole' : 'beginning';
};
