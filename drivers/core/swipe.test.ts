import { expect, it } from 'vitest';
import { judgeSwipe, type TrackReading } from '../../contract/swipe.ts';
import { createFakeClock } from './fake-clock.ts';
import { createSwipeSink } from './swipe-sink.ts';

const data = (track: 1 | 2 | 3, text: string): TrackReading => ({ track, state: 'data', text });

it.each([
  ['a queue card', [data(2, ';9704000000000017?')], { kind: 'card', number: '9704000000000017' }],
  ['with text on track 1 too', [data(1, '%QCARD 0017?'), data(2, ';0017?')], { kind: 'card', number: '0017' }],
  [
    'with track 1 alone',
    [data(1, '%QCARD 0017?'), { track: 2, state: 'none' }],
    { kind: 'card', number: 'QCARD 0017' },
  ],
  ['whose track 1 is scratched', [{ track: 1, state: 'error' }, data(2, ';0017?')], { reason: 'unreadable' }],
  ['that is blank', [], { reason: 'unreadable' }],
  ['with nothing between the sentinels', [data(2, ';?')], { reason: 'unreadable' }],
  ['of a bank', [data(2, ';4761739001010010=1808101?')], { reason: 'bank-card' }],
  [
    'of a bank, track 2 scratched',
    [data(1, '%B4111111111111111^DOE^25?'), { track: 2, state: 'error' }],
    { reason: 'bank-card' },
  ],
  ['of a bank that writes spaces', [data(1, '%B3782 822463 10005^DOE^25?')], { reason: 'bank-card' }],
] as const)('a card %s', (_, tracks, swipe) => {
  expect(judgeSwipe([...tracks])).toMatchObject(swipe);
});

it('a card is swiped twice to be sure, then another, then the first again: three cards', () => {
  const clock = createFakeClock();
  const counted: string[] = [];
  const heard: string[] = [];
  const sink = createSwipeSink({ clock, count: (what) => void counted.push(what) }, (event) => {
    if (event.type === 'card-presented') heard.push(event.card.number);
    else heard.push(event.type === 'card-refused' ? event.reason : event.type);
  });
  sink.take([data(2, ';1?')]);
  sink.take([data(2, ';1?')]);
  sink.take([data(2, ';2?')]);
  sink.take([data(2, ';1?')]);
  sink.take([data(2, ';4761739001010010=1808101?')]);
  sink.fail();
  expect(heard).toEqual(['1', '2', '1', 'bank-card', 'unreadable']);
  expect(counted).toEqual(['good-reads', 'good-reads', 'good-reads', 'refused-cards', 'failed-reads']);
});
