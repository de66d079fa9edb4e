// Builds the drivers that the configuration names. The only place that knows concrete drivers.
import type { DeviceHealthView, Health } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { createQsystemKeypad } from '../../drivers/call-keypad-qsystem/index.ts';
import { createRealClock } from '../../drivers/core/clock.ts';
import type { CallKeypad, Driver, DriverDeps, Log, QueueDisplay, TicketPrinter } from '../../drivers/core/contract.ts';
import { createOpenTransport } from '../../drivers/core/transport.ts';
import { createModbusDisplay } from '../../drivers/queue-display-modbus/index.ts';
import { createEscposPrinter } from '../../drivers/ticket-printer-escpos/index.ts';
import type { DeviceConfig, SiteConfig } from './config.ts';

export interface Devices {
  readonly printers: ReadonlyMap<DeviceId, TicketPrinter>;
  readonly displays: ReadonlyMap<DeviceId, QueueDisplay>;
  readonly keypads: ReadonlyMap<DeviceId, CallKeypad>;
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

export const createDevices = (config: SiteConfig, log: (device: DeviceId) => Log): Devices => {
  const printers = new Map<DeviceId, TicketPrinter>();
  const displays = new Map<DeviceId, QueueDisplay>();
  const keypads = new Map<DeviceId, CallKeypad>();
  const clock = createRealClock();
  const labelled: { readonly label: string; readonly driver: AnyDriver }[] = [];

  const build = (device: DeviceConfig): AnyDriver => {
    const deps: DriverDeps = {
      open: createOpenTransport(device.url, device.id),
      clock,
      log: log(device.id),
      random: Math.random,
    };
    switch (device.driver) {
      case 'ticket-printer-escpos': {
        const printer = createEscposPrinter(device.id, device.model, deps);
        printers.set(device.id, printer);
        return printer;
      }
      case 'queue-display-modbus': {
        const display = createModbusDisplay(device.id, { profile: device.profile, framing: device.framing }, deps);
        displays.set(device.id, display);
        return display;
      }
      case 'call-keypad-qsystem': {
        const keypad = createQsystemKeypad(device.id, deps);
        keypads.set(device.id, keypad);
        return keypad;
      }
    }
  };

  for (const device of config.devices) labelled.push({ label: device.label, driver: build(device) });
  return {
    printers,
    displays,
    keypads,
    health: () => labelled.map(({ label, driver }) => healthView(label, driver.health, driver.id)),
    start: () => {
      for (const { driver } of labelled) driver.start();
    },
    stop: async () => {
      await Promise.all(labelled.map(({ driver }) => driver.stop()));
    },
    onHealth: (listener) => {
      const subscriptions = labelled.map(({ driver }) =>
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
