import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../face.ts';
import { cutSquare, letterbox } from './geometry.ts';
import { createPyramid, type RgbImage } from './image.ts';
import { apply, chain, fitSimilarity, invert, type Similarity } from './similarity.ts';
import { mirrored, warp, writeTensor } from './warp.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const similarity: fc.Arbitrary<Similarity> = fc
  .record({ scale: number(0.05, 20), angle: number(-3, 3), shiftX: number(-500, 500), shiftY: number(-500, 500) })
  .map(({ scale, angle, shiftX, shiftY }) => ({
    a: scale * Math.cos(angle),
    b: scale * Math.sin(angle),
    shiftX,
    shiftY,
  }));
const point: fc.Arbitrary<Point> = fc.record({ xPx: number(-1000, 1000), yPx: number(-1000, 1000) });
const expectNear = (one: Point, other: Point) => {
  expect(one.xPx).toBeCloseTo(other.xPx, 4);
  expect(one.yPx).toBeCloseTo(other.yPx, 4);
};

const picture = (widthPx: number, heightPx: number, value: (x: number, y: number) => number): RgbImage => ({
  widthPx,
  heightPx,
  data: Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return value(pixel % widthPx, Math.floor(pixel / widthPx));
  }),
});
const same: Similarity = { a: 1, b: 0, shiftX: 0, shiftY: 0 };

describe('a similarity', () => {
  it('is found again from points that it moved, undone by its inverse, and chained in order', () => {
    fc.assert(
      fc.property(similarity, similarity, fc.array(point, { minLength: 5, maxLength: 5 }), (one, other, points) => {
        fc.pre(points.some(({ xPx, yPx }) => Math.hypot(xPx - (points[0]?.xPx ?? 0), yPx - (points[0]?.yPx ?? 0)) > 1));
        const moved = points.map((each) => apply(one, each));
        const found = fitSimilarity(points, moved);
        for (const each of points) {
          expectNear(apply(found, each), apply(one, each));
          expectNear(apply(invert(one), apply(one, each)), each);
          expectNear(apply(chain(one, other), each), apply(other, apply(one, each)));
        }
      }),
    );
  });

  it('of points that all coincide has scale 0 instead of nonsense', () => {
    const here = { xPx: 3, yPx: 4 };
    expect(fitSimilarity([here, here], [here, { xPx: 9, yPx: 9 }])).toMatchObject({ a: 0, b: 0 });
  });

  it('of a letterbox puts the middle of the picture into the middle of the square', () => {
    for (const [widthPx, heightPx] of [
      [640, 480],
      [300, 900],
      [7, 7],
    ] as const) {
      const middle = { xPx: (widthPx - 1) / 2, yPx: (heightPx - 1) / 2 };
      expectNear(apply(letterbox({ widthPx, heightPx }, 128, 0.5), middle), { xPx: 63.5, yPx: 63.5 });
      const cut = cutSquare(middle, { sizePx: 50, rollRadians: 0.4 }, 192);
      expectNear(apply(cut, middle), { xPx: 95.5, yPx: 95.5 });
    }
  });
});

describe('a warp', () => {
  it('that moves nothing gives the same pixels', () => {
    const image = picture(9, 7, (x, y) => x * 20 + y);
    expect([...warp(createPyramid(image), same, image).data]).toEqual([...image.data]);
  });

  it('is black outside the picture and reads between pixels', () => {
    const image = picture(2, 1, (x) => (x === 0 ? 100 : 200));
    const chip = warp(createPyramid(image), { ...same, shiftX: 1.5 }, { widthPx: 5, heightPx: 1 });
    expect([...chip.data].filter((_, at) => at % 3 === 0)).toEqual([0, 50, 150, 100, 0]);
  });

  it('to a tenth keeps the mean of a chequered picture: nothing flickers', () => {
    const image = picture(640, 640, (x, y) => ((x + y) % 2 === 0 ? 0 : 200));
    const chip = warp(createPyramid(image), { a: 0.1, b: 0, shiftX: 0, shiftY: 0 }, { widthPx: 60, heightPx: 60 });
    // Not the first column and row, which reach over the edge.
    const inside = chip.data.filter((_, at) => Math.floor(at / 3) % 60 > 0 && at >= 180);
    expect(inside).toHaveLength(59 * 59 * 3);
    for (const value of inside) expect(Math.abs(value - 100)).toBeLessThan(3);
  });

  it('of a picture of one pixel, or by a transform that is none, ends', () => {
    const dot = createPyramid(picture(1, 1, () => 9));
    expect(warp(dot, { ...same, a: 0.001 }, { widthPx: 4, heightPx: 4 }).data).toHaveLength(48);
    expect(warp(dot, { a: 0, b: 0, shiftX: 0, shiftY: 0 }, { widthPx: 4, heightPx: 4 }).data).toHaveLength(48);
  });
});

it('a tensor holds the channels one after the other, in the order and scale of the network', () => {
  const chip = { widthPx: 2, heightPx: 1, data: Float32Array.from([10, 20, 30, 40, 50, 60]) };
  const batch = new Float32Array(12);
  writeTensor(chip, { order: 'bgr', mean: [10, 0, 0], deviation: [10, 1, 2] }, { batch, which: 1 });
  expect([...batch]).toEqual([0, 0, 0, 0, 0, 0, 2, 5, 20, 50, 5, 20]);
  expect([...mirrored(chip).data]).toEqual([40, 50, 60, 10, 20, 30]);
});
