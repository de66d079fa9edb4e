// Which simulated device becomes which device of the kernel. A kind that is not named here speaks over the network.
import { describeReports } from './hid-descriptor.ts';
import type { Plug, PlugPlace } from './plug.ts';
import { createUhid } from './uhid.ts';
import { createUsbPrinter, createUsbSerial } from './usb-gadget.ts';

export interface Wiring {
  readonly name: 'usb-serial' | 'usb-printer' | 'uhid';
  readonly carries: 'bytes' | 'hid';
  create(place: PlugPlace): Promise<Plug>;
}

const usbSerial: Wiring = { name: 'usb-serial', carries: 'bytes', create: createUsbSerial };
const usbPrinter: Wiring = { name: 'usb-printer', carries: 'bytes', create: createUsbPrinter };

/** Elgato's MK.2: docs.elgato.com/streamdeck/hid. */
const streamDeck: Wiring = {
  name: 'uhid',
  carries: 'hid',
  create: createUhid({
    vendorId: 0x0fd9,
    productId: 0x0080,
    descriptor: describeReports(0x0c, 0x01, [
      { kind: 'input', id: 1, bytes: 511 },
      { kind: 'output', id: 2, bytes: 1023 },
      { kind: 'feature', id: 3, bytes: 31 },
    ]),
  }),
};

/** HID Point of Sale Usage Tables 1.02; the orders are Honeywell's. */
const hidPosScanner: Wiring = {
  name: 'uhid',
  carries: 'hid',
  create: createUhid({
    vendorId: 0x0c2e,
    productId: 0x0b61,
    descriptor: describeReports(0x8c, 0x02, [
      { kind: 'input', id: 2, bytes: 63 },
      { kind: 'output', id: 0xfd, bytes: 63 },
      { kind: 'feature', id: 0xfe, bytes: 1 },
    ]),
  }),
};

/** By the folder under drivers; the tests of one run once on each of its wirings. */
export const WIRINGS: ReadonlyMap<string, readonly Wiring[]> = new Map([
  ['call-keypad-qsystem', [usbSerial]],
  ['call-keypad-streamdeck', [streamDeck]],
  ['card-reader-rdm6300', [usbSerial]],
  ['scanner-hid-pos', [hidPosScanner]],
  ['ticket-printer-escpos', [usbPrinter, usbSerial]],
]);
