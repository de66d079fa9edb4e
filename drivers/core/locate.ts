// Where a device file is now, and whether it is still the one that was opened. A cable that is pulled and plugged again
// within half a second leaves the same name behind: only the node itself tells that it is another one.
import { lstat, realpath, stat } from 'node:fs/promises';
import type { DeviceResult } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { fault } from './contract.ts';
import {
  isUsbBinding,
  listNodes,
  type NodeClass,
  parseUsbBinding,
  resolveBinding,
  type SystemRoots,
} from './usb-binding.ts';

/** Measured: a node that is gone is noticed half of this later on average, well below the 2 s that staff are promised. */
const CHECK_MS = 500;

export interface Place {
  readonly device: DeviceId;
  readonly url: string;
  /** A path, or a USB binding. */
  readonly path: string;
  readonly nodeClass: NodeClass;
  readonly roots: SystemRoots;
}

export interface Located {
  /** Of the node itself, links followed. */
  readonly realPath: string;
  /** Calls back once, with how it went, when the node is not there or not the same any more. */
  watch(onGone: (how: string) => void): Disposable;
}

/** Times of making are kept by devtmpfs; devpts has none, and changes the time of change only when it makes a node. */
const identityOf = async (path: string): Promise<{ readonly realPath: string; readonly mark: string } | null> => {
  try {
    const realPath = await realpath(path);
    const [link, node] = await Promise.all([lstat(path, { bigint: true }), stat(realPath, { bigint: true })]);
    const made = realPath.startsWith('/dev/pts/') ? node.ctimeNs : node.birthtimeNs;
    const ofLink = path === realPath ? [] : [link.ino, link.birthtimeNs];
    return { realPath, mark: [node.dev, node.ino, node.rdev, made, ...ofLink].join(' ') };
  } catch {
    return null;
  }
};

const nameNow = async ({ device, url, path, nodeClass, roots }: Place): Promise<DeviceResult<string>> => {
  if (!isUsbBinding(path)) return ok(path);
  const binding = parseUsbBinding(path);
  if (!binding.ok) return refuse(fault(device, 'rejected', 'service', `${binding.error} [url=${url}]`));
  const found = resolveBinding(await listNodes(roots, nodeClass), binding.value);
  if (found.ok) return found;
  const { reason, message } = found.error;
  return reason === 'absent'
    ? refuse(fault(device, 'no-device', 'wait', `${message} [url=${url}]`))
    : refuse(fault(device, 'rejected', 'service', `${message} [url=${url}]`, { part: 'twins' }));
};

/** Faults: no-device (away), rejected with part `twins` (two devices match). */
export const locate = async (place: Place): Promise<DeviceResult<Located>> => {
  const name = await nameNow(place);
  if (!name.ok) return name;
  const first = await identityOf(name.value);
  if (first === null)
    return refuse(
      fault(place.device, 'no-device', 'wait', `There is nothing at ${name.value}; plug it in [url=${place.url}]`),
    );
  const { realPath, mark } = first;
  return ok({
    realPath,
    watch(onGone) {
      let isLooking = false;
      const look = async () => {
        // A look that hangs in the kernel must not pile up others behind it.
        if (isLooking) return;
        isLooking = true;
        const now = await identityOf(name.value);
        isLooking = false;
        if (now === null) onGone(`${realPath} disappeared`);
        else if (now.realPath !== realPath) onGone(`${name.value} now leads to ${now.realPath}`);
        else if (now.mark !== mark) onGone(`${realPath} was plugged in anew`);
      };
      const timer = setInterval(() => void look(), CHECK_MS);
      return { [Symbol.dispose]: () => clearInterval(timer) };
    },
  });
};
