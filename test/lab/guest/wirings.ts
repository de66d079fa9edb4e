// Which simulated device becomes which device of the kernel. A kind that is not named here speaks over the network.
import type { Plug, PlugPlace } from './plug.ts';
import { createUhid } from './uhid.ts';
import { createUsbPrinter, createUsbSerial } from './usb-gadget.ts';

export type Wire = (place: PlugPlace) => Promise<Plug>;

/** What stands for a line of bytes, and for a line of HID reports. */
export interface Wiring {
  readonly name: string;
  readonly bytes?: Wire;
  readonly hid?: Wire;
}

const usbSerial: Wiring = { name: 'usb-serial', bytes: createUsbSerial };
const usbPrinter: Wiring = { name: 'usb-printer', bytes: createUsbPrinter };

/** Elgato's MK.2: docs.elgato.com/streamdeck/hid. */
const streamDeck: Wiring = {
  name: 'uhid',
  hid: createUhid({
    vendorId: 0x0fd9,
    productId: 0x0080,
    usagePage: 0x0c,
    usage: 0x01,
    reports: [
      { kind: 'input', id: 1, bytes: 511 },
      { kind: 'output', id: 2, bytes: 1023 },
      { kind: 'feature', id: 3, bytes: 31 },
    ],
  }),
};

/** HID Point of Sale Usage Tables 1.02; the orders are Honeywell's. */
const hidPosScanner: Wiring = {
  name: 'uhid',
  hid: createUhid({
    vendorId: 0x0c2e,
    productId: 0x0b61,
    usagePage: 0x8c,
    usage: 0x02,
    reports: [
      { kind: 'input', id: 2, bytes: 63 },
      { kind: 'output', id: 0xfd, bytes: 63 },
      { kind: 'feature', id: 0xfe, bytes: 1 },
    ],
  }),
};

/** One report of each kind, without an id: 337 bytes of a swipe (99875191), 24 of a feature. */
const magtek: Wiring = {
  name: 'uhid',
  hid: createUhid({
    vendorId: 0x0801,
    productId: 0x0002,
    usagePage: 0xff00,
    usage: 0x01,
    reports: [
      { kind: 'input', id: 0, bytes: 337 },
      { kind: 'feature', id: 0, bytes: 24 },
    ],
  }),
};

/** The MSR605 has a serial line, the MSR605X HID reports of 64 bytes. */
const msr605: Wiring = {
  name: 'usb-serial and uhid',
  bytes: createUsbSerial,
  hid: createUhid({
    vendorId: 0x0801,
    productId: 0x0003,
    usagePage: 0xff00,
    usage: 0x01,
    reports: [
      { kind: 'input', id: 0, bytes: 64 },
      { kind: 'output', id: 0, bytes: 64 },
    ],
  }),
};

/** By the folder under drivers, or the name of a file in test/lab/checks; its checks run once on each of its wirings. */
export const WIRINGS: ReadonlyMap<string, readonly Wiring[]> = new Map([
  ['call-keypad-qsystem', [usbSerial]], // one line a driver
  ['call-keypad-streamdeck', [streamDeck]],
  ['card-reader-magtek', [magtek]],
  ['card-reader-msr605', [msr605]],
  ['card-reader-rdm6300', [usbSerial]],
  ['scanner-hid-pos', [hidPosScanner]],
  ['scanner-serial', [usbSerial]],
  ['serial-by-id', [usbSerial]],
  ['ticket-printer-escpos', [usbPrinter, usbSerial]],
]);
