// What the lab needs of the system, or why it cannot be had.
import { ensureSystemPackage, findCommand } from '../../../tools/system-packages.ts';

export interface Tools {
  readonly qemu: string;
  readonly busybox: string;
}

/** Rejects with a sentence when the lab cannot run here. */
export const findTools = async (): Promise<Tools> => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      `the lab runs on Linux on x64, and this is ${process.platform} on ${process.arch}; run it on such a machine`,
    );
  const missing = ['apt-get', 'apt-cache', 'dpkg-deb', 'tar'].filter(
    (command) => findCommand([command], '/usr/bin:/bin') === undefined,
  );
  if (missing.length > 0)
    throw new Error(`the lab takes its kernel from Debian's packages, and there is no ${missing.join(', ')} here`);
  return {
    qemu: await ensureSystemPackage({
      commands: ['qemu-system-x86_64'],
      package: 'qemu-system-x86',
      why: "to run Debian's kernel beside this one",
    }),
    busybox: await ensureSystemPackage({
      commands: ['busybox'],
      package: 'busybox-static',
      why: 'to start the machine of the lab',
    }),
  };
};
