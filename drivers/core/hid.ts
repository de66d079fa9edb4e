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

/** Faults: no-device, access-denied, hardware (libusb is missing). */
export const openHid = async (target: Target, signal: AbortSignal): Promise<DeviceResult<Transport>> => {
  const { url, device } = target;
  const { vendorId, productId, serial, usagePage } = target.hid;
  try {
    const { HIDAsync, devicesAsync } = await import('node-hid');
    const found = (await devicesAsync(vendorId, productId)).find(
      (one) =>
        one.path !== undefined &&
        (serial === null || one.serialNumber === serial) &&
        (usagePage === null || one.usagePage === usagePage),
    );
    if (found?.path === undefined) {
      return refuse(fault(device, 'no-device', 'wait', `No such HID device is plugged in [url=${url}]`));
    }
    const opened = await HIDAsync.open(found.path);
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
