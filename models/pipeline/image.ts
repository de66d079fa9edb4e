// Pictures in memory, and their smaller copies.

/** Eight-bit RGB, row by row from the top, three bytes a pixel: `data.length === widthPx * heightPx * 3`. */
export interface RgbImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/** A picture with a black pixel all around: pixel (x, y), −1 to width or height, is at `((y + 1) * rowPixels + x + 1) * 3`. */
export interface Bordered {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rowPixels: number;
  readonly data: Uint8Array;
}

/** A picture with its halves, quarters and so on, each made when it is first asked for (Williams 1983, "mip map"). */
export interface Pyramid {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Level 0 is the picture itself; each level is half as wide and high as the one before, at least 1 × 1. */
  level(number: number): Bordered;
}

/** Averages blocks of 2 × 2 pixels; an odd last row or column is dropped. */
const halve = ({ widthPx, heightPx, data }: RgbImage): RgbImage => {
  const width = Math.max(1, widthPx >> 1);
  const height = Math.max(1, heightPx >> 1);
  const half = new Uint8Array(width * height * 3);
  const right = widthPx > 1 ? 3 : 0;
  const below = heightPx > 1 ? widthPx * 3 : 0;
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    let from = y * 2 * widthPx * 3;
    for (let x = 0; x < width; x += 1) {
      for (let channel = 0; channel < 3; channel += 1) {
        const sum =
          (data[from + channel] as number) +
          (data[from + right + channel] as number) +
          (data[from + below + channel] as number) +
          (data[from + below + right + channel] as number);
        half[to + channel] = (sum + 2) >> 2;
      }
      from += 6;
      to += 3;
    }
  }
  return { widthPx: width, heightPx: height, data: half };
};

const addBorder = ({ widthPx, heightPx, data }: RgbImage): Bordered => {
  const rowPixels = widthPx + 2;
  const bordered = new Uint8Array(rowPixels * (heightPx + 2) * 3);
  for (let y = 0; y < heightPx; y += 1)
    bordered.set(data.subarray(y * widthPx * 3, (y + 1) * widthPx * 3), ((y + 1) * rowPixels + 1) * 3);
  return { widthPx, heightPx, rowPixels, data: bordered };
};

export const createPyramid = (image: RgbImage): Pyramid => {
  const pictures = [image];
  const levels = new Map<number, Bordered>();
  const picture = (number: number): RgbImage => {
    let smallest = pictures.at(-1) ?? image;
    while (pictures.length <= number) {
      smallest = halve(smallest);
      pictures.push(smallest);
    }
    return pictures[number] ?? smallest;
  };
  return {
    widthPx: image.widthPx,
    heightPx: image.heightPx,
    level: (number) => {
      const known = levels.get(number) ?? addBorder(picture(number));
      levels.set(number, known);
      return known;
    },
  };
};
