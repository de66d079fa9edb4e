// Words and a code as black dots on a roll: Vietnamese goes to paper as raster, since code pages differ by vendor and clones
// print tone marks as separate glyphs (ADR-0009).
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import qrcode from 'qrcode';
import type { Raster } from '../../../drivers/core/device-classes.ts';

const family = (weight: 400 | 700): string => `"Ticket ${weight} latin", "Ticket ${weight} vietnamese"`;

let areFontsLoaded = false;

/** The library's font table is global to the process, so loading twice would only cost time. */
const loadFonts = (): void => {
  if (areFontsLoaded) return;
  const require = createRequire(import.meta.url);
  for (const weight of [400, 700]) {
    for (const subset of ['latin', 'vietnamese']) {
      const file = require.resolve(`@fontsource/be-vietnam-pro/files/be-vietnam-pro-${subset}-${weight}-normal.woff2`);
      // Read by Node, not by the library: inside Electron's archive only Node finds files.
      GlobalFonts.register(readFileSync(file), `Ticket ${weight} ${subset}`);
    }
  }
  areFontsLoaded = true;
};

export interface Line {
  readonly content: string;
  readonly sizePx: number;
  readonly weight: 400 | 700;
  readonly gapPx: number;
  /** Line height as a multiple of the size; Vietnamese capitals with two marks need 1.4. */
  readonly leading: number;
  readonly inverted?: true;
}

const fontOf = ({ sizePx, weight }: Pick<Line, 'sizePx' | 'weight'>): string => `${sizePx}px ${family(weight)}`;

/** Words into lines of at most `widthPx`; a single longer word is left whole. */
const wrap = (context: SKRSContext2D, line: Line, widthPx: number): Line[] => {
  context.font = fontOf(line);
  const lines: string[] = [];
  for (const word of line.content.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && context.measureText(`${last} ${word}`).width <= widthPx)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((content, index) => ({ ...line, content, gapPx: index === lines.length - 1 ? line.gapPx : 0 }));
};

const drawLines = (context: SKRSContext2D, lines: readonly Line[], widthPx: number, topPx: number): number => {
  let y = topPx;
  for (const line of lines) {
    const heightPx = Math.round(line.sizePx * line.leading);
    if (line.inverted === true) {
      context.fillStyle = 'black';
      context.fillRect(0, y, widthPx, heightPx);
    }
    context.fillStyle = line.inverted === true ? 'white' : 'black';
    context.font = fontOf(line);
    context.fillText(line.content, widthPx / 2, y + heightPx / 2);
    y += heightPx + line.gapPx;
  }
  return y;
};

const quietModules = 4;

const drawQr = (
  context: SKRSContext2D,
  url: string,
  place: { readonly widthPx: number; readonly topPx: number },
): number => {
  const { modules } = qrcode.create(url, { errorCorrectionLevel: 'M' });
  const scale = Math.max(3, Math.floor((place.widthPx * 0.5) / (modules.size + 2 * quietModules)));
  const sidePx = (modules.size + 2 * quietModules) * scale;
  const left = Math.floor((place.widthPx - sidePx) / 2) + quietModules * scale;
  const top = place.topPx + quietModules * scale;
  context.fillStyle = 'black';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) context.fillRect(left + column * scale, top + row * scale, scale, scale);
    }
  }
  return place.topPx + sidePx;
};

const toRaster = (context: SKRSContext2D, widthPx: number, heightPx: number): Raster => {
  const { data } = context.getImageData(0, 0, widthPx, heightPx);
  const rowBytes = Math.ceil(widthPx / 8);
  const dots = new Uint8Array(rowBytes * heightPx);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      if ((data[(y * widthPx + x) * 4] ?? 255) < 128) {
        const at = y * rowBytes + (x >> 3);
        dots[at] = (dots[at] ?? 0) | (0x80 >> (x & 7));
      }
    }
  }
  return { widthPx, heightPx, data: dots };
};

export interface Slip {
  readonly head: readonly Line[];
  readonly url: string;
  readonly foot: readonly Line[];
}

export interface Paper {
  /** A line by sizes on paper of 576 dots; Vietnamese capitals with two marks need a leading of 1.4. */
  line(content: string, sizePx: number, weight: 400 | 700, gapPx: number): Line;
  draw(slip: Slip): Raster;
}

/** Paper of `widthPx` dots (203 dpi: 384 on 58 mm, 576 on 80 mm). */
export const createPaper = (widthPx: number): Paper => {
  loadFonts();
  const unit = widthPx / 576;
  const size = (px: number): number => Math.round(px * unit);
  return {
    line: (content, sizePx, weight, gapPx) => ({
      content,
      sizePx: size(sizePx),
      weight,
      gapPx: size(gapPx),
      leading: 1.4,
    }),
    draw: ({ head, url, foot }) => {
      const canvas = createCanvas(widthPx, size(1600));
      const context = canvas.getContext('2d');
      context.fillStyle = 'white';
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      const inside = widthPx - size(24);
      const wrapped = (lines: readonly Line[]) => lines.flatMap((one) => wrap(context, one, inside));
      const afterHead = drawLines(context, wrapped(head), widthPx, size(10));
      const afterQr = drawQr(context, url, { widthPx, topPx: afterHead });
      const heightPx = Math.min(canvas.height, drawLines(context, wrapped(foot), widthPx, afterQr));
      return toRaster(context, widthPx, heightPx);
    },
  };
};
