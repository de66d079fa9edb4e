import { expect, it } from 'vitest';
import type { DeviceId } from '../../contract/ids.ts';
import { driverConforms } from '../core/conformance.ts';
import { startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createMagtekReader } from './driver.ts';

let cards = 0;

// Reports come whole: there is no stream to cut.
driverConforms('card-reader-magtek', {
  simulator: { kind: 'card-reader-magtek', listen: { hid: 0 } },
  create: createMagtekReader,
  async work(reader, rack, device) {
    const number = String(1000 + cards++);
    let isHeard = false;
    using _ = reader.subscribe((event) => {
      if (event.type === 'card-presented' && event.card.number === number) isHeard = true;
    });
    await rack.act({ device, verb: 'swipe-tracks', tracks: [null, `;${number}?`, null] });
    await until('the card', () => isHeard, 2000);
  },
  survives: ['split', 'delay', 'duplicate', 'garbage-before'],
});

it('a bank card, then a queue card: what lies behind the queue card is the bank card, and nobody sees it', async () => {
  const rack = await startRackUnderTest([{ id: 'reader', kind: 'card-reader-magtek', listen: { hid: 0 } }]);
  const logged: string[] = [];
  const deps = await rack.depsFor('reader');
  const reader = createMagtekReader('reader' as DeviceId, {
    ...deps,
    log: (...line) => void logged.push(JSON.stringify(line)),
  });
  const heard: string[] = [];
  reader.subscribe((event) => {
    if (event.type !== 'health-changed') heard.push(JSON.stringify(event));
  });
  try {
    reader.start();
    await untilHealth(reader, 'ready');
    for (const card of ['bank-visa', 'queue-17', 'bank-mastercard'] as const)
      await rack.act({ device: 'reader', verb: 'swipe-card', card, manner: 'forward' });
    await rack.act({ device: 'reader', verb: 'swipe-card', card: 'queue-lettered', manner: 'scratched' });
    await until('all four', () => heard.length === 4);
    expect(heard.map((event) => JSON.parse(event))).toEqual([
      { type: 'card-refused', reason: 'bank-card' },
      { type: 'card-presented', card: { technology: 'magstripe', number: '9704000000000017' } },
      { type: 'card-refused', reason: 'bank-card' },
      { type: 'card-refused', reason: 'unreadable' },
    ]);
    expect([...heard, ...logged].join('')).not.toMatch(/4111|5555|TEST/);
  } finally {
    await reader.stop();
    await rack.close();
  }
});
