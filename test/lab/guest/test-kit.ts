// Stands where the tests of the drivers import drivers/core/test-kit.ts: the same simulated devices, but the drivers find
// them behind Debian's kernel, by the same URLs as at a counter.
import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect } from 'node:util';
import type { RackDevice } from '../../../contract/bench.ts';
import { DeviceId } from '../../../contract/ids.ts';
import { createRealClock } from '../../../drivers/core/clock.ts';
import { type RackUnderTest, until } from '../../../drivers/core/test-kit.ts';
import { createOpenTransport } from '../../../drivers/core/transport.ts';
import { RackConfig } from '../../../simulators/hall.ts';
import { startRack } from '../../../simulators/start-rack.ts';
import { layCable } from './cable.ts';
import type { Wiring } from './wirings.ts';

export * from '../../../drivers/core/test-kit.ts';

export interface Place {
  readonly wiring: Wiring;
  /** What drivers and cables say, shown when the check fails. */
  readonly log: string[];
}

/** Of the check that runs. */
export const place = new AsyncLocalStorage<Place>();

let racks = 0;

/** As in drivers/core/test-kit.ts. The rack is a part of this process: starting another one takes seconds here. */
export const startRackUnderTest = async (devices: readonly Record<string, unknown>[]): Promise<RackUnderTest> => {
  const here = place.getStore();
  if (here === undefined) throw new Error('A rack was started outside a check');
  const { wiring, log } = here;
  const startedAtMs = performance.now();
  const note = (text: string) => void log.push(`${Math.round(performance.now() - startedAtMs)} ms ${text}`);
  const asked = devices.some(({ listen }) => typeof listen === 'object' && listen !== null && 'hid' in listen)
    ? 'hid'
    : 'bytes';
  const wire = wiring[asked];
  if (wire === undefined) throw new Error(`${wiring.name} carries no ${asked}; see wirings.ts`);
  const listen = asked === 'hid' ? { hid: 0 } : { tcp: 0 };
  const started = await startRack(
    RackConfig.parse({ port: 0, devices: devices.map((device) => ({ ...device, listen })) }),
  );
  if (!started.ok) throw new Error(started.error);
  const rack = started.value;
  racks++;
  const find = (id: string) => {
    const found = rack.state().devices.find((device) => device.id === id);
    if (found === undefined) throw new Error(`The rack has no ${id}`);
    return found;
  };
  const lines = new Map(
    await Promise.all(
      rack.state().devices.map(async ({ id, url }, index) => {
        const plug = await wire({ name: `lab${racks}-${index}`, serial: `LAB${racks}${id.toUpperCase()}` });
        return [id, { url: plug.url, cable: layCable(url, plug, (what) => note(`cable of ${id}: ${what}`)) }] as const;
      }),
    ),
  );
  const lineOf = (id: string) => {
    const line = lines.get(id);
    if (line === undefined) throw new Error(`There is no cable of ${id}`);
    return line;
  };
  const follows = (id: string) =>
    until(`the kernel follows the cable of ${id}`, () => lineOf(id).cable.isPlugged() === find(id).plugged, 10_000);
  await Promise.all([...lines.keys()].map(follows));

  return {
    state: async () => rack.state(),
    async act(action) {
      const response = await fetch(`http://127.0.0.1:${rack.port}/api/act`, {
        method: 'POST',
        body: JSON.stringify(action),
      });
      if (!response.ok) throw new Error(await response.text());
      if (action.verb === 'plug' || action.verb === 'unplug') await follows(action.device);
    },
    device: async (kind, id) => {
      const found = find(id);
      if (found.kind !== kind) throw new Error(`${id} is a ${found.kind}`);
      return found as Extract<RackDevice, { kind: typeof kind }>;
    },
    picture: () => Promise.reject(new Error('The lab takes no pictures')),
    depsFor: async (id) => ({
      open: createOpenTransport(lineOf(id).url, DeviceId.parse(id)),
      clock: createRealClock(),
      log: (level, message, detail) => note(`${level} ${message} ${detail === undefined ? '' : inspect(detail)}`),
      random: () => 0.5,
      count: () => undefined,
    }),
    async close() {
      await Promise.all([...lines.values()].map(({ cable }) => cable.close()));
      await rack.close();
    },
  };
};
