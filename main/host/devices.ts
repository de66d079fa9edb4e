// Builds the drivers that the configuration names, from the registry and from driver packages.
import type { DeviceHealthView, Health } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { createRealClock } from '../../drivers/core/clock.ts';
import type { Driver, DriverDeps, Log } from '../../drivers/core/contract.ts';
import type { DeviceClass, DeviceClasses } from '../../drivers/core/device-classes.ts';
import type { BuiltDriver } from '../../drivers/core/plugin.ts';
import { createOpenTransport } from '../../drivers/core/transport.ts';
import type { DeviceConfig, LoadedConfig } from './config.ts';

export interface Devices {
  /** The drivers of one class, by device. */
  ofClass<Class extends DeviceClass>(deviceClass: Class): ReadonlyMap<DeviceId, DeviceClasses[Class]>;
  /** For screens and the health endpoint. */
  health(): DeviceHealthView[];
  start(): void;
  stop(): Promise<void>;
  /** Told when the health of any device changed. */
  onHealth(listener: () => void): Disposable;
}

type AnyDriver = Pick<Driver<never>, 'id' | 'health' | 'start' | 'stop'> & {
  subscribe(listener: (event: { readonly type: string }) => void): Disposable;
};

const healthView = (label: string, { state, sinceMs, fault }: Health, id: DeviceId): DeviceHealthView => {
  const part = fault?.detail?.['part'];
  return {
    id,
    label,
    state,
    sinceMs,
    fault:
      fault === null
        ? null
        : { code: fault.code, recovery: fault.recovery, part: typeof part === 'string' ? part : null },
  };
};

export const createDevices = ({ config, plugins }: LoadedConfig, log: (device: DeviceId) => Log): Devices => {
  const clock = createRealClock();
  const built: { readonly label: string; readonly driver: AnyDriver; readonly deviceClass: DeviceClass }[] = [];

  const build = (device: DeviceConfig): BuiltDriver => {
    const deps: DriverDeps = {
      open: createOpenTransport(device.url, device.id),
      clock,
      log: log(device.id),
      random: Math.random,
      count: () => undefined,
    };
    const plugin = plugins.find(({ name }) => name === device.driver);
    if (plugin === undefined)
      throw new Error(`No driver is called ${device.driver}; the configuration was not checked`);
    return plugin.build(device.id, device, deps);
  };

  for (const device of config.devices) built.push({ label: device.label, ...build(device) });
  return {
    ofClass: <Class extends DeviceClass>(deviceClass: Class) =>
      new Map(
        built
          .filter((one) => one.deviceClass === deviceClass)
          .map(({ driver }) => [driver.id, driver as unknown as DeviceClasses[Class]]),
      ),
    health: () => built.map(({ label, driver }) => healthView(label, driver.health, driver.id)),
    start: () => {
      for (const { driver } of built) driver.start();
    },
    stop: async () => {
      await Promise.all(built.map(({ driver }) => driver.stop()));
    },
    onHealth: (listener) => {
      const subscriptions = built.map(({ driver }) =>
        driver.subscribe((event) => {
          if (event.type === 'health-changed') listener();
        }),
      );
      return {
        [Symbol.dispose]: () => {
          for (const subscription of subscriptions) subscription[Symbol.dispose]();
        },
      };
    },
  };
};
