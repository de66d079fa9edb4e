// Pictures in memory, and their smaller copies.

/** Eight-bit RGB, row by row from the top, three bytes a pixel: `data.length === widthPx * heightPx * 3`. */
export interface RgbImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}

/** A picture with its halves, quarters and so on, each made when it is first asked for (Williams 1983, "mip map"). */
export interface Pyramid {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Level 0 is the picture itself; each level is half as wide and high as the one before, at least 1 × 1. */
  level(number: number): RgbImage;
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

export const createPyramid = (image: RgbImage): Pyramid => {
  const levels = [image];
  return {
    widthPx: image.widthPx,
    heightPx: image.heightPx,
    level: (number) => {
      let smallest = levels.at(-1) ?? image;
      while (levels.length <= number) {
        smallest = halve(smallest);
        levels.push(smallest);
      }
      return levels[number] ?? smallest;
    },
  };
};
