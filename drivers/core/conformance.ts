// For tests only: what every driver must pass. The vectors are the referee between driver and simulator.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WireFault, WireFault as WireFaults } from '../../contract/bench/common.ts';
import type { DeviceId } from '../../contract/ids.ts';
import type { Driver, DriverDeps } from './contract.ts';
import type { Protocol } from './protocol.ts';
import { type Frame, hex, type RackUnderTest, startRackUnderTest, until, untilHealth } from './test-kit.ts';

const isNegative = ({ name }: Frame) => name.startsWith('NEGATIVE');

/** Every vector means something and is built again to the byte; every NEGATIVE one is refused with a reason. */
export const framesConform = (protocol: Protocol, frames: readonly Frame[]): void => {
  describe(`vectors of ${protocol.name}`, () => {
    it.each(frames.filter((frame) => !isNegative(frame)))('$direction $name', ({ direction, bytes }) => {
      const meaning = protocol.decode(direction, bytes);
      if (!meaning.ok) throw new Error(meaning.error);
      const again = protocol.encode(direction, meaning.value);
      if (!again.ok) throw new Error(again.error);
      expect(hex(again.value)).toBe(hex(bytes));
    });
    it.each(frames.filter(isNegative))('$direction $name is refused with a reason', ({ direction, bytes }) => {
      const meaning = protocol.decode(direction, bytes);
      expect(meaning).toMatchObject({ ok: false, error: expect.stringMatching(/.{12,}/) });
    });
    it('noise is refused or means something, and never throws', () => {
      fc.assert(
        fc.property(
          fc.constantFrom('host->device' as const, 'device->host' as const),
          fc.uint8Array({ maxLength: 80 }),
          (direction, noise) => void protocol.decode(direction, noise),
        ),
      );
    });
  });
};

/** A driver's reader of what the device says: pieces in, messages out, state in between. */
export interface StreamReader {
  push(chunk: Uint8Array): readonly unknown[];
}

export interface StreamCase {
  readonly createReader: () => StreamReader;
  /** A whole frame of the device and the messages that it makes. */
  readonly frames: readonly { readonly name: string; readonly bytes: Uint8Array; readonly says: readonly unknown[] }[];
  /** Noise that is no beginning of a frame. */
  readonly garbage: Uint8Array;
}

/** Each frame at every split point, byte by byte, two in a piece, behind garbage, and found again behind random noise. */
export const streamConforms = (name: string, { createReader, frames, garbage }: StreamCase): void => {
  const readAll = (...chunks: readonly Uint8Array[]) => {
    const reader = createReader();
    return chunks.flatMap((chunk) => [...reader.push(chunk)]);
  };
  describe(`stream of ${name}`, () => {
    it.each(frames)('$name at every split point', ({ bytes, says }) => {
      for (let at = 0; at <= bytes.length; at++)
        expect(readAll(bytes.subarray(0, at), bytes.subarray(at)), `split at ${at}`).toEqual(says);
    });
    it.each(frames)('$name byte by byte', ({ bytes, says }) => {
      expect(readAll(...[...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(says);
    });
    it.each(frames)('$name twice in one piece', ({ bytes, says }) => {
      expect(readAll(Buffer.concat([bytes, bytes]))).toEqual([...says, ...says]);
    });
    it.each(frames)('$name with garbage before and after', ({ bytes, says }) => {
      const heard = readAll(garbage, bytes, garbage, bytes);
      expect(heard.filter((message) => says.some((said) => JSON.stringify(said) === JSON.stringify(message)))).toEqual([
        ...says,
        ...says,
      ]);
    });
    it('noise throws nothing, and the frame after the next one is heard', () => {
      const [frame] = frames;
      if (frame === undefined) throw new Error('There is no frame to look for');
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 60 }), (noise) => {
          const heard = readAll(noise, frame.bytes, frame.bytes, frame.bytes);
          expect(heard.slice(-frame.says.length)).toEqual(frame.says);
        }),
      );
    });
  });
};

type AnyDriver = Pick<Driver<never>, 'id' | 'health' | 'start' | 'stop'>;

export interface DriverCase<D extends AnyDriver> {
  /** As in the rack's JSON, without its id. */
  readonly simulator: Readonly<Record<string, unknown>>;
  readonly create: (id: DeviceId, deps: DriverDeps) => D;
  /** One ordinary piece of work from end to end, such as a card that is heard; rejects when it does not succeed. */
  readonly work: (driver: D, rack: RackUnderTest, device: string) => Promise<void>;
  /** Faults of one reply that the work itself survives; after the others only the next work must succeed. */
  readonly survives: readonly WireFault[];
}

/** The driver against its simulator: absent, plugged, unplugged, every wire fault, stopped. */
export const driverConforms = <D extends AnyDriver>(name: string, driverCase: DriverCase<D>): void => {
  const { simulator, create, work, survives } = driverCase;
  const onBench = async (test: (driver: D, rack: RackUnderTest) => Promise<void>) => {
    const rack = await startRackUnderTest([{ ...simulator, id: 'device' }]);
    try {
      const deps = await rack.depsFor('device');
      const driver = create('device' as DeviceId, deps);
      try {
        await test(driver, rack);
        expect((await rack.state()).devices[0]?.unknown).toEqual([]);
      } finally {
        await driver.stop();
      }
    } finally {
      await rack.close();
    }
  };

  /** A press in the moment when the line comes back is lost, as it is with real devices: the next one must be heard. */
  const atWork = (driver: D, rack: RackUnderTest) =>
    until(
      'the work is done',
      () =>
        work(driver, rack, 'device').then(
          () => true,
          () => false,
        ),
      10_000,
    );

  describe(`${name} under trouble`, () => {
    it('absent at the start: offline, and at work when it comes', () =>
      onBench(async (driver, rack) => {
        await rack.act({ device: 'device', verb: 'unplug' });
        driver.start();
        await untilHealth(driver, 'offline');
        await rack.act({ device: 'device', verb: 'plug' });
        await untilHealth(driver, 'ready');
        await atWork(driver, rack);
      }));

    it('the cable is pulled: noticed within 2 s, back within 5 s of the replug', () =>
      onBench(async (driver, rack) => {
        driver.start();
        await untilHealth(driver, 'ready');
        await atWork(driver, rack);
        await rack.act({ device: 'device', verb: 'unplug' });
        await untilHealth(driver, 'offline', 2000);
        await rack.act({ device: 'device', verb: 'plug' });
        await untilHealth(driver, 'ready', 5000);
        await atWork(driver, rack);
      }));

    it.each(WireFaults.options)('one reply suffers "%s": the driver is at work again', (fault) =>
      onBench(async (driver, rack) => {
        driver.start();
        await untilHealth(driver, 'ready');
        await atWork(driver, rack);
        await rack.act({ device: 'device', verb: 'inject', fault });
        const first = work(driver, rack, 'device');
        if (survives.includes(fault)) await first;
        else await first.catch(() => undefined);
        await atWork(driver, rack);
      }),
    );

    it('stopped: within 2 s, and its health says so', () =>
      onBench(async (driver) => {
        driver.start();
        await untilHealth(driver, 'ready');
        const atMs = performance.now();
        await driver.stop();
        expect(performance.now() - atMs).toBeLessThan(2000);
        await until('stopped', () => driver.health.fault?.code === 'stopped');
      }));
  });
};
