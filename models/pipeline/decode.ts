// From the bytes of a picture file to pixels, with limits before anything is unpacked. sharp (libvips) does the work on
// threads of its own; its cache is off, since no picture comes twice.
import sharp from 'sharp';
import type { FaceRefusal } from '../../contract/face.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { RgbImage } from './image.ts';

sharp.cache(false);
sharp.concurrency(1);

export const bytesMax = 12 * 1024 * 1024;
const pixelsMax = 40_000_000;
/** Longer sides are shrunk to this while decoding: no face gains from more. */
export const sideMaxPx = 1600;

/** Formats of cameras, phones and scanners. Not SVG or PDF: those are programs rather than pictures. */
const formats: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif']);

const reason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

interface Header {
  readonly format: string;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** What `decode` says of a file with more than 12 MB; null for a smaller one. For callers that have not read it yet. */
export const refuseTooLarge = (bytes: number): FaceRefusal | null =>
  bytes > bytesMax
    ? {
        code: 'image-too-large',
        message: `The file has ${bytes} bytes; at most ${bytesMax} are read. Send a smaller picture.`,
      }
    : null;

const readHeader = async (bytes: Uint8Array): Promise<Result<Header, FaceRefusal>> => {
  if (bytes.length === 0)
    return refuse({ code: 'not-an-image', message: 'The file is empty. Send a JPEG or PNG picture.' });
  const tooLarge = refuseTooLarge(bytes.length);
  if (tooLarge !== null) return refuse(tooLarge);
  try {
    // No pixel is touched here, so the limit of pixels is left to the check below, which can say it in words.
    const { format, width = 0, height = 0 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    return ok({ format: format ?? 'unknown', widthPx: width, heightPx: height });
  } catch (error) {
    return refuse({
      code: 'not-an-image',
      message: `The file is no picture that can be read (${reason(error)}). Allowed: ${[...formats].join(', ')}.`,
    });
  }
};

/**
 * The picture upright (EXIF orientation applied), as eight-bit sRGB without transparency, its longer side at most 1600
 * pixels. Of an animation, the first picture.
 *
 * Errors: `not-an-image`, `image-too-large` (12 MB, 40 million pixels), `image-broken` (truncated or damaged).
 */
export const decode = async (bytes: Uint8Array): Promise<Result<RgbImage, FaceRefusal>> => {
  const header = await readHeader(bytes);
  if (!header.ok) return header;
  const { format, widthPx, heightPx } = header.value;
  if (!formats.has(format))
    return refuse({
      code: 'not-an-image',
      message: `The file is of the format "${format}". Allowed: ${[...formats].join(', ')}.`,
    });
  if (widthPx * heightPx > pixelsMax)
    return refuse({
      code: 'image-too-large',
      message: `The picture has ${widthPx} x ${heightPx} pixels; at most ${pixelsMax} are read. Send a smaller picture.`,
    });
  try {
    const picture = sharp(bytes, { limitInputPixels: pixelsMax, failOn: 'error', sequentialRead: true }).autoOrient();
    if (Math.max(widthPx, heightPx) > sideMaxPx)
      picture.resize({ width: sideMaxPx, height: sideMaxPx, fit: 'inside', withoutEnlargement: true });
    const { data, info } = await picture
      .flatten({ background: '#808080' })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3)
      return refuse({
        code: 'image-broken',
        message: `The picture has ${info.channels} channels of colour; 3 are needed.`,
      });
    return ok({ widthPx: info.width, heightPx: info.height, data });
  } catch (error) {
    return refuse({
      code: 'image-broken',
      message: `The picture cannot be decoded (${reason(error)}). Take it once more.`,
    });
  }
};
