// What a key shows: the file that came, turned as the glass is mounted, as a PNG for people.
import { createCanvas, loadImage, type SKRSContext2D } from '@napi-rs/canvas';
import type { Body } from './models.ts';

const BMP_HEAD = 54;

interface Picture {
  readonly sidePx: number;
  paint(context: SKRSContext2D): void;
}

const bmp = (file: Buffer): Picture => {
  const sidePx = file.readInt32LE(18);
  const start = file.readUInt32LE(10);
  if (start !== BMP_HEAD || file.readUInt16LE(28) !== 24 || sidePx !== file.readInt32LE(22) || sidePx > 200)
    throw new Error(`Not a square BMP of 24 bits with a head of ${BMP_HEAD} bytes`);
  return {
    sidePx,
    paint(context) {
      const pixels = context.createImageData(sidePx, sidePx);
      for (let row = 0; row < sidePx; row++)
        for (let column = 0; column < sidePx; column++) {
          const from = start + ((sidePx - 1 - row) * sidePx + column) * 3;
          const to = (row * sidePx + column) * 4;
          pixels.data.set([file[from + 2] ?? 0, file[from + 1] ?? 0, file[from] ?? 0, 255], to);
        }
      context.putImageData(pixels, 0, 0);
    },
  };
};

const jpeg = async (file: Buffer): Promise<Picture> => {
  const image = await loadImage(file);
  return { sidePx: image.width, paint: (context) => void context.drawImage(image, 0, 0) };
};

/** Rejects when the file is no picture. */
export const show = async (bytes: Uint8Array, { mounted }: Body): Promise<Buffer> => {
  const file = Buffer.from(bytes);
  const picture = file.toString('latin1', 0, 2) === 'BM' ? bmp(file) : await jpeg(file);
  const { sidePx } = picture;
  const raw = createCanvas(sidePx, sidePx);
  picture.paint(raw.getContext('2d'));
  const glass = createCanvas(sidePx, sidePx);
  const context = glass.getContext('2d');
  if (mounted === 'upside-down') context.transform(-1, 0, 0, -1, sidePx, sidePx);
  if (mounted === 'transposed') context.transform(0, 1, 1, 0, 0, 0);
  context.drawImage(raw, 0, 0);
  return glass.toBuffer('image/png');
};
