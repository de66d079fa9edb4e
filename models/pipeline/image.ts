/** Eight-bit RGB, row by row from the top, three bytes a pixel: `data.length === widthPx * heightPx * 3`. */
export interface RgbImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly data: Uint8Array;
}
