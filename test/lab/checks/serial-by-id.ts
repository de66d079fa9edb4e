// Names of serial devices: two alike on USB are numbered as they come, and only udev's name by serial number stays.
import { execFileSync } from 'node:child_process';
import { readdirSync, realpathSync, statSync, unlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { DeviceId } from '../../../contract/ids.ts';
import { createRdm6300Reader } from '../../../drivers/card-reader-rdm6300/driver.ts';
import { startRackUnderTest, until, untilHealth } from '../../../drivers/core/test-kit.ts';
import { createOpenTransport } from '../../../drivers/core/transport.ts';

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

it('a device goes and comes back under the same name, and no event tells: the line ends within 1 s', async () => {
  const rack = await startRackUnderTest([
    { id: 'left', kind: 'card-reader-rdm6300', listen: { pty: 'left', baud: 9600 } },
  ]);
  try {
    const { rdev } = statSync(ttyOf('left'));
    const node = '/run/ttyACM0';
    // As the kernel does it: another node of the same name. The device itself stays, so its driver reports nothing.
    const plug = () => execFileSync('mknod', [node, 'c', String(rdev >> 8), String(rdev & 0xff)]);
    plug();
    const opened = await createOpenTransport(
      `serial:${node}?baud=9600`,
      'left' as DeviceId,
    )(AbortSignal.timeout(20_000));
    if (!opened.ok) throw new Error(opened.error.message);
    let why = '';
    void opened.value.ended.then(({ message }) => {
      why = message;
    });
    unlinkSync(node);
    plug();
    await until('the line ended', () => why !== '', 1000);
    expect(why.includes('anew'), why).toBe(true);
    unlinkSync(node);
  } finally {
    await rack.close();
  }
});
