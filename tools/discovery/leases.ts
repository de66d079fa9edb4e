// Whose a port is already. A question on a line that a driver holds would be answered to the driver, and opening a port
// can reset the device behind it: what somebody holds is listed and left alone.
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { locate } from '../../drivers/core/locate.ts';
import { parseTransportUrl } from '../../drivers/core/transport-url.ts';
import type { SystemRoots } from '../../drivers/core/usb-binding.ts';
import type { LoadedConfig } from '../../main/host/config.ts';
import type { DeviceConfig } from '../../main/host/site-schema.ts';
import { isFolderLocked } from '../../main/store/folder-lock.ts';
import type { Candidate } from './candidates.ts';

export interface Lease {
  /** Who has it, for a person. */
  readonly holder: string;
  /** `held`: in use now, not to be opened. `named`: in the configuration, whose host does not run. */
  readonly state: 'held' | 'named';
}

export interface Leases {
  of(candidate: Candidate): Promise<Lease | null>;
}

/** Real path of a device file by who has it open. Other users' processes are seen by root only. */
const openFiles = async (): Promise<ReadonlyMap<string, string>> => {
  const holders = new Map<string, string>();
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) {
    if (Number(pid) === process.pid) continue;
    const folder = path.join('/proc', pid, 'fd');
    const files = await readdir(folder).catch(() => []);
    const targets = await Promise.all(files.map((file) => readlink(path.join(folder, file)).catch(() => '')));
    // The other end of a PTY holds it too: that one is told apart by the lock, when it is opened.
    const devices = targets.filter((target) => target.startsWith('/dev/') && !target.startsWith('/dev/pts/'));
    if (devices.length === 0) continue;
    const command = (await readFile(path.join('/proc', pid, 'comm'), 'utf8').catch(() => 'unknown')).trim();
    for (const device of devices) holders.set(device, `process ${pid} (${command})`);
  }
  return holders;
};

const isTheSame = async (device: DeviceConfig, candidate: Candidate, roots: SystemRoots): Promise<boolean> => {
  const parsed = parseTransportUrl(device.url);
  if (!parsed.ok) return false;
  const { value } = parsed;
  if (value.kind === 'tcp') return candidate.url === `tcp://${value.host}:${value.port}`;
  if (value.kind === 'hid')
    return (
      candidate.usb?.vendorId === value.vendorId &&
      candidate.usb.productId === value.productId &&
      (value.serial === null || value.serial === candidate.serial)
    );
  if ((value.kind !== 'serial' && value.kind !== 'file') || candidate.realPath === null) return false;
  const nodeClass = value.kind === 'serial' ? 'tty' : 'usbmisc';
  const located = await locate({ device: device.id, url: device.url, path: value.path, nodeClass, roots });
  return located.ok && located.value.realPath === (await realpath(candidate.realPath).catch(() => null));
};

/** `loaded`: the site's configuration, or null where there is none yet. */
export const createLeases = async (loaded: LoadedConfig | null, roots: SystemRoots): Promise<Leases> => {
  const holders = await openFiles();
  const isRunning = loaded !== null && isFolderLocked(loaded.dataFolder);
  return {
    async of(candidate) {
      for (const device of loaded?.config.devices ?? []) {
        if (!(await isTheSame(device, candidate, roots))) continue;
        return isRunning
          ? { holder: `${device.id} of the running host`, state: 'held' }
          : { holder: `${device.id} of the configuration, whose host does not run`, state: 'named' };
      }
      const real = candidate.realPath === null ? null : await realpath(candidate.realPath).catch(() => null);
      const holder = real === null ? undefined : holders.get(real);
      return holder === undefined ? null : { holder, state: 'held' };
    },
  };
};
