// Against simulated readers: on a TCP line, a real PTY, and in HID reports.
import { describe, expect, it } from 'vitest';
import type { DeviceId } from '../../contract/ids.ts';
import { driverConforms } from '../core/conformance.ts';
import type { DriverDeps } from '../core/contract.ts';
import type { CardReader } from '../core/device-classes.ts';
import { type RackUnderTest, startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createTrace, traceLine } from '../core/trace.ts';
import { createMsr605Reader } from './driver.ts';

let cards = 0;

/** Another card each time: the same one within 1.5 s is one. Its number is what must be heard. */
const swipeAndHear = async (reader: CardReader, rack: RackUnderTest, device: string) => {
  const number = String(1000 + cards++);
  let isHeard = false;
  using _ = reader.subscribe((event) => {
    if (event.type === 'card-presented' && event.card.number === number) isHeard = true;
  });
  await rack.act({ device, verb: 'swipe-tracks', tracks: [null, `;${number}?`, null] });
  await until('the card', () => isHeard, 1500);
};

for (const [name, listen] of [
  ['card-reader-msr605', { tcp: 0 }],
  ['card-reader-msr605 over HID', { hid: 0 }],
] as const)
  driverConforms(name, {
    simulator: { kind: 'card-reader-msr605', listen },
    create: (id, deps) => createMsr605Reader(id, { checkEverySeconds: 2 }, deps),
    work: swipeAndHear,
    survives: ['split', 'delay', 'duplicate'],
  });

describe('an MSR605', () => {
  const onBench = async (
    test: (bench: {
      rack: RackUnderTest;
      reader: CardReader;
      heard: string[];
      counted: Map<string, number>;
    }) => Promise<void>,
    options: { checkEverySeconds: number } = { checkEverySeconds: 60 },
    wrap: (deps: DriverDeps) => DriverDeps = (deps) => deps,
  ) => {
    const rack = await startRackUnderTest([
      { id: 'reader', kind: 'card-reader-msr605', listen: { pty: 'reader', baud: 9600 } },
    ]);
    const counted = new Map<string, number>();
    const heard: string[] = [];
    const deps = await rack.depsFor('reader');
    const count = (what: string, by = 1) => void counted.set(what, (counted.get(what) ?? 0) + by);
    const reader = createMsr605Reader('reader' as DeviceId, options, wrap({ ...deps, count }));
    reader.subscribe((event) => {
      if (event.type === 'card-presented') heard.push(event.card.number);
      if (event.type === 'card-refused') heard.push(event.reason);
    });
    try {
      reader.start();
      await untilHealth(reader, 'ready');
      await untilReading(rack);
      await test({ rack, reader, heard, counted });
      expect((await rack.device('card-reader-msr605', 'reader')).unknown).toEqual([]);
    } finally {
      await reader.stop();
      await rack.close();
    }
  };
  const untilReading = (rack: RackUnderTest) =>
    until('it reads', async () => (await rack.device('card-reader-msr605', 'reader')).mode === 'reading');
  const swipe = async (
    rack: RackUnderTest,
    card: 'queue-17' | 'queue-lettered' | 'blank' | 'bank-visa',
    manner: 'forward' | 'reverse' | 'scratched' | 'half',
  ) => {
    await untilReading(rack);
    await rack.act({ device: 'reader', verb: 'swipe-card', card, manner });
  };

  it('cards one after the other: forward, backward, scratched, blank, of a bank', () =>
    onBench(async ({ rack, heard, counted }) => {
      await swipe(rack, 'queue-17', 'forward');
      await until('the first', () => heard.length === 1);
      await swipe(rack, 'queue-lettered', 'reverse');
      await until('the second', () => heard.length === 2);
      await swipe(rack, 'queue-17', 'scratched');
      await until('the scratched one', () => heard.length === 3);
      await swipe(rack, 'blank', 'forward');
      await until('the blank one', () => heard.length === 4);
      await rack.act({ device: 'reader', verb: 'set-empty-tracks', as: 'manual' });
      await swipe(rack, 'bank-visa', 'forward');
      await until('the bank card', () => heard.length === 5);
      expect(heard).toEqual(['9704000000000017', '0019', 'unreadable', 'unreadable', 'bank-card']);
      expect([counted.get('good-reads'), counted.get('failed-reads'), counted.get('refused-cards')]).toEqual([2, 2, 1]);
    }));

  it('a bank card is swiped: its number is in no log and in no trace', async () => {
    const logged: string[] = [];
    const trace = createTrace('card-reader', () => 0);
    await onBench(
      async ({ rack, heard }) => {
        await swipe(rack, 'bank-visa', 'forward');
        await until('its refusal', () => heard.includes('bank-card'));
        await swipe(rack, 'bank-visa', 'half');
        await until('it is unreadable', () => heard.includes('unreadable'));
      },
      { checkEverySeconds: 60 },
      (deps) => ({
        ...deps,
        open: traceLine(deps.open, trace),
        log: (...line) => void logged.push(JSON.stringify(line)),
      }),
    );
    const seen = trace.entries().map(({ hex }) => Buffer.from(hex, 'hex').toString('latin1'));
    expect(seen.length).toBeGreaterThan(3);
    for (const text of [...logged, ...seen]) expect(text).not.toMatch(/4111|TEST|2512/);
  });

  it(
    'loses its power while its adapter stays: noticed at the next question, at work again after it',
    () =>
      onBench(
        async ({ rack, reader }) => {
          await rack.act({ device: 'reader', verb: 'set-reader-power', on: false });
          await untilHealth(reader, 'failed', 6000);
          expect(reader.health.fault).toMatchObject({ code: 'timeout', recovery: 'reset' });
          await rack.act({ device: 'reader', verb: 'set-reader-power', on: true });
          await untilHealth(reader, 'ready', 6000);
          await untilReading(rack);
          await swipeAndHear(reader, rack, 'reader');
        },
        { checkEverySeconds: 1 },
      ),
    20_000,
  );

  it(
    'restarts by itself and forgets the read it was asked for: it is asked again',
    () =>
      onBench(
        async ({ rack, reader }) => {
          await rack.act({ device: 'reader', verb: 'set-reader-power', on: false });
          await rack.act({ device: 'reader', verb: 'set-reader-power', on: true });
          await untilReading(rack);
          await swipeAndHear(reader, rack, 'reader');
          expect(reader.health.state).toBe('ready');
        },
        { checkEverySeconds: 1 },
      ),
    20_000,
  );
});
