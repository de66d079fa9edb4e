import { createCanvas, loadImage } from '@napi-rs/canvas';
import jsqr from 'jsqr';

/** What a phone's camera would read in a picture (PNG); throws when there is no code in it. */
export const readQr = async (png: Buffer): Promise<string> => {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const found = jsqr.default(new Uint8ClampedArray(data), image.width, image.height);
  if (found === null) throw new Error(`No QR code can be read in the picture of ${image.width} × ${image.height} px`);
  return found.data;
};
