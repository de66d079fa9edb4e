// A hall of simulated devices behind the control API of contract/bench.ts.
import path from 'node:path';
import { RackAction, type RackState } from '../contract/bench.ts';
import { ok, type Result, refuse } from '../contract/result.ts';
import { type Control, serveControl } from './core/control-server.ts';
import type { DeviceSetting, SimulatedDevice } from './core/device.ts';
import { lockLinkFolder } from './core/folder-lock.ts';
import { createRandom } from './core/random.ts';
import type { RackConfig } from './hall.ts';
import { KINDS, type RackDeviceConfig } from './kinds.ts';

export interface Rack {
  /** Of the control API. */
  readonly port: number;
  state(): RackState;
  close(): Promise<void>;
}

const createDevice = (config: RackDeviceConfig, setting: DeviceSetting): SimulatedDevice => {
  const kind = KINDS.find((known) => known.kind === config.kind);
  if (kind === undefined)
    throw new Error(`There is no kind ${config.kind}; allowed: ${KINDS.map((known) => known.kind).join(', ')}`);
  return kind.create(setting, config);
};

const linkFolders = ({ devices }: RackConfig): ReadonlySet<string> =>
  new Set(devices.flatMap(({ listen }) => ('pty' in listen ? [path.dirname(path.resolve(listen.pty))] : [])));

/**
 * Resolves when the control API listens and every device is plugged in. A second rack on the same port or
 * folder ends before it touches the lines of the first one. The error says what is in the way; nothing is left open then.
 */
export const startRack = async (config: RackConfig): Promise<Result<Rack, string>> => {
  const random = createRandom(config.seed);
  const devices = new Map<string, SimulatedDevice>();
  let control: Control | null = null;
  let isReady = false;
  const onChange = () => control?.changed();
  for (const device of config.devices) {
    const { id, listen } = device;
    if (devices.has(id)) throw new Error(`Two devices are called ${id}; ids must differ`);
    devices.set(id, createDevice(device, { id, listen, random, onChange }));
  }

  const state = (): RackState => ({
    devices: [...devices.values()].map((device) => device.state()),
    screens: config.screens,
  });

  const act = async (input: unknown) => {
    const action = RackAction.safeParse(input);
    if (!action.success) throw new Error(`Not an action of the rack: ${action.error.message}`);
    const device = devices.get(action.data.device);
    if (device === undefined) {
      throw new Error(`There is no device ${action.data.device}; allowed: ${[...devices.keys()].join(', ')}`);
    }
    await device.act(action.data);
  };

  const picture = (id: string, name: string): Buffer | null => devices.get(id)?.picture?.(name) ?? null;

  using locks = new DisposableStack();
  for (const folder of linkFolders(config)) {
    const locked = await lockLinkFolder(folder);
    if (!locked.ok) return locked;
    locks.use(locked.value);
  }
  const { port, staticDir } = config;
  const listening = await serveControl({ port, staticDir, isReady: () => isReady, state, act, picture });
  if (!listening.ok) return listening;
  control = listening.value;
  const held = locks.move();
  const close = async () => {
    await listening.value.close();
    await Promise.all([...devices.values()].map((device) => device.close()));
    held.dispose();
  };
  // All are awaited, so that closing after a failure misses none that was still on its way.
  const plugged = await Promise.allSettled([...devices].map(([device]) => act({ device, verb: 'plug' })));
  const failed = plugged.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) {
    await close();
    return refuse(`The devices cannot be plugged in: ${String(failed.reason)}`);
  }
  isReady = true;
  return ok({ port: listening.value.port, state, close });
};
