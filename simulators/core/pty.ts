// A serial port out of `script` (util-linux, present on every Debian), reached by a stable symlink.
//
// The shell inside `script` only waits for the end of file descriptor 3, whose other end is ours alone: however this
// process dies, the kernel closes it, the shell takes the link away, `script` ends and the PTY disappears. Waiting on
// `sleep` instead leaves `script` behind for ever, since end of input does not end it (measured, util-linux 2.38).
import { spawn } from 'node:child_process';
import { mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';

export interface Pty {
  write(bytes: Uint8Array): void;
  pause(): void;
  resume(): void;
  /** Resolves when the PTY and its link are gone. */
  close(): Promise<void>;
}

const WAIT_FOR_END = `
  stty raw -echo
  tty
  cat <&3 >/dev/null
  [ "$(readlink "$LINK")" = "$(tty)" ] && rm -f "$LINK"
`;
/** `script` ends some 15 ms after its shell. */
const END_LIMIT_MS = 500;
const START_LIMIT_MS = 5000;

const placeLink = (link: string, target: string) => {
  mkdirSync(path.dirname(link), { recursive: true });
  const fresh = `${link}.${process.pid}`;
  rmSync(fresh, { force: true });
  symlinkSync(target, fresh);
  // Over an old link in one step: nobody sees the moment between.
  renameSync(fresh, link);
};

/** Only while it leads to us: another rack may have put its own in its place. */
const removeLink = (link: string, target: string) => {
  try {
    if (readlinkSync(link) === target) rmSync(link, { force: true });
  } catch {
    // Gone already, or no link at all: not ours.
  }
};

/** The first line that `tty` prints; what follows it is already data. */
const readPath = (output: Readable) =>
  new Promise<{ tty: string; rest: Buffer }>((resolve, reject) => {
    let seen = Buffer.alloc(0);
    const limit = setTimeout(() => reject(new Error('`script` made no PTY within 5 s')), START_LIMIT_MS);
    const onData = (chunk: Buffer) => {
      seen = Buffer.concat([seen, chunk]);
      const end = seen.indexOf('\n');
      if (end < 0) return;
      clearTimeout(limit);
      output.off('data', onData);
      resolve({ tty: seen.subarray(0, end).toString().trim(), rest: seen.subarray(end + 1) });
    };
    output.on('data', onData);
    output.once('end', () => reject(new Error('`script` ended at once; it is in the package bsdutils')));
  });

export const openPty = async (link: string, onBytes: (chunk: Uint8Array) => void): Promise<Pty> => {
  const child = spawn('script', ['-qfec', WAIT_FOR_END, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore', 'pipe'],
    env: { ...process.env, SHELL: '/bin/sh', LINK: link },
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const [input, output, , leash] = child.stdio as unknown as [Writable, Readable, null, Writable];
  for (const stream of [input, output, leash]) stream.on('error', () => undefined);
  const end = async () => {
    output.removeAllListeners('data');
    output.resume();
    leash.end();
    const kill = setTimeout(() => child.kill('SIGKILL'), END_LIMIT_MS);
    await ended;
    clearTimeout(kill);
  };
  const place = async () => {
    const { tty, rest } = await readPath(output);
    output.on('data', onBytes);
    if (rest.length > 0) onBytes(rest);
    placeLink(link, tty);
    return tty;
  };
  const tty = await place().catch(async (cause) => {
    await end();
    throw cause;
  });

  return {
    write: (bytes) => void input.write(bytes),
    pause: () => void output.pause(),
    resume: () => void output.resume(),
    async close() {
      removeLink(link, tty);
      await end();
    },
  };
};
