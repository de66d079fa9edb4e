import { expect, test } from 'vitest';
import type { IdempotencyKey, ServiceId } from '../../contract/ids.ts';
import { idleAfter, idleLimitsOf, isUntouched, newVisit, pagesOf, shapeOf } from './visit.ts';

const wish = { serviceId: 'dat-dai' as ServiceId, key: 'k'.repeat(22) as IdempotencyKey };
const limits = { askAfterMs: 15_000, leaveAfterMs: 25_000 };

test('a kiosk that nobody touched is left alone', () => {
  expect([isUntouched(newVisit), idleLimitsOf(newVisit)]).toEqual([true, null]);
});

test('a citizen walks off after choosing English: asked after 15 seconds, gone 10 seconds later', () => {
  expect(idleLimitsOf({ ...newVisit, language: 'en' })).toEqual(limits);
  expect(idleAfter(limits, 14_999)).toEqual({ now: 'quiet' });
  expect(idleAfter(limits, 15_000)).toEqual({ now: 'asking', leftS: 10 });
  expect(idleAfter(limits, 24_001)).toEqual({ now: 'asking', leftS: 1 });
  expect(idleAfter(limits, 25_000)).toEqual({ now: 'over' });
});

test('large text gives at least a minute at every step', () => {
  const large = idleLimitsOf({ ...newVisit, textSize: 'large' });
  expect(large?.askAfterMs).toBeGreaterThanOrEqual(60_000);
  expect((large?.leaveAfterMs ?? 0) - (large?.askAfterMs ?? 0)).toBeGreaterThanOrEqual(60_000);
});

test('whoever reads what to bring is asked later, and what was looked for ends with the visit', () => {
  const search = { at: 'search', typed: 'ly hon', field: null, page: 0 } as const;
  expect(idleLimitsOf({ ...newVisit, stage: search })).toEqual(limits);
  const reading = idleLimitsOf({ ...newVisit, stage: { at: 'procedure', code: 'A', page: 0, back: search } });
  expect(reading).toEqual({ askAfterMs: 45_000, leaveAfterMs: 55_000 });
  expect(isUntouched({ ...newVisit, field: 'Hộ tịch' })).toBe(false);
});

test('the kiosk does not give up on a number that is being taken', () => {
  expect(idleLimitsOf({ ...newVisit, stage: { at: 'taking', wish } })).toBeNull();
});

test('1 to 12 services fit on pages of at most six, none lost, none twice', () => {
  for (let count = 1; count <= 12; count += 1)
    for (const orientation of ['portrait', 'landscape'] as const)
      for (const textSize of ['normal', 'large'] as const) {
        const services = Array.from({ length: count }, (_, index) => index);
        const pages = pagesOf(services, shapeOf(count, orientation, textSize));
        expect(pages.flat()).toEqual(services);
        expect(Math.max(...pages.map((page) => page.length))).toBeLessThanOrEqual(textSize === 'large' ? 4 : 6);
      }
});

test('no service at all still gives one page to show words on', () => {
  expect(pagesOf([], shapeOf(0, 'portrait', 'normal'))).toEqual([[]]);
});
