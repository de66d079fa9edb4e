// A disk that can lose its power: ext4 in an image file on an XFS that can clone files. A clone made at one moment holds
// just what had reached the "platter" by then; what the system still kept in memory is gone. Needs root and Linux.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

export interface BlockImage extends Disposable {
  /** Where the living file system is mounted. */
  readonly folder: string;
  /** Freezes the disk as a power cut would, mounts the copy, hands over its folder, and throws the copy away. */
  cut<T>(inspect: (folder: string) => T): T;
}

const run = (command: string, ...args: string[]): void => {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  } catch (cause) {
    const reason = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause);
    throw new Error(`${command} ${args.join(' ')}: ${reason}`, { cause });
  }
};

/** Errors: what mkfs or mount said, e.g. when loop devices are not to be had. Leaves nothing mounted then. */
export const createBlockImage = (base: string): BlockImage => {
  using opening = new DisposableStack();
  const at = (name: string): string => path.join(base, name);
  for (const name of ['outer', 'inner', 'cut']) mkdirSync(at(name), { recursive: true });
  const mount = (image: string, folder: string): void => {
    run('mount', '-o', 'loop', image, folder);
    opening.defer(() => run('umount', folder));
  };
  run('truncate', '-s', '3G', at('outer.img'));
  run('mkfs.xfs', '-q', '-f', '-m', 'reflink=1', at('outer.img'));
  mount(at('outer.img'), at('outer'));
  run('truncate', '-s', '256M', at('outer/inner.img'));
  run('mkfs.ext4', '-q', '-F', at('outer/inner.img'));
  mount(at('outer/inner.img'), at('inner'));
  const held = opening.move();
  return {
    folder: at('inner'),
    cut: (inspect) => {
      run('cp', '--reflink=always', at('outer/inner.img'), at('outer/cut.img'));
      run('mount', '-o', 'loop', at('outer/cut.img'), at('cut'));
      try {
        return inspect(at('cut'));
      } finally {
        run('umount', at('cut'));
      }
    },
    [Symbol.dispose]: () => held.dispose(),
  };
};
