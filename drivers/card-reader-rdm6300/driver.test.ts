// Against a simulated reader over TCP and a real PTY.
import { expect, it } from 'vitest';
import type { DeviceId } from '../../contract/ids.ts';
import { driverConforms } from '../core/conformance.ts';
import { startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createRdm6300Reader } from './driver.ts';

const CARD = '67003b51c6';

driverConforms('card-reader-rdm6300', {
  simulator: { kind: 'card-reader-rdm6300', listen: { tcp: 0 } },
  create: createRdm6300Reader,
  async work(reader, rack, device) {
    const heard: string[] = [];
    using _ = reader.subscribe((event) => void heard.push(event.type));
    await rack.act({ device, verb: 'hold-card', card: CARD });
    try {
      await until('the card', () => heard.includes('card-presented'), 2000);
    } finally {
      await rack.act({ device, verb: 'take-card' });
    }
    await until('the card is gone', () => heard.includes('card-removed'), 2000);
  },
  // A reader repeats itself, so one spoiled frame costs 65 ms and nothing else.
  survives: ['split', 'delay', 'drop', 'corrupt', 'garbage-before', 'duplicate'],
});

it('a card is held to the reader for a second, then another one: each is one event', async () => {
  const rack = await startRackUnderTest([
    { id: 'reader', kind: 'card-reader-rdm6300', listen: { pty: 'reader', baud: 9600 } },
  ]);
  const counted = new Map<string, number>();
  const deps = await rack.depsFor('reader');
  const reader = createRdm6300Reader('reader' as DeviceId, {
    ...deps,
    count: (what, by = 1) => void counted.set(what, (counted.get(what) ?? 0) + by),
  });
  try {
    const heard: string[] = [];
    reader.subscribe((event) => {
      if (event.type !== 'health-changed' && event.type !== 'card-refused')
        heard.push(`${event.type} ${event.card.number}`);
    });
    reader.start();
    await untilHealth(reader, 'ready');
    await rack.act({ device: 'reader', verb: 'hold-card', card: CARD });
    const { bytesOut } = await rack.device('card-reader-rdm6300', 'reader');
    await until(
      'a second of frames',
      async () => (await rack.device('card-reader-rdm6300', 'reader')).bytesOut > bytesOut + 12 * 14,
    );
    await rack.act({ device: 'reader', verb: 'hold-card', card: '67003ba86c' });
    await rack.act({ device: 'reader', verb: 'take-card' });
    await until('both are gone', () => heard.length === 4);
    expect(heard).toEqual([
      `card-presented ${CARD}`,
      `card-removed ${CARD}`,
      'card-presented 67003ba86c',
      'card-removed 67003ba86c',
    ]);
    expect(counted.get('good-reads')).toBe(2);
  } finally {
    await reader.stop();
    await rack.close();
  }
});
