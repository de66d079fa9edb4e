// A whole simulated hall as child processes: the rack of devices and the site host, on ports and in a folder of the
// caller's choice. `npm start`, the browser tests and the benchmark all open it this way.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import nodeFlags from '../main/host/node-flags.json' with { type: 'json' };

const root = path.resolve(import.meta.dirname, '..');

export interface HallOptions {
  /** Holds the configuration, the data and the devices' PTYs. */
  readonly folder: string;
  /** 0 = any free one. */
  readonly port: number;
  readonly benchPort: number;
  /** Changes the text of the demo configuration. */
  readonly configure?: (text: string) => string;
  /** What else stands on the command line of the host, asked at each of its starts. */
  readonly hostArgs?: () => readonly string[];
  /** Every line that the host or the rack prints. */
  readonly onLine: (from: 'host' | 'rack', line: string) => void;
}

export interface Hall {
  readonly url: string;
  readonly benchUrl: string;
  readonly configFile: string;
  readonly host: ChildProcess;
  /** Resolves with the exit code when the host ends, by itself or by `stop`. */
  readonly hostEnded: Promise<number>;
  /** Starts another host on the same folder and port, as a supervisor does. Rejects with a ChildEnded; the rack goes on. */
  restartHost(): Promise<Hall>;
  stop(): Promise<void>;
}

/** The host or the rack ended before it was ready; the message has what it printed. */
export class ChildEnded extends Error {
  override readonly name = 'ChildEnded';
  /** Null after a signal. */
  readonly exitCode: number | null;

  constructor(message: string, exitCode: number | null) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What a line of a log says, or null when it is no whole JSON: a killed process leaves half a line. */
export const parseLine = (line: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** The demo site with its port, its data folder and its devices in `folder`. */
const writeConfig = ({ folder, configure = (text) => text }: HallOptions, port: number): string => {
  const file = path.join(folder, 'site.yaml');
  const text = configure(readFileSync(path.join(root, 'site.demo.yaml'), 'utf8'))
    .replace(/^( {2}port:).*$/m, `$1 ${port}`)
    .replaceAll('serial:data/rack/', `serial:${path.join(folder, 'rack')}/`);
  writeFileSync(file, `${text}\ndata: { folder: . }\n`);
  return file;
};

const exitOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve) => {
    if (child.exitCode !== null) resolve(child.exitCode);
    else child.once('exit', (code) => resolve(code ?? 1));
  });

const begin = (args: readonly string[], onLine: (line: string) => void): ChildProcess => {
  // A process group of its own: Ctrl-C reaches only us, and we stop the parts in order.
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', onLine);
  }
  return child;
};

const endGently = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = exitOf(child);
  child.kill('SIGTERM');
  const giveUp = setTimeout(() => child.kill('SIGKILL'), 8_000);
  await ended;
  clearTimeout(giveUp);
};

/** Resolves when `child` says that it is ready; rejects with what it printed when it ends before. */
const untilReady = (
  child: ChildProcess,
  what: string,
  isReady: (line: unknown) => boolean,
  lines: readonly string[],
): Promise<void> =>
  new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (isReady(message)) resolve();
    });
    child.stdout?.on('data', () => {
      if (lines.some((line) => isReady(parseLine(line)))) resolve();
    });
    child.once('exit', (code) => reject(new ChildEnded(`${what} ended with ${code}:\n${lines.join('\n')}`, code)));
    child.once('error', reject);
  });

const hasReady = (line: unknown): boolean =>
  typeof line === 'object' &&
  line !== null &&
  (('ready' in line && line.ready === true) || ('type' in line && line.type === 'ready'));

/** Errors: what the host or the rack printed when one of them did not come up; nothing is left running then. */
export const startHall = async (options: HallOptions): Promise<Hall> => {
  const { folder, onLine } = options;
  mkdirSync(path.join(folder, 'rack'), { recursive: true });
  const port = options.port === 0 ? await freePort() : options.port;
  const benchPort = options.benchPort === 0 ? await freePort() : options.benchPort;
  const url = `http://127.0.0.1:${port}`;
  const configFile = writeConfig(options, port);

  const collect = (from: 'host' | 'rack', lines: string[]) => (line: string) => {
    if (lines.length < 200) lines.push(line);
    onLine(from, line);
  };
  const rackLines: string[] = [];
  const screens = ['kiosk', 'counter', 'board'].flatMap((name) => ['--screen', `${name}=${url}/${name}/`]);
  const rack = begin(
    [
      'simulators/rack.ts',
      '--port',
      String(benchPort),
      '--dir',
      path.join(folder, 'rack'),
      '--static',
      path.join(root, 'dist/screens'),
      ...screens,
    ],
    collect('rack', rackLines),
  );
  const startHost = async (): Promise<Hall> => {
    const hostLines: string[] = [];
    const host = begin(
      [...nodeFlags, 'main/host/headless.ts', '--config', configFile, '--demo', ...(options.hostArgs?.() ?? [])],
      collect('host', hostLines),
    );
    const hostEnded = exitOf(host);
    await untilReady(host, 'The host', hasReady, hostLines);
    const stop = async () => {
      await endGently(host);
      await endGently(rack);
    };
    return {
      url,
      benchUrl: `http://127.0.0.1:${benchPort}`,
      configFile,
      host,
      hostEnded,
      restartHost: startHost,
      stop,
    };
  };
  try {
    await untilReady(rack, 'The rack of simulated devices', hasReady, rackLines);
    return await startHost();
  } catch (error) {
    await endGently(rack);
    throw error;
  }
};
