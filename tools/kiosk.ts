// Opens the hall's screens in Chromium's kiosk mode, for a machine without Electron.
//
//   npm run kiosk                                          the kiosk of the host on this machine
//   npm run kiosk -- --screen kiosk --screen board@1920,0  several screens, a window each; the board on the display
//                                                          whose left upper corner is there
//   npm run kiosk -- --screen kiosk@0,0,1280x800           with a size, for X without a window manager
//   npm run kiosk -- --url http://192.0.2.10:8080 --screen board
//
// A browser that ends for whatever reason, or whose page crashes, is started again within 3 s; Ctrl-C ends them all. Each has a profile of its
// own in a temporary folder, removed at the end: nothing of a person stays.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { parseArgs } from 'node:util';
import { ensureSystemPackage } from './system-packages.ts';

const screenNames = ['kiosk', 'board', 'counter', 'attendance'] as const;

interface Screen {
  readonly name: (typeof screenNames)[number];
  readonly place: { readonly leftPx: number; readonly topPx: number };
  /** null: the whole display, which is the window manager's work. */
  readonly size: { readonly widthPx: number; readonly heightPx: number } | null;
}

const restartDelaysMs = [250, 1000, 2500];
/** A browser that ran this long ended for a new reason. */
const settledAfterMs = 60_000;
const hostPatienceMs = 60_000;
const endPatienceMs = 5000;

const say = (text: string) => console.error(text);
const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** `board`, `board@1920,0` or `board@1920,0,1280x800`. */
const readScreen = (asked: string): Screen => {
  const match = /^(\w+)(?:@(\d{1,5}),(\d{1,5})(?:,(\d{2,5})x(\d{2,5}))?)?$/.exec(asked);
  const name = screenNames.find((one) => one === match?.[1]);
  if (!match || !name)
    throw new Error(
      `--screen is ${asked}; it must be one of ${screenNames.join(', ')}, if need be with its place: board@1920,0 or board@1920,0,1280x800`,
    );
  const [leftPx, topPx, widthPx, heightPx] = match.slice(2).map((pixels) => Number(pixels ?? 0));
  return {
    name,
    place: { leftPx: leftPx ?? 0, topPx: topPx ?? 0 },
    size: widthPx && heightPx ? { widthPx, heightPx } : null,
  };
};

const readOptions = () => {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      screen: { type: 'string', multiple: true, default: ['kiosk'] },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const url = URL.parse(values.url);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`--url is ${values.url}; it must be the host's address, for example http://127.0.0.1:8080`);
  return { origin: url.origin, screens: values.screen.map(readScreen) };
};

