// A machine of its own for Debian's kernel: qemu without KVM, so that it runs wherever qemu does.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildInitramfs, type Entry } from './initramfs.ts';
import type { GuestSystem } from './unpack-system.ts';

export interface Machine {
  readonly qemu: string;
  readonly busybox: string;
  readonly system: GuestSystem;
  /** The script that becomes process 1. */
  readonly init: string;
  /** Seen by the script as variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the machine at once. */
  readonly signal: AbortSignal;
  onLine(line: string): void;
}

export interface Ended {
  readonly how: 'powered-off' | 'stopped';
  /** Of the kernel, for the one who looks for the reason of a failure. */
  readonly console: string;
}

const FOLDERS = ['bin', 'modules', 'proc', 'sys', 'dev', 'host', 'layer', 'memory', 'root'];
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const entriesOf = async ({ busybox, system, init, environment }: Machine): Promise<Entry[]> => [
  ...FOLDERS.map((name) => ({ name, kind: 'folder' as const, content: new Uint8Array(0) })),
  { name: 'bin/busybox', kind: 'program', content: await readFile(busybox) },
  { name: 'init', kind: 'program', content: await readFile(init) },
  {
    name: 'lab.env',
    kind: 'file',
    content: Buffer.from(
      Object.entries(environment)
        .map(([key, value]) => `export ${key}=${quoted(value)}\n`)
        .join(''),
    ),
  },
  ...(await Promise.all(
    system.modules.map(async (file) => ({
      name: `modules/${path.basename(file)}`,
      kind: 'file' as const,
      content: await readFile(file),
    })),
  )),
];

const share = (tag: string, folder: string) => [
  '-virtfs',
  `local,path=${folder},mount_tag=${tag},security_model=none,readonly=on,multidevs=remap`,
];

/** Resolves when the machine is off, by itself or by the signal. Nothing of it is left then. */
export const runMachine = async (machine: Machine): Promise<Ended> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'lab-'));
  try {
    const initramfs = path.join(folder, 'initramfs.gz');
    const log = path.join(folder, 'console.log');
    await writeFile(initramfs, buildInitramfs(await entriesOf(machine)));
    const qemu = spawn(
      machine.qemu,
      [
        ...['-M', 'q35', '-accel', 'tcg,thread=multi,tb-size=512', '-cpu', 'max', '-smp', '2', '-m', '1024'],
        ...['-nodefaults', '-no-user-config', '-nic', 'none', '-display', 'none', '-monitor', 'none', '-no-reboot'],
        // ttyS0 is the kernel's, ttyS1 ours.
        ...['-serial', `file:${log}`, '-serial', 'stdio'],
        ...['-kernel', machine.system.kernel, '-initrd', initramfs],
        '-append',
        // The processor's own counter is measured against another clock at the start, and a busy host makes it several
        // times too fast; qemu's HPET is the host's clock.
        'console=ttyS0 panic=-1 quiet mitigations=off clocksource=hpet no_timer_check nokaslr',
        ...share('host', '/'),
        ...share('layer', machine.system.layer),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const stop = () => void qemu.kill('SIGKILL');
    machine.signal.addEventListener('abort', stop);
    if (machine.signal.aborted) stop();
    createInterface({ input: qemu.stdout }).on('line', (line) => machine.onLine(line.replace(/\r$/, '')));
    const signal = await new Promise<NodeJS.Signals | null>((resolve, reject) => {
      qemu.once('error', reject);
      qemu.once('close', (_, ending) => resolve(ending));
    });
    machine.signal.removeEventListener('abort', stop);
    return {
      how: signal === null ? 'powered-off' : 'stopped',
      console: await readFile(log, 'utf8').catch(() => ''),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
