// Debian's Chromium and a whole simulated hall, for stories over several screens.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { RackAction, RackDevice, RackState } from '../../contract/bench.ts';
import { buildScreens } from '../../tools/build-screens.ts';
import { type Hall, type HallOptions, parseLine, startHall } from '../../tools/hall.ts';
import { ensureSystemPackage } from '../../tools/system-packages.ts';
import { projectFolder, temporaryFolder } from './site.ts';

export interface Story extends AsyncDisposable {
  readonly hall: Hall;
  readonly folder: string;
  /** Opens a page of `url` in a window of its own; every error in its console counts against the story. */
  open(url: string, size: { readonly width: number; readonly height: number }): Promise<Page>;
  /** Does something to a simulated device. */
  act(action: RackAction): Promise<void>;
  /** Waits until the device of that id is so. Rejects after 10 s with how it was last. */
  device<K extends RackDevice['kind']>(
    id: string,
    kind: K,
    test: (device: Extract<RackDevice, { kind: K }>) => boolean,
  ): Promise<Extract<RackDevice, { kind: K }>>;
  /** Lines that the host logged at level error and above, and errors in the pages' consoles. */
  readonly mishaps: readonly string[];
  /** Keeps a picture under dist/screenshots for people to look at. */
  picture(page: Page, name: string): Promise<void>;
}

/** Opens the page anew with an empty cache. Returns the bytes that came over the line until `testId` is there. */
export const firstLoadBytes = async (page: Page, testId: string): Promise<number> => {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.reload();
  await page.getByTestId(testId).waitFor();
  await session.detach();
  return bytes;
};

/** Debian's Chromium. */
export const launchBrowser = async (further: readonly string[] = []): Promise<Browser> => {
  const executablePath = await ensureSystemPackage({
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    package: 'chromium',
    why: 'for the browser tests',
  });
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
      '--mute-audio',
      ...further,
    ],
  });
};

export interface StoryOptions extends Pick<HallOptions, 'configure' | 'hostArgs'> {
  /** Gets the data folder before anything opens it. */
  readonly prepare?: (dataFolder: string) => Promise<void>;
  /** Further switches of the browser. */
  readonly browserArgs?: readonly string[];
}

export const openStory = async ({ prepare, browserArgs, ...options }: StoryOptions = {}): Promise<Story> => {
  await using opening = new AsyncDisposableStack();
  const temporary = opening.use(temporaryFolder());
  await buildScreens();
  const mishaps: string[] = [];
  await prepare?.(temporary.folder);
  const hall = await startHall({
    ...options,
    folder: temporary.folder,
    port: 0,
    benchPort: 0,
    onLine: (from, line) => {
      const entry = parseLine(line);
      if (entry === null || Number(entry['level']) >= 50) mishaps.push(`${from}: ${line}`);
    },
  });
  opening.defer(() => hall.stop());
  const browser = await launchBrowser(browserArgs);
  opening.defer(() => browser.close());

  const state = async (): Promise<RackState> =>
    (await fetch(`${hall.benchUrl}/api/state`)).json() as Promise<RackState>;
  const pictures = path.join(projectFolder, 'dist/screenshots');
  mkdirSync(pictures, { recursive: true });
  const running = opening.move();
  return {
    hall,
    folder: temporary.folder,
    mishaps,
    open: async (url, viewport) => {
      const context = await browser.newContext({
        viewport,
        locale: 'vi-VN',
        timezoneId: 'Asia/Ho_Chi_Minh',
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => mishaps.push(`${url}: ${error.message}`));
      page.on('console', (message) => {
        // A screen that looks for a host which is down is right to fail; the browser reports each try.
        if (
          message.type() === 'error' &&
          !/ERR_CONNECTION|ERR_INCOMPLETE|Failed to load resource|net::/.test(message.text())
        )
          mishaps.push(`${url}: ${message.text()}`);
      });
      page.setDefaultTimeout(10_000);
      await page.goto(url);
      return page;
    },
    act: async (action) => {
      const answer = await fetch(`${hall.benchUrl}/api/act`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(action),
      });
      if (!answer.ok) throw new Error(`The rack refused ${JSON.stringify(action)}: ${await answer.text()}`);
    },
    device: async (id, kind, test) => {
      const untilMs = Date.now() + 10_000;
      for (;;) {
        const device = (await state()).devices.find((one) => one.id === id);
        if (device?.kind === kind && test(device as Extract<RackDevice, { kind: typeof kind }>))
          return device as Extract<RackDevice, { kind: typeof kind }>;
        if (Date.now() > untilMs)
          throw new Error(`The device did not come to be so within 10 s: ${JSON.stringify(device)}`);
      }
    },
    picture: async (page, name) => {
      await page.screenshot({ path: path.join(pictures, `${name}.png`) });
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
};
