// A film for Chromium's fake camera: pictures as raw video (YUV4MPEG2), played from the start again when it ends.
import { closeSync, openSync, writeSync } from 'node:fs';
import sharp from 'sharp';

export interface Film {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly framesPerSecond: number;
}

/** BT.601, studio swing; colour at half the size. */
const toYuv = (rgb: Buffer, { widthPx, heightPx }: Film): Buffer => {
  const size = widthPx * heightPx;
  const yuv = Buffer.alloc(size + size / 2);
  const at = (x: number, y: number): [r: number, g: number, b: number] => {
    const from = 3 * (y * widthPx + x);
    return [rgb[from] ?? 0, rgb[from + 1] ?? 0, rgb[from + 2] ?? 0];
  };
  for (let y = 0; y < heightPx; y += 1)
    for (let x = 0; x < widthPx; x += 1) {
      const [r, g, b] = at(x, y);
      yuv[y * widthPx + x] = 16 + (65.738 * r + 129.057 * g + 25.064 * b) / 256;
      if (x % 2 !== 0 || y % 2 !== 0) continue;
      const colour = size + (y / 2) * (widthPx / 2) + x / 2;
      yuv[colour] = 128 + (-37.945 * r - 74.494 * g + 112.439 * b) / 256;
      yuv[colour + size / 4] = 128 + (112.439 * r - 94.154 * g - 18.285 * b) / 256;
    }
  return yuv;
};

/** Even width and height only. Pictures of another size are fitted in. */
export const writeFilm = async (file: string, pictures: readonly Uint8Array[], film: Film): Promise<void> => {
  const { widthPx, heightPx, framesPerSecond } = film;
  const out = openSync(file, 'w');
  try {
    writeSync(out, `YUV4MPEG2 W${widthPx} H${heightPx} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
    for (const picture of pictures) {
      const rgb = await sharp(picture)
        .resize(widthPx, heightPx, { fit: 'contain', background: '#6f7a78' })
        .removeAlpha()
        .toColourspace('srgb')
        .raw()
        .toBuffer();
      writeSync(out, 'FRAME\n');
      writeSync(out, toYuv(rgb, film));
    }
  } finally {
    closeSync(out);
  }
};

/** What the browser is started with, so that a page finds this film as its camera and may use it. */
export const fakeCamera = (film: string): readonly string[] => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${film}`,
];
