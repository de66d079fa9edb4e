// Draws a key and packs it as the model wants it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Canvas, createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { KeyImageFormat } from './models.ts';

export interface KeyFace {
  readonly label: string;
  /** Smaller, under the label; '' for none. */
  readonly hint: string;
  readonly colour: 'dark' | 'green' | 'red';
}

const COLOURS = { dark: '#1d2b30', green: '#0c8a48', red: '#c3261c' } as const;
const FAMILY = '"Key latin", "Key vietnamese"';
const JPEG_QUALITY = 92;
const BMP_HEAD = 54;
/** 96 dots an inch. */
const DOTS_PER_METRE = 3780;

let areFontsLoaded = false;

/** The library's font table is global to the process, so loading twice would only cost time. */
const loadFonts = (): void => {
  if (areFontsLoaded) return;
  const require = createRequire(import.meta.url);
  for (const subset of ['latin', 'vietnamese']) {
    const file = require.resolve(`@fontsource/be-vietnam-pro/files/be-vietnam-pro-${subset}-700-normal.woff2`);
    // Read by Node, not by the library: inside Electron's archive only Node finds files.
    GlobalFonts.register(readFileSync(file), `Key ${subset}`);
  }
  areFontsLoaded = true;
};

/** As large as `wantedPx`, or as the width allows. */
const useFont = (
  context: SKRSContext2D,
  text: string,
  { wantedPx, widthPx }: { wantedPx: number; widthPx: number },
) => {
  context.font = `${wantedPx}px ${FAMILY}`;
  const measured = context.measureText(text).width;
  const sizePx = measured <= widthPx ? wantedPx : Math.floor((wantedPx * widthPx) / measured);
  context.font = `${sizePx}px ${FAMILY}`;
};

const drawFace = (face: KeyFace, sidePx: number): Canvas => {
  loadFonts();
  const canvas = createCanvas(sidePx, sidePx);
  const context = canvas.getContext('2d');
  context.fillStyle = COLOURS[face.colour];
  context.fillRect(0, 0, sidePx, sidePx);
  context.fillStyle = 'white';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const widthPx = sidePx * 0.88;
  useFont(context, face.label, { wantedPx: Math.round(sidePx * 0.34), widthPx });
  context.fillText(face.label, sidePx / 2, sidePx * (face.hint === '' ? 0.5 : 0.4));
  if (face.hint !== '') {
    useFont(context, face.hint, { wantedPx: Math.round(sidePx * 0.22), widthPx });
    context.fillText(face.hint, sidePx / 2, sidePx * 0.76);
  }
  return canvas;
};

const turned = (upright: Canvas, turn: KeyImageFormat['turn']): Canvas => {
  if (turn === 'upright') return upright;
  const { width } = upright;
  const canvas = createCanvas(width, width);
  const context = canvas.getContext('2d');
  // Column x of row y goes to column y of row x, or both are counted from the other end.
  if (turn === 'transposed') context.transform(0, 1, 1, 0, 0, 0);
  else context.transform(-1, 0, 0, -1, width, width);
  context.drawImage(upright, 0, 0);
  return canvas;
};

/** 24 bits a pixel, lowest row first; rows of both sizes in use end on a multiple of four bytes by themselves. */
const encodeBmp = (canvas: Canvas): Uint8Array => {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const file = Buffer.alloc(BMP_HEAD + width * height * 3);
  file.write('BM', 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(BMP_HEAD, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  file.writeUInt32LE(width * height * 3, 34);
  file.writeInt32LE(DOTS_PER_METRE, 38);
  file.writeInt32LE(DOTS_PER_METRE, 42);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4;
      const to = BMP_HEAD + ((height - 1 - y) * width + x) * 3;
      file[to] = data[from + 2] ?? 0;
      file[to + 1] = data[from + 1] ?? 0;
      file[to + 2] = data[from] ?? 0;
    }
  return file;
};

/** A whole file as the model takes it. */
export const createKeyImage = (face: KeyFace, format: KeyImageFormat): Uint8Array => {
  const canvas = turned(drawFace(face, format.sidePx), format.turn);
  return format.encoding === 'bmp' ? encodeBmp(canvas) : canvas.toBuffer('image/jpeg', JPEG_QUALITY);
};
