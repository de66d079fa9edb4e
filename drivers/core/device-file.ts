// A device that is a file: USB printers of the printer class (/dev/usb/lp0). Opened without blocking, since a read that
// waits in the kernel would hold one of the few threads that all files of this process share; so it is asked every 20 ms.
//  - usblp: no data, or the last write still on its way, is EAGAIN; a write may take a part; unplugged is ENODEV or EIO;
//    one process at a time (EBUSY).
//  - A file that is gone says nothing until it is used, so the node is looked at every 500 ms (locate.ts).
import { constants, type FileHandle, open, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { fault, type Transport } from './contract.ts';
import { createLine } from './line.ts';
import { locate } from './locate.ts';
import { createTurns } from './turns.ts';
import type { SystemRoots } from './usb-binding.ts';

const AGAIN_MS = 20;
const READ_BYTES = 4096;
/** usblp takes some 8 KB at once; smaller pieces let a stop come through. */
const WRITE_BYTES = 4096;
const FLAGS = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY;

interface Target {
  readonly url: string;
  readonly device: DeviceId;
  readonly path: string;
  readonly roots: SystemRoots;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const openFault = ({ url, device }: Target, error: Error): Fault => {
  const message = `Could not open: ${error.message} [url=${url}]`;
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENODEV':
    case 'ENXIO':
      return fault(device, 'no-device', 'wait', message, {}, error);
    case 'EACCES':
    case 'EPERM':
      return fault(device, 'access-denied', 'service', `${message}; add the user to the group lp`, {}, error);
    case 'EBUSY':
      return fault(device, 'busy', 'retry', message, {}, error);
    default:
      return fault(device, 'hardware', 'service', message, {}, error);
  }
};

/** What `work` gives; null when the device has nothing, or takes nothing, at the moment. */
const unlessBusy = async <T>(work: Promise<T>): Promise<T | null> => {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return null;
    throw error;
  }
};

const writeWhole = async (file: FileHandle, frame: Uint8Array, isOpen: () => boolean): Promise<void> => {
  for (let at = 0; at < frame.length && isOpen(); ) {
    const length = Math.min(WRITE_BYTES, frame.length - at);
    const written = await unlessBusy(file.write(frame, at, length, null));
    if (written === null) await pause(AGAIN_MS);
    else at += written.bytesWritten;
  }
};

/** Faults: no-device, access-denied, busy, hardware, rejected (an ordinary file), stopped. */
export const openDeviceFile = async (target: Target, signal: AbortSignal): Promise<DeviceResult<Transport>> => {
  const { url, device, path } = target;
  if (signal.aborted) return refuse(fault(device, 'stopped', 'wait', `Opening was stopped [url=${url}]`));
  const located = await locate({ device, url, path, nodeClass: 'usbmisc', roots: target.roots });
  if (!located.ok) return located;
  const { realPath } = located.value;
  if (!(await stat(realPath)).isCharacterDevice())
    return refuse(fault(device, 'rejected', 'service', `${path} is no device file, such as /dev/usb/lp0 [url=${url}]`));
  let file: FileHandle;
  try {
    file = await open(realPath, FLAGS);
  } catch (error) {
    return refuse(openFault(target, error instanceof Error ? error : new Error(String(error))));
  }

  let isOpen = true;
  const inTurn = createTurns();
  const line = createLine(device, {
    url,
    bytesPerSecond: null,
    write: (frame, done) =>
      void inTurn(() => writeWhole(file, frame, () => isOpen)).then(
        () => done(null),
        (error) => done(error instanceof Error ? error : new Error(String(error))),
      ),
    async release() {
      isOpen = false;
      watch[Symbol.dispose]();
      await file.close().catch(() => undefined);
    },
  });
  const unplugged = (how: string, cause?: unknown) =>
    line.lose(fault(device, 'no-device', 'wait', `The device is gone: ${how} [url=${url}]`, {}, cause));
  const watch = located.value.watch(unplugged);

  const readOn = async () => {
    const buffer = new Uint8Array(READ_BYTES);
    while (isOpen) {
      const read = await unlessBusy(file.read(buffer, 0, READ_BYTES, null));
      // 0 bytes: usblp has nothing; an end of file it does not have.
      if (read === null || read.bytesRead === 0) await pause(AGAIN_MS);
      else line.received(buffer.slice(0, read.bytesRead));
    }
  };
  readOn().catch((error) => unplugged(String(error), error));
  return ok(line.transport);
};
