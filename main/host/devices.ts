// Builds the drivers that the configuration names, from the registry and from driver packages.
import type { DeviceHealthView, DeviceReport, Health } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import type { DevicesView, TerminalReport } from '../../contract/live.ts';
import { createRealClock } from '../../drivers/core/clock.ts';
import type { Driver, DriverDeps, Log } from '../../drivers/core/contract.ts';
import type { DeviceClass, DeviceClasses } from '../../drivers/core/device-classes.ts';
import type { BuiltDriver, DriverPlugin } from '../../drivers/core/plugin.ts';
import { createTrace, type Trace, traceLine } from '../../drivers/core/trace.ts';
import { createOpenTransport } from '../../drivers/core/transport.ts';
import { withoutUserInfo } from '../../drivers/core/transport-url.ts';
import type { DeviceStatistics } from '../services/devices/index.ts';
import type { SightingSummary } from '../services/sightings/index.ts';
import type { LoadedConfig } from './config.ts';
import type { DeviceConfig } from './site-schema.ts';

export interface Devices {
  /** The drivers of one class, by device. */
  ofClass<Class extends DeviceClass>(deviceClass: Class): ReadonlyMap<DeviceId, DeviceClasses[Class]>;
  /** For screens and the health endpoint. */
  health(): DeviceHealthView[];
  /** For the staff's page of devices. */
  list(): DevicesView['devices'];
  /** For the fitter at the machine itself. */
  reports(): DeviceReport[];
  /** What went over the device's line lately, or null for a device that is not there. */
  trace(id: DeviceId): Trace | null;
  start(): void;
  stop(): Promise<void>;
  /** Told when the health of any device changed. */
  onHealth(listener: () => void): Disposable;
}

export interface DevicesDeps {
  readonly loaded: LoadedConfig;
  readonly statistics: DeviceStatistics;
  /** What a terminal handed in, and what became of it. */
  readonly sightings: (source: DeviceId) => SightingSummary & TerminalReport;
  readonly log: (device: DeviceId) => Log;
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

export const createDevices = ({ loaded, statistics, sightings, log }: DevicesDeps): Devices => {
  const { config, plugins } = loaded;
  const clock = createRealClock();
  const built: {
    readonly label: string;
    readonly driverName: string;
    readonly url: string;
    readonly driver: AnyDriver;
    readonly deviceClass: DeviceClass;
    readonly trace: Trace;
  }[] = [];

  const build = (device: DeviceConfig, plugin: DriverPlugin, trace: Trace): BuiltDriver => {
    const deps: DriverDeps = {
      open: traceLine(createOpenTransport(device.url, device.id), trace),
      clock,
      log: log(device.id),
      random: Math.random,
      count: (what, by = 1) => statistics.count(device.id, what, by),
    };
    return plugin.build(device.id, device, deps);
  };

  for (const device of config.devices) {
    const plugin = plugins.find(({ name }) => name === device.driver);
    if (plugin === undefined)
      throw new Error(`No driver is called ${device.driver}; the configuration was not checked`);
    const trace = createTrace(plugin.deviceClass, clock.now);
    built.push({
      label: device.label,
      driverName: device.driver,
      url: withoutUserInfo(device.url),
      trace,
      ...build(device, plugin, trace),
    });
  }
  return {
    ofClass: <Class extends DeviceClass>(deviceClass: Class) =>
      new Map(
        built
          .filter((one) => one.deviceClass === deviceClass)
          .map(({ driver }) => [driver.id, driver as unknown as DeviceClasses[Class]]),
      ),
    health: () => built.map(({ label, driver }) => healthView(label, driver.health, driver.id)),
    list: () =>
      built.map(({ label, driverName, driver, deviceClass }) => ({
        ...healthView(label, driver.health, driver.id),
        driver: driverName,
        statistics: statistics.of(driver.id),
        sightings: deviceClass === 'attendance-source' ? sightings(driver.id) : null,
      })),
    reports: () =>
      built.map(({ label, driverName, url, driver }) => ({
        ...healthView(label, driver.health, driver.id),
        driver: driverName,
        url,
        message: driver.health.fault?.message ?? null,
        statistics: statistics.of(driver.id),
      })),
    trace: (id) => built.find(({ driver }) => driver.id === id)?.trace ?? null,
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
