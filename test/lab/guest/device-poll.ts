// A device file of the device's side, such as /dev/ttyGS0 or /dev/uhid: read without blocking, since a read that waits in
// the kernel holds one of the few threads that all files of a process share.
import { constants, type FileHandle, open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const AGAIN_MS = 5;

const isBusy = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'EAGAIN';

export interface PolledFile {
  /** Resolves when the system took all; rejects when the device is gone. */
  write(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** `onBytes` hears what one read gave, until the file is closed or its device is gone. */
export const openPolled = async (
  path: string,
  bufferBytes: number,
  onBytes: (bytes: Uint8Array) => void,
): Promise<PolledFile> => {
  const file: FileHandle = await open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
  let isOpen = true;

  /** Null: nothing at the moment. */
  const unlessBusy = async <T>(work: Promise<T>): Promise<T | null> => {
    try {
      return await work;
    } catch (error) {
      if (isBusy(error)) return null;
      throw error;
    }
  };

  const readOn = async () => {
    const buffer = new Uint8Array(bufferBytes);
    while (isOpen) {
      const read = await unlessBusy(file.read(buffer, 0, bufferBytes, null));
      if (read === null || read.bytesRead === 0) await pause(AGAIN_MS);
      else onBytes(buffer.slice(0, read.bytesRead));
    }
  };
  // An error is the end of the device; whoever pulled it knows.
  const reading = readOn().catch(() => undefined);

  return {
    async write(bytes) {
      for (let at = 0; at < bytes.length && isOpen; ) {
        const written = await unlessBusy(file.write(bytes, at, bytes.length - at, null));
        if (written === null) await pause(AGAIN_MS);
        else at += written.bytesWritten;
      }
    },
    async close() {
      isOpen = false;
      await reading;
      await file.close().catch(() => undefined);
    },
  };
};
