import { expect, it } from 'vitest';
import type { FaceEngine } from '../engine/engine.ts';
import { bytesMax } from '../pipeline/decode.ts';
import { embedPeople } from './embed-people.ts';

it('a picture that is too large is left out before it is read: a small zip file can hold gigabytes', async () => {
  const files = [
    { name: 'an/1.jpg', bytes: bytesMax + 1, read: () => Promise.reject(new Error('it was read')) },
    { name: 'binh/1.jpg', bytes: 9, read: () => Promise.reject(new Error('it is damaged')) },
  ];
  const { pictures, refused } = await embedPeople(
    {} as FaceEngine,
    { files, close: () => Promise.resolve() },
    { wanted: { faces: 'largest' }, averaging: 'single', atOnce: 1, onProgress: () => undefined },
  );
  expect(pictures).toEqual([]);
  expect(refused).toEqual([
    { personId: 'an', image: 'an/1.jpg', message: expect.stringContaining('at most 12582912') },
    { personId: 'binh', image: 'binh/1.jpg', message: 'it is damaged' },
  ]);
});
