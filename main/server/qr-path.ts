import qrcode from 'qrcode';
import type { QrPath } from '../../contract/qr.ts';

const quietModules = 4;

/** A QR code (level M) as horizontal strokes of one SVG path, with the quiet zone of four modules that scanners need. */
export const qrPath = (content: string): QrPath => {
  // A fixed mask and plain bytes: trying all eight masks would cost a millisecond for each ticket.
  const { modules } = qrcode.create([{ data: Buffer.from(content), mode: 'byte' }], {
    errorCorrectionLevel: 'M',
    maskPattern: 2,
  });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (!modules.get(row, column)) continue;
      const from = column;
      while (column + 1 < modules.size && modules.get(row, column + 1)) column += 1;
      path += `M${from + quietModules} ${row + quietModules}h${column - from + 1}v1h-${column - from + 1}z`;
    }
  }
  return { size: modules.size + 2 * quietModules, path };
};
