// Debian's kernel and udev for the lab's machine: downloaded and unpacked into .cache/lab, never installed.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const BIG = { maxBuffer: 64 * 1024 * 1024 };

/** What the guest has plugged into it or is mounted from; what these depend on is found by itself. */
const WANTED = [
  ...['virtio_pci', '9pnet_virtio', '9p', 'overlay', 'configfs'],
  ...['uhid', 'hid-generic', 'usbhid', 'evdev'],
  ...['dummy_hcd', 'libcomposite', 'usb_f_acm', 'usb_f_hid', 'usb_f_printer', 'cdc-acm', 'usblp'],
] as const;

export interface GuestSystem {
  readonly kernel: string;
  /** Paths of modules in the order in which they can be loaded. */
  readonly modules: readonly string[];
  /** A folder that is laid over the host's root: udev. */
  readonly layer: string;
  readonly release: string;
}

const nameOf = (file: string) => path.basename(file, '.ko').replaceAll('-', '_');

/** `depends=` of the module's own description: names with commas between them. */
const dependenciesOf = async (file: string): Promise<string[]> => {
  const [, names = ''] = /\0depends=([^\0]*)\0/.exec((await readFile(file)).toString('latin1')) ?? [];
  return names.split(',').filter((name) => name !== '');
};

/** Takes `WANTED` and what it depends on out of the kernel's package; the order is the order of loading. */
const unpackModules = async (tar: string, folder: string): Promise<string[]> => {
  const { stdout } = await run('tar', ['-tf', tar], BIG);
  const files = new Map(
    stdout
      .split('\n')
      .filter((file) => file.endsWith('.ko'))
      .map((file) => [nameOf(file), file]),
  );
  const order: string[] = [];
  const take = async (name: string): Promise<void> => {
    const file = files.get(name);
    // What is built into the kernel is no file.
    if (file === undefined || order.includes(file)) return;
    await run('tar', ['-xf', tar, '-C', folder, file]);
    for (const dependency of await dependenciesOf(path.join(folder, file))) await take(nameOf(dependency));
    if (!order.includes(file)) order.push(file);
  };
  for (const wanted of WANTED) await take(nameOf(wanted));
  const missing = WANTED.filter((wanted) => !order.some((file) => nameOf(file) === nameOf(wanted)));
  if (missing.length > 0) throw new Error(`The kernel's package has no module ${missing.join(', ')}`);
  return order;
};

const packageFile = async (folder: string, name: string): Promise<string> => {
  await run('apt-get', ['download', '-qq', name], { cwd: folder });
  const file = (await readdir(folder)).find((one) => one.startsWith(`${name}_`) && one.endsWith('.deb'));
  if (file === undefined) throw new Error(`apt-get download ${name} brought no package`);
  return path.join(folder, file);
};

const unpack = async (release: string, folder: string): Promise<void> => {
  const kernel = await packageFile(folder, `linux-image-${release}`);
  const tar = path.join(folder, 'kernel.tar');
  await run('sh', ['-c', 'dpkg-deb --fsys-tarfile "$0" > "$1"', kernel, tar]);
  await run('tar', ['-xf', tar, '-C', folder, `./boot/vmlinuz-${release}`]);
  await rename(path.join(folder, 'boot', `vmlinuz-${release}`), path.join(folder, 'vmlinuz'));
  const modules = path.join(folder, 'modules');
  await mkdir(modules);
  const order = await unpackModules(tar, modules);
  for (const [index, file] of order.entries())
    await rename(
      path.join(modules, file),
      path.join(modules, `${String(index).padStart(2, '0')}-${path.basename(file)}`),
    );
  const udev = path.join(folder, 'udev');
  await run('dpkg-deb', ['-x', await packageFile(folder, 'udev'), udev]);
  // Today's Debian has /bin and /lib as links into /usr; a folder of that name would hide the host's.
  await mkdir(path.join(folder, 'layer', 'usr', 'lib'), { recursive: true });
  await rename(path.join(udev, 'bin'), path.join(folder, 'layer', 'usr', 'bin'));
  await rename(path.join(udev, 'lib', 'udev'), path.join(folder, 'layer', 'usr', 'lib', 'udev'));
  await rm(path.join(modules, 'lib'), { recursive: true });
  for (const left of ['boot', 'udev', 'kernel.tar']) await rm(path.join(folder, left), { recursive: true });
  for (const left of await readdir(folder)) if (left.endsWith('.deb')) await rm(path.join(folder, left));
};

/** `6.1.0-50-amd64`, of the package that linux-image-amd64 stands for. */
const newestRelease = async (): Promise<string> => {
  const { stdout } = await run('apt-cache', ['depends', '--important', 'linux-image-amd64']);
  const [, release] = /Depends: linux-image-(\S+-amd64)/.exec(stdout) ?? [];
  if (release === undefined) throw new Error(`Debian's lists name no kernel; run: apt-get update`);
  return release;
};

/** Unpacks once for each kernel release; `cache` keeps about 12 MB. */
export const ensureGuestSystem = async (cache: string): Promise<GuestSystem> => {
  await mkdir(cache, { recursive: true });
  const kept = (await readdir(cache)).filter((name) => /^\d[\w.-]*-amd64$/.test(name)).sort();
  const release = kept.at(-1) ?? (await newestRelease());
  const folder = path.join(cache, release);
  if (kept.length === 0) {
    console.log(`fetching and unpacking Debian's kernel ${release} and udev (once) …`);
    const half = await mkdtemp(path.join(cache, 'half-'));
    try {
      await unpack(release, half);
      await rename(half, folder);
    } finally {
      await rm(half, { recursive: true, force: true });
    }
  }
  const modules = (await readdir(path.join(folder, 'modules'))).sort();
  return {
    kernel: path.join(folder, 'vmlinuz'),
    modules: modules.map((file) => path.join(folder, 'modules', file)),
    layer: path.join(folder, 'layer'),
    release,
  };
};
