// Paper as a PNG of one bit a dot: 0 is white paper here, so dots are inverted (PNG greyscale: 1 is white).
// Source: PNG specification, third edition.
import { crc32, deflateSync } from 'node:zlib';

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
};

/** `rows` of ceil(widthPx / 8) bytes each, 1 = black. */
export const encodePng = (widthPx: number, rows: readonly Uint8Array[]): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(widthPx, 0);
  header.writeUInt32BE(Math.max(1, rows.length), 4);
  header[8] = 1;
  const rowBytes = Math.ceil(widthPx / 8);
  const lines = Buffer.alloc(Math.max(1, rows.length) * (rowBytes + 1), 0xff);
  lines[0] = 0;
  for (const [y, row] of rows.entries()) {
    lines[y * (rowBytes + 1)] = 0;
    for (const [x, dots] of row.entries()) lines[y * (rowBytes + 1) + 1 + x] = ~dots;
  }
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', new Uint8Array(0)),
  ]);
};
