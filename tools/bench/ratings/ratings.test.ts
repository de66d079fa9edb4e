import { expect, it } from 'vitest';
import { temporaryFolder } from '../../../test/support/site.ts';
import { floodOneToken } from './one-token.ts';
import { ratePads } from './pad-cuts.ts';

it('one photographed ticket sent by two hundred phones at once counts once', async () => {
  using temporary = temporaryFolder();
  const { answers, rows } = await floodOneToken(temporary.folder, { count: 200, from: 50 });
  expect(answers).toEqual({ ok: 1, 'already-rated': 199 });
  expect(rows).toBe(1);
});

it('the cable is pulled at every fifth rating: each counts once, with the face of its own visitor', async () => {
  using temporary = temporaryFolder();
  const { rows, right, offlineThanks } = await ratePads(temporary.folder, { pads: 2, ratings: 10, cuts: 2 });
  expect([rows, right, offlineThanks.length]).toEqual([10, 10, 2]);
  expect(Math.max(...offlineThanks.map(({ onPadMs }) => onPadMs))).toBeLessThanOrEqual(300);
}, 90_000);