const answers = async (origin: string): Promise<boolean> => {
  try {
    return (await fetch(`${origin}/health`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
};

const waitForHost = async (origin: string, signal: AbortSignal): Promise<void> => {
  const endsAt = performance.now() + hostPatienceMs;
  let isFirst = true;
  while (!signal.aborted && !(await answers(origin))) {
    if (performance.now() > endsAt)
      throw new Error(
        `Nothing answers at ${origin}/health. Start the hall with npm start and run this again; on another machine, give its address with --url and set server.host in its site.yaml to 0.0.0.0.`,
      );
    if (isFirst) say(`Waiting for the host at ${origin} (start it with npm start) …`);
    isFirst = false;
    await pause(500, signal);
  }
};

const requireDisplay = () => {
  if (process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']) return;
  throw new Error(
    'There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set. Run this in the desktop session of the kiosk; over ssh set DISPLAY=:0 as the user who is logged in there. To try it without a display: apt-get install xvfb, then xvfb-run npm run kiosk. Or open the address in any browser.',
  );
};

const browserFlags = ({ name, place, size }: Screen, address: string, profile: string): string[] => [
  '--kiosk',
  `--app=${address}`,
  `--window-position=${place.leftPx},${place.topPx}`,
  ...(size ? [`--window-size=${size.widthPx},${size.heightPx}`] : []),
  `--user-data-dir=${profile}`,
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication',
  '--autoplay-policy=no-user-gesture-required',
  '--noerrdialogs',
  '--disable-session-crashed-bubble',
  '--disable-pinch',
  '--overscroll-history-navigation=0',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-tools',
  '--disable-extensions',
  '--disable-print-preview',
  // Nobody stands there to allow the camera, and no other page is ever opened in this window.
  name === 'attendance' ? '--use-fake-ui-for-media-stream' : '--deny-permission-prompts',
  '--password-store=basic',
  '--remote-debugging-pipe',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** What no flag turns off for certain: the offers to translate the page and to keep passwords. */
const preferences = {
  translate: { enabled: false },
  credentials_enable_service: false,
  profile: { password_manager_enabled: false },
};

const exitOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });

/**
 * Resolves when a page of the browser crashes, which Chromium itself answers with "Aw, Snap!" for ever. The browser
 * reads commands on its descriptor 3 and writes events on 4 (--remote-debugging-pipe), each ended by a NUL.
 */
const pageCrash = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    const [commands, events] = [child.stdio[3] as Duplex, child.stdio[4] as Duplex];
    let unread = '';
    commands.on('error', () => undefined);
    events.on('error', () => undefined);
    events.setEncoding('utf8').on('data', (chunk: string) => {
      const messages = (unread + chunk).split('\0');
      unread = messages.pop() ?? '';
      if (messages.some((message) => message.includes('"Target.targetCrashed"'))) resolve('its page crashed');
    });
    commands.write(`${JSON.stringify({ id: 1, method: 'Target.setDiscoverTargets', params: { discover: true } })}\0`);
  });

/** Ends the browser with all its processes: they share the process group that was made for it. */
const endGroup = async (child: ChildProcess, ended: Promise<string>): Promise<void> => {
  const send = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // The group is gone already, which is what was wanted.
    }
  };
  send('SIGTERM');
  const late = setTimeout(() => send('SIGKILL'), endPatienceMs);
  await ended;
  clearTimeout(late);
  send('SIGKILL');
};

interface Window {
  readonly browser: string;
  readonly address: string;
  readonly screen: Screen;
}

const keepOpen = async ({ browser, address, screen }: Window, signal: AbortSignal): Promise<void> => {
  const profile = await mkdtemp(path.join(tmpdir(), 'motcua-kiosk-'));
  await mkdir(path.join(profile, 'Default'));
  await writeFile(path.join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  const stopped = new Promise<'stopped'>((resolve) => signal.addEventListener('abort', () => resolve('stopped')));
  let failures = 0;
  try {
    while (!signal.aborted) {
      const startedAt = performance.now();
      const child = spawn(browser, browserFlags(screen, address, profile), {
        stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
        detached: true,
      });
      const ended = exitOf(child);
      const outcome = await Promise.race([ended, pageCrash(child), stopped]);
      await endGroup(child, ended);
      if (outcome === 'stopped') break;
      failures = performance.now() - startedAt > settledAfterMs ? 1 : failures + 1;
      const delayMs = restartDelaysMs[Math.min(failures, restartDelaysMs.length) - 1] ?? 0;
      say(`The browser of ${address} ended (${outcome}); it is opened again in ${delayMs} ms.`);
      await pause(delayMs, signal);
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
};

const main = async () => {
  const options = readOptions();
  if (!options) {
    say(
      `npm run kiosk -- [--url http://127.0.0.1:8080] [--screen ${screenNames.join('|')}[@LEFT,TOP[,WIDTHxHEIGHT]]] …`,
    );
    return;
  }
  requireDisplay();
  const browser = await ensureSystemPackage({
    commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    package: 'chromium',
    why: 'to show the screens',
  });
  const stopping = new AbortController();
  process.on('SIGINT', () => stopping.abort());
  process.on('SIGTERM', () => stopping.abort());
  await waitForHost(options.origin, stopping.signal);
  if (stopping.signal.aborted) return;
  if (process.getuid?.() === 0)
    say('Running as root: Chromium’s own sandbox is off. A real kiosk runs this as an ordinary user.');
  const windows = options.screens.map((screen) => ({ browser, screen, address: `${options.origin}/${screen.name}/` }));
  say(`Open: ${windows.map(({ address }) => address).join(', ')}. Ctrl-C closes them.`);
  await Promise.all(windows.map((window) => keepOpen(window, stopping.signal)));
};

main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
