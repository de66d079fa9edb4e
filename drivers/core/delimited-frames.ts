// Frames between a byte that begins them and one that ends them, neither of which can stand inside: a frame behind noise
// or behind half of another one is found at once.

export interface Delimiters {
  readonly start: number;
  readonly end: number;
  /** A longer frame, both delimiters counted, is noise: it is forgotten up to the next start. */
  readonly limitBytes: number;
}

export interface FrameCutter {
  /** Each frame with its delimiters, valid until `onFrame` returns. */
  push(chunk: Uint8Array, onFrame: (frame: Uint8Array) => void): void;
}

export const createFrameCutter = ({ start, end, limitBytes }: Delimiters): FrameCutter => {
  const frame = new Uint8Array(limitBytes);
  let filled = 0;
  return {
    push(chunk, onFrame) {
      for (const byte of chunk) {
        if (byte === start) filled = 0;
        else if (filled === 0) continue;
        if (filled === limitBytes) {
          filled = 0;
          continue;
        }
        frame[filled++] = byte;
        if (byte !== end) continue;
        onFrame(frame.subarray(0, filled));
        filled = 0;
      }
    },
  };
};
