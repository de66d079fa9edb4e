// Programs of the operating system that a command needs: found, or installed where that is ours to do, or asked for.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

export interface SystemPackage {
  /** Any one of them will do, best first: `['chromium', 'google-chrome']`. */
  readonly commands: readonly string[];
  /** The Debian package that brings the first of them. */
  readonly package: string;
  /** Completes "<package> is needed …": `to show the screens`. */
  readonly why: string;
}

/** The absolute path of the first of `commands` in the folders of `searchPath` (as in PATH), or undefined. */
export const findCommand = (commands: readonly string[], searchPath: string): string | undefined => {
  const folders = searchPath.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const isProgram = (file: string) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return commands.flatMap((command) => folders.map((folder) => path.join(folder, command))).find(isProgram);
};

const searchPath = () =>
  [process.env['PATH'], '/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'].join(
    path.delimiter,
  );

/** Resolves with the exit code; output goes to standard error, since standard output may be somebody's data. */
const run = (command: string, args: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });

const aptLine = (name: string) => `apt-get install -y --no-install-recommends ${name}`;

/**
 * The absolute path of the program. Where it is missing it is installed by apt-get, when we are root and apt-get is
 * there, and that is said before it is done; otherwise the error says which line to run.
 */
export const ensureSystemPackage = async (wanted: SystemPackage): Promise<string> => {
  const found = findCommand(wanted.commands, searchPath());
  if (found) return found;
  const needed = `${wanted.package} is needed ${wanted.why}, and none of ${wanted.commands.join(', ')} was found.`;
  const apt = findCommand(['apt-get'], searchPath());
  if (!apt) throw new Error(`${needed} Install it with this system's package manager and run the command again.`);
  if (process.getuid?.() !== 0) throw new Error(`${needed} Run: sudo ${aptLine(wanted.package)}`);
  console.error(`${needed} Running: ${aptLine(wanted.package)}`);
  const install = () => run(apt, ['install', '-y', '-qq', '--no-install-recommends', wanted.package]);
  // A machine that never read Debian's lists, or read them long ago, finds the package at the second try.
  const code = (await install()) && ((await run(apt, ['update', '-qq'])) || (await install()));
  const installed = findCommand(wanted.commands, searchPath());
  if (code === 0 && installed) return installed;
  throw new Error(
    `${aptLine(wanted.package)} ended with ${code}. Is Debian's package mirror reachable, is the disk full? Run the line by hand, then this command again.`,
  );
};
