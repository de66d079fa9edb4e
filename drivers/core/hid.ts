// A HID device over the `node-hid` package. It loads when the first HID device is opened: a site without one needs no
// libusb. Plugging is seen by looking for the device again at each opening, so a port number may change.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { fault, type Transport } from './contract.ts';
import { createLine } from './line.ts';
import type { HidUrl } from './transport-url.ts';

interface Target {
  readonly url: string;
  readonly device: DeviceId;
  readonly hid: HidUrl;
}

const openFault = ({ url, device }: Target, error: Error): Fault => {
  const message = `Could not open: ${error.message} [url=${url}]`;
  if (/libusb|libudev|shared object/i.test(error.message)) {
    return fault(device, 'hardware', 'service', `${message}; install it: apt-get install libusb-1.0-0`, {}, error);
  }
  if (/permission|cannot open device/i.test(error.message)) {
    return fault(
      device,
      'access-denied',
      'service',
      `${message}; give the user the hidraw device by a udev rule`,
      {},
      error,
    );
  }
  return fault(device, 'no-device', 'wait', message, {}, error);
};

/** One collection of a HID device, as node-hid lists it; a device has one path and may have several collections. */
export interface HidCollection {
  readonly path?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly product?: string | undefined;
  readonly usagePage?: number | undefined;
}

/** The path that `target` means. Faults: no-device, rejected with part `twins` (two devices match). */
export const pickHid = (found: readonly HidCollection[], { url, device, hid }: Target): DeviceResult<string> => {
  const { serial, usagePage } = hid;
  const meant = found.filter(
    (one) => (serial === null || one.serialNumber === serial) && (usagePage === null || one.usagePage === usagePage),
  );
  const paths = [...new Set(meant.flatMap(({ path }) => (path === undefined ? [] : [path])))];
  const [path] = paths;
  if (path === undefined) {
    const others = [...new Set(found.map(({ serialNumber }) => serialNumber || 'none'))];
    const seen = found.length === 0 ? '' : `; of this kind there are the serial numbers ${others.join(', ')}`;
    return refuse(fault(device, 'no-device', 'wait', `No such HID device is plugged in${seen} [url=${url}]`));
  }
  if (paths.length > 1) {
    const list = meant.map((one) => `${one.path} (serial number ${one.serialNumber || 'none'})`).join(', ');
    const message = `${paths.length} devices match: ${list}; write ?serial=<serial number>, or unplug one [url=${url}]`;
    return refuse(fault(device, 'rejected', 'service', message, { part: 'twins' }));
  }
  return ok(path);
};

/** Faults: no-device, rejected (two devices match), access-denied, hardware (libusb is missing). */
export const openHid = async (target: Target, signal: AbortSignal): Promise<DeviceResult<Transport>> => {
  const { url, device } = target;
  const { vendorId, productId } = target.hid;
  try {
    const { HIDAsync, devicesAsync } = await import('node-hid');
    const path = pickHid(await devicesAsync(vendorId, productId), target);
    if (!path.ok) return path;
    const opened = await HIDAsync.open(path.value);
    const line = createLine(device, {
      url,
      bytesPerSecond: null,
      write: (report, done) => void opened.write(Buffer.from(report)).then(() => done(null), done),
      async release() {
        opened.removeAllListeners('data');
        await opened.close().catch(() => undefined);
      },
    });
    const lost = (error: Error) =>
      line.lose(fault(device, 'no-device', 'wait', `The HID device is gone: ${error.message} [url=${url}]`, {}, error));
    opened.on('data', line.received);
    opened.on('error', lost);
    if (signal.aborted) await line.transport.close();
    return ok({
      ...line.transport,
      features: {
        send: async (report) => void (await opened.sendFeatureReport(Buffer.from(report))),
        get: (reportId, length) => opened.getFeatureReport(reportId, length),
      },
    });
  } catch (error) {
    return refuse(openFault(target, error instanceof Error ? error : new Error(String(error))));
  }
};
