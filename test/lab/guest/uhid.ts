// HID devices whose transport is a program: /dev/uhid (Documentation/hid/uhid.rst, include/uapi/linux/uhid.h).
import { readdirSync, readFileSync } from 'node:fs';
import { until } from '../../../drivers/core/test-kit.ts';
import { openPolled, type PolledFile } from './device-poll.ts';
import { describeReports, type ReportShape } from './hid-descriptor.ts';
import type { Hears, Plug, PlugPlace } from './plug.ts';

const EVENT = {
  destroy: 1,
  output: 6,
  getReport: 9,
  getReportReply: 10,
  create2: 11,
  input2: 12,
  setReport: 13,
  setReportReply: 14,
} as const;
const DATA_BYTES = 4096;
/** type u32, then the largest of the events: UHID_CREATE2 with name, phys, uniq, six numbers and the descriptor. */
const CREATE2_BYTES = 4 + 128 + 64 + 64 + 2 + 2 + 4 * 4 + DATA_BYTES;
const USB_BUS = 3;
const ERROR_IO = 5;
const SEEN_MS = 5000;

export interface HidIdentity {
  readonly vendorId: number;
  readonly productId: number;
  readonly usagePage: number;
  readonly usage: number;
  readonly reports: readonly ReportShape[];
}

const event = (type: number, bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUInt32LE(type);
  return buffer;
};

const create2 = ({ vendorId, productId, ...shape }: HidIdentity, { name, serial }: PlugPlace): Buffer => {
  const buffer = event(EVENT.create2, CREATE2_BYTES);
  const descriptor = describeReports(shape.usagePage, shape.usage, shape.reports);
  buffer.write(`Motcua Lab ${name}`, 4, 127);
  buffer.write(`lab/${name}`, 132, 63);
  buffer.write(serial, 196, 63);
  buffer.writeUInt16LE(descriptor.length, 260);
  buffer.writeUInt16LE(USB_BUS, 262);
  buffer.writeUInt32LE(vendorId, 264);
  buffer.writeUInt32LE(productId, 268);
  buffer.set(descriptor, 280);
  return buffer;
};

const input2 = (report: Uint8Array): Buffer => {
  const buffer = event(EVENT.input2, 6 + report.length);
  buffer.writeUInt16LE(report.length, 4);
  buffer.set(report, 6);
  return buffer;
};

/** As a device sends it: an input report has its described length, and the kernel drops a shorter one. */
const atFullLength = ({ reports }: HidIdentity, report: Uint8Array): Uint8Array => {
  const inputs = reports.filter(({ kind }) => kind === 'input');
  const shape = inputs.find(({ id }) => id === 0 || id === report[0]);
  const bytes = shape === undefined ? 0 : shape.bytes + (shape.id === 0 ? 0 : 1);
  return report.length >= bytes ? report : Buffer.concat([report], bytes);
};

const hex = (id: number) => id.toString(16).padStart(4, '0');

const isInSystem = (serial: string): boolean =>
  readdirSync('/sys/class/hidraw').some((name) => {
    try {
      return readFileSync(`/sys/class/hidraw/${name}/device/uevent`, 'utf8').includes(`HID_UNIQ=${serial}\n`);
    } catch {
      return false;
    }
  });

export const createUhid =
  (identity: HidIdentity) =>
  async (place: PlugPlace): Promise<Plug> => {
    const { serial } = place;
    let file: PolledFile | null = null;

    const obey = async (bytes: Uint8Array, hears: Hears) => {
      const message = Buffer.from(bytes);
      switch (message.readUInt32LE(0)) {
        case EVENT.output:
          return hears.bytes(message.subarray(4, 4 + message.readUInt16LE(4 + DATA_BYTES)));
        case EVENT.setReport: {
          hears.setFeature(message.subarray(12, 12 + message.readUInt16LE(10)));
          const reply = event(EVENT.setReportReply, 10);
          reply.writeUInt32LE(message.readUInt32LE(4), 4);
          return file?.write(reply);
        }
        case EVENT.getReport: {
          const report = await hears.getFeature(message[8] ?? 0, DATA_BYTES).catch(() => new Uint8Array(0));
          const reply = event(EVENT.getReportReply, 12 + report.length);
          reply.writeUInt32LE(message.readUInt32LE(4), 4);
          reply.writeUInt16LE(report.length === 0 ? ERROR_IO : 0, 8);
          reply.writeUInt16LE(report.length, 10);
          reply.set(report, 12);
          return file?.write(reply);
        }
      }
    };

    return {
      url: `hid:${hex(identity.vendorId)}:${hex(identity.productId)}?serial=${serial}`,
      async plug(hears) {
        file = await openPolled('/dev/uhid', CREATE2_BYTES, (bytes) => void obey(bytes, hears));
        await file.write(create2(identity, place));
        await until(`hidraw of ${serial}`, () => isInSystem(serial), SEEN_MS);
      },
      async unplug() {
        const wasOpen = file;
        file = null;
        await wasOpen?.write(event(EVENT.destroy, 4));
        await wasOpen?.close();
        await until(`${serial} is gone`, () => !isInSystem(serial), SEEN_MS);
      },
      async say(report) {
        await file?.write(input2(atFullLength(identity, report))).catch(() => undefined);
      },
      remove: async () => undefined,
    };
  };
