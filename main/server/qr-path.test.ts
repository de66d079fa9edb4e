import { randomBytes } from 'node:crypto';
import jsqr from 'jsqr';
import { expect, it } from 'vitest';
import { qrPath } from './qr-path.ts';

/** Paints the strokes of the path on a grid, four pixels a module. */
const paint = ({ size, path }: ReturnType<typeof qrPath>) => {
  const side = size * 4;
  const rgba = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const [, x = '', y = '', width = ''] of path.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
    for (let row = Number(y) * 4; row < (Number(y) + 1) * 4; row += 1) {
      for (let column = Number(x) * 4; column < (Number(x) + Number(width)) * 4; column += 1)
        rgba.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
    }
  }
  return { rgba, side };
};

it('every code that a phone may meet can be read, with its fixed mask', () => {
  for (let tried = 0; tried < 30; tried += 1) {
    const url = `http://192.168.1.${tried}:8080/t/${randomBytes(16).toString('base64url')}`;
    const { rgba, side } = paint(qrPath(url));
    expect(jsqr.default(rgba, side, side)?.data).toBe(url);
  }
});
