// Two alike on USB: the kernel numbers them as they come, and only udev's name by serial number stays.
import { readdirSync, realpathSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { DeviceId } from '../../../contract/ids.ts';
import { createRdm6300Reader } from '../../../drivers/card-reader-rdm6300/driver.ts';
import { startRackUnderTest, until, untilHealth } from '../../../drivers/core/test-kit.ts';

const BY_ID = '/dev/serial/by-id';
const CARDS = { left: '67003b51c6', right: '67003ba86c' } as const;
type Side = keyof typeof CARDS;

const ttyOf = (side: Side): string => {
  const name = readdirSync(BY_ID).find((one) => one.endsWith(`${side.toUpperCase()}-if00`));
  if (name === undefined) throw new Error(`${BY_ID} has no ${side}: ${readdirSync(BY_ID).join(', ')}`);
  return realpathSync(`${BY_ID}/${name}`);
};

it('two readers are pulled and put back in the other order: each driver finds its own, whose tty number is another', async () => {
  const rack = await startRackUnderTest([
    { id: 'left', kind: 'card-reader-rdm6300', listen: { pty: 'left', baud: 9600 } },
    { id: 'right', kind: 'card-reader-rdm6300', listen: { pty: 'right', baud: 9600 } },
  ]);
  const heard: string[] = [];
  const readers = await Promise.all(
    (['left', 'right'] as const).map(async (side) => {
      const reader = createRdm6300Reader(side as string as DeviceId, await rack.depsFor(side));
      reader.subscribe((event) => {
        if (event.type === 'card-presented') heard.push(`${side} ${event.card.number}`);
      });
      return { side, reader };
    }),
  );
  try {
    for (const { reader } of readers) reader.start();
    for (const { reader } of readers) await untilHealth(reader, 'ready');
    const before = ttyOf('left');
    const order = before < ttyOf('right') ? (['right', 'left'] as const) : (['left', 'right'] as const);
    for (const { side, reader } of readers) {
      await rack.act({ device: side, verb: 'unplug' });
      await untilHealth(reader, 'offline', 2000);
    }
    for (const device of order) await rack.act({ device, verb: 'plug' });
    for (const { reader } of readers) await untilHealth(reader, 'ready', 5000);
    expect(ttyOf('left') === before, 'the kernel gave the same number again, so nothing was shown').toBe(false);
    for (const { side } of readers) {
      await rack.act({ device: side, verb: 'hold-card', card: CARDS[side] });
      await until(`the card of ${side}`, () => heard.includes(`${side} ${CARDS[side]}`));
      await rack.act({ device: side, verb: 'take-card' });
    }
    expect([...heard].sort()).toEqual([`left ${CARDS.left}`, `right ${CARDS.right}`]);
  } finally {
    for (const { reader } of readers) await reader.stop();
    await rack.close();
  }
});
