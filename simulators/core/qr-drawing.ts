// A QR code as horizontal strokes of one SVG path with its quiet zone, so that a phone can scan the bench.
import qrcode from 'qrcode';
import type { QrPath } from '../../contract/qr.ts';

const QUIET_MODULES = 4;

/** Null when the content is empty or longer than a QR code holds. */
export const drawQr = (content: string): QrPath | null => {
  if (content === '' || Buffer.byteLength(content) > 2000) return null;
  const { modules } = qrcode.create([{ data: Buffer.from(content), mode: 'byte' }], { errorCorrectionLevel: 'L' });
  const strokes: string[] = [];
  for (let row = 0; row < modules.size; row++) {
    for (let from = 0; from < modules.size; from++) {
      let width = 0;
      while (from + width < modules.size && modules.get(row, from + width)) width++;
      if (width === 0) continue;
      strokes.push(`M${from + QUIET_MODULES} ${row + QUIET_MODULES}h${width}v1h-${width}z`);
      from += width;
    }
  }
  return { size: modules.size + 2 * QUIET_MODULES, path: strokes.join('') };
};
