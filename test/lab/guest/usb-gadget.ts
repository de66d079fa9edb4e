// USB devices that the kernel itself plays (configfs, dummy_hcd): a CDC-ACM serial line and a printer of the printer
// class. Documentation/usb/gadget_configfs.rst; the two ends of the cable are both in this machine.
import { execFile } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { mkdir, rmdir, symlink, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { until } from '../../../drivers/core/test-kit.ts';
import { createTurns } from '../../../drivers/core/turns.ts';
import { openPolled, type PolledFile } from './device-poll.ts';
import type { Hears, Plug, PlugPlace } from './plug.ts';

const run = promisify(execFile);
const GADGETS = '/sys/kernel/config/usb_gadget';
const LANGUAGE = 'strings/0x409';
const READ_BYTES = 4096;
const SEEN_MS = 5000;
const SETTLED_MS = 50;
const ALWAYS = () => true;

/** A program of this process has it open, which is what a device sees as DTR. */
const isOpenHere = (file: string): boolean => {
  const target = realpathSync(file);
  return readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === target;
    } catch {
      return false;
    }
  });
};

interface GadgetFunction {
  /** Of the kernel: `acm`, `printer`. */
  readonly kind: string;
  /** Where the driver will find it. */
  url(serial: string): string;
  /** The file that exists while the kernel's driver has the device; null while it has not. */
  hostFile(serial: string): string | null;
  /** `waits-for-dtr`: what it says while nobody has the line open is lost, as with most firmware of the class. */
  readonly speaks: 'always' | 'waits-for-dtr';
  /** The device's end, once the function was made in `folder`. */
  deviceFile(folder: string): Promise<string>;
}

/** A controller looks free until somebody has taken it. */
const inTurn = createTurns();

/** One controller carries one gadget; init.sh loads several. */
const freeController = (): string => {
  const busy = globSync(`${GADGETS}/*/UDC`).map((file) => readFileSync(file, 'utf8').trim());
  const free = globSync('/sys/class/udc/*')
    .map((file) => path.basename(file))
    .sort()
    .find((name) => !busy.includes(name));
  if (free === undefined) throw new Error(`All USB controllers are taken: ${busy.join(', ')}`);
  return free;
};

const createGadget = async ({ name, serial }: PlugPlace, fn: GadgetFunction): Promise<Plug> => {
  const folder = path.join(GADGETS, name);
  const functionFolder = path.join(folder, 'functions', `${fn.kind}.${name}`);
  const configuration = path.join(folder, 'configs/c.1');
  const set = (key: string, value: string) => writeFile(path.join(folder, key), value);
  await mkdir(folder);
  // The Linux Foundation's numbers for gadgets.
  await set('idVendor', '0x1d6b');
  await set('idProduct', '0x0104');
  await mkdir(path.join(folder, LANGUAGE));
  await set(`${LANGUAGE}/manufacturer`, 'Motcua');
  await set(`${LANGUAGE}/product`, 'Lab');
  await set(`${LANGUAGE}/serialnumber`, serial);
  await mkdir(functionFolder);
  await mkdir(configuration);
  await symlink(functionFolder, path.join(configuration, 'function'));
  let line: PolledFile | null = null;
  let isHeard = () => false;

  return {
    url: fn.url(serial),
    async plug(hears: Hears) {
      await inTurn(() => set('UDC', freeController()));
      const device = await fn.deviceFile(functionFolder);
      const hostFile = await until(`the host's side of ${serial}`, () => fn.hostFile(serial), SEEN_MS);
      isHeard = fn.speaks === 'always' ? ALWAYS : () => isOpenHere(hostFile);
      line = await openPolled(device, READ_BYTES, hears.bytes);
    },
    async unplug() {
      const wasOpen = line;
      line = null;
      await set('UDC', '\n');
      await wasOpen?.close();
      await until(`${serial} is gone`, () => fn.hostFile(serial) === null, SEEN_MS);
    },
    async say(bytes) {
      if (!isHeard()) return;
      if (isHeard !== ALWAYS) {
        // Between its opening and its settings a tty echoes what it hears.
        await pause(SETTLED_MS);
        isHeard = ALWAYS;
      }
      await line?.write(bytes).catch(() => undefined);
    },
    async remove() {
      await unlink(path.join(configuration, 'function'));
      await rmdir(configuration);
      await rmdir(functionFolder);
      await rmdir(path.join(folder, LANGUAGE));
      await rmdir(folder);
    },
  };
};

/** As udev names it from the strings of the device (60-serial.rules). */
const byId = (serial: string) => `/dev/serial/by-id/usb-Motcua_Lab_${serial}-if00`;

const SERIAL: GadgetFunction = {
  kind: 'acm',
  url: (serial) => `serial:${byId(serial)}?baud=9600`,
  hostFile: (serial) => (existsSync(byId(serial)) ? byId(serial) : null),
  speaks: 'waits-for-dtr',
  async deviceFile(folder) {
    const port = readFileSync(path.join(folder, 'port_num'), 'utf8').trim();
    const device = `/dev/ttyGS${port}`;
    await until(device, () => existsSync(device));
    // Kept by the port from one opening to the next: no echo, no lines.
    await run('/run/busybox', ['stty', '-F', device, 'raw', '-echo']);
    return device;
  },
};

const serialOfPrinter = (device: string) => {
  try {
    return readFileSync(`/sys/class/usbmisc/${device}/device/../serial`, 'utf8').trim();
  } catch {
    return null;
  }
};

const PRINTER: GadgetFunction = {
  kind: 'printer',
  url: () => 'file:/dev/usb/lp0',
  hostFile: (serial) =>
    globSync('/dev/usb/lp*').find((file) => serialOfPrinter(path.basename(file)) === serial) ?? null,
  speaks: 'always',
  async deviceFile() {
    return until('/dev/g_printer…', () => globSync('/dev/g_printer*')[0]);
  },
};

export const createUsbSerial = (place: PlugPlace): Promise<Plug> => createGadget(place, SERIAL);
/** One at a time: lp0 is the first one's. */
export const createUsbPrinter = (place: PlugPlace): Promise<Plug> => createGadget(place, PRINTER);
