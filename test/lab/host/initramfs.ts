// The first file system of a Linux machine: a cpio archive of the "newc" kind, gzipped
// (Documentation/driver-api/early-userspace/buffer-format.rst of the kernel).
import { gzipSync } from 'node:zlib';

export interface Entry {
  readonly name: string;
  readonly content: Uint8Array;
  readonly kind: 'folder' | 'file' | 'program';
}

const MODES = { folder: 0o040755, file: 0o100644, program: 0o100755 } as const;
const ALIGNMENT = 4;

const padded = (bytes: Uint8Array): Buffer =>
  Buffer.concat([bytes, Buffer.alloc((ALIGNMENT - (bytes.length % ALIGNMENT)) % ALIGNMENT)]);

const record = (inode: number, mode: number, name: string, content: Uint8Array): Buffer => {
  const path = Buffer.from(`${name}\0`);
  // inode, mode, uid, gid, links, mtime, size, device and special device (two each), length of the name, checksum
  const fields = [inode, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, path.length, 0];
  const head = `070701${fields.map((field) => field.toString(16).padStart(8, '0')).join('')}`;
  return Buffer.concat([padded(Buffer.concat([Buffer.from(head, 'latin1'), path])), padded(content)]);
};

/** Folders must stand before what is in them. */
export const buildInitramfs = (entries: readonly Entry[]): Buffer =>
  gzipSync(
    Buffer.concat([
      ...entries.map(({ name, kind, content }, index) => record(index + 1, MODES[kind], name, content)),
      record(0, 0, 'TRAILER!!!', new Uint8Array(0)),
    ]),
    { level: 1 },
  );
