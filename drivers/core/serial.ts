// A serial line over the `serialport` package, with guards for what was measured of version 13 on Linux (ADR-0003):
//  - unplugged while a read is in flight, it reports nothing and loops on empty reads (13 of 36 unplugs), so the node
//    is looked at every 500 ms (locate.ts): a reader that is never written to would not notice;
//  - a write after the unplug never calls back, so every wait ends with the line (line.ts);
//  - `close` may come twice, and an `error` nobody listens to would end the process.
// Modem lines are left alone: PTYs and some USB bridges do not have them.
import { SerialPort } from 'serialport';
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { fault, type Transport } from './contract.ts';
import { createLine } from './line.ts';
import { locate } from './locate.ts';
import type { SerialUrl } from './transport-url.ts';
import type { SystemRoots } from './usb-binding.ts';

const OPEN_TIMEOUT_MS = 3000;

interface Target {
  readonly url: string;
  readonly device: DeviceId;
  readonly serial: SerialUrl;
  readonly roots: SystemRoots;
}

const openFault = ({ url, device }: Target, error: Error): Fault => {
  const message = `Could not open: ${error.message} [url=${url}]`;
  if (/no such file|ENOENT|ENXIO|no such device/i.test(error.message)) {
    return fault(device, 'no-device', 'wait', message, {}, error);
  }
  if (/permission denied|EACCES/i.test(error.message)) {
    return fault(device, 'access-denied', 'service', `${message}; add the user to the group of the port`, {}, error);
  }
  if (/lock|busy/i.test(error.message)) return fault(device, 'busy', 'retry', message, {}, error);
  return fault(device, 'hardware', 'service', message, {}, error);
};

/** Stop, start and parity bits count: 8N1 carries a tenth of its baud rate in bytes. */
const bytesPerSecondOf = ({ baud, dataBits, parity, stopBits }: SerialUrl) =>
  baud / (1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits);

const closePort = (port: SerialPort) =>
  new Promise<void>((resolve) => {
    if (!port.isOpen) return resolve();
    const limit = setTimeout(resolve, 1000);
    port.close(() => {
      clearTimeout(limit);
      resolve();
    });
  });

/** Resolves when the port is open, or with the fault. A port that opens after we gave up is closed again. */
const openPort = (target: Target, port: SerialPort, signal: AbortSignal) =>
  new Promise<Fault | null>((resolve) => {
    const { url, device } = target;
    const finish = (reason: Fault | null) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(reason);
    };
    const onAbort = () => finish(fault(device, 'stopped', 'wait', `Opening was stopped [url=${url}]`));
    const timer = setTimeout(() => {
      finish(fault(device, 'timeout', 'retry', `The port did not open within ${OPEN_TIMEOUT_MS} ms [url=${url}]`));
    }, OPEN_TIMEOUT_MS);
    signal.addEventListener('abort', onAbort);
    port.open((error) => {
      if (error === null) finish(null);
      else finish(openFault(target, error));
    });
  });

export const openSerial = async (target: Target, signal: AbortSignal): Promise<DeviceResult<Transport>> => {
  const { url, device, serial } = target;
  const located = await locate({ device, url, path: serial.path, nodeClass: 'tty', roots: target.roots });
  if (!located.ok) return located;
  const port = new SerialPort({
    path: located.value.realPath,
    baudRate: serial.baud,
    dataBits: serial.dataBits,
    parity: serial.parity,
    stopBits: serial.stopBits,
    rtscts: serial.flow === 'rts-cts',
    xon: serial.flow === 'xon-xoff',
    xoff: serial.flow === 'xon-xoff',
    autoOpen: false,
  });
  let reportError: ((error: Error) => void) | null = null;
  port.on('error', (error: Error) => reportError?.(error));
  const failed = signal.aborted
    ? fault(device, 'stopped', 'wait', `Opening was stopped [url=${url}]`)
    : await openPort(target, port, signal);
  if (failed !== null) {
    port.once('open', () => void closePort(port));
    await closePort(port);
    return refuse(failed);
  }

  const line = createLine(device, {
    url,
    bytesPerSecond: bytesPerSecondOf(serial),
    write: (frame, done) => port.write(Buffer.from(frame), (error) => done(error ?? null)),
    async release() {
      watch[Symbol.dispose]();
      await closePort(port);
    },
  });
  const unplugged = (how: string, cause?: unknown) =>
    line.lose(fault(device, 'no-device', 'wait', `The line is gone: ${how} [url=${url}]`, {}, cause));
  const watch = located.value.watch(unplugged);
  reportError = (error) => unplugged(error.message, error);
  port.on('data', line.received);
  port.on('close', (error: Error | null) => unplugged(error?.message ?? 'the port closed', error ?? undefined));
  return ok(line.transport);
};
