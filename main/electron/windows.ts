// One kiosk window per screen of the hall, each on its display, each brought back to its home page whenever it fails.
import type { Session, WebContents } from 'electron';
import type { HostReady } from './host-process.ts';
import type { ElectronParts, LocalPage, Log, Timers } from './parts.ts';
import { orderDisplays, retryDelayMs, windowOptions } from './policy.ts';

type HostScreen = HostReady['screens'][number];

/** A page that is asked every `everyMs` and does not answer within `answerMs` hangs; Chromium notices only after 30 s. */
const probe = { everyMs: 500, answerMs: 2000 };
const forgetAfterMs = 60_000;
const errAborted = -3;
export interface WindowParts {
  readonly electron: Pick<ElectronParts, 'BrowserWindow' | 'screen'>;
  readonly session: Session;
  readonly timers: Timers;
  readonly log: Log;
  /** The `data:` address of a page that needs no host. */
  readonly localPage: (page: LocalPage) => string;
  readonly isQuitting: () => boolean;
}

const openWindow = (parts: WindowParts, firstDisplay: number) => {
  const { timers, log } = parts;
  const window = new parts.electron.BrowserWindow(windowOptions(parts.session));
  const contents = window.webContents;
  let screen: HostScreen | undefined;
  let display = firstDisplay;
  let failures: readonly number[] = [];
  const pending: (() => void)[] = [];
  /** Cancels the deadline of the answer that the page owes now. */
  let awaited: (() => void) | undefined;

  const forgetProbe = () => {
    awaited?.();
    awaited = undefined;
  };
  const load = (url: string) => {
    forgetProbe();
    // A load that fails is told by did-fail-load as well, which brings the next try.
    window.loadURL(url).catch(() => undefined);
  };
  const forgetPending = () => {
    for (const cancel of pending.splice(0)) cancel();
  };
  const recover = (reason: string, details: Readonly<Record<string, unknown>>) => {
    forgetProbe();
    if (!screen || window.isDestroyed() || parts.isQuitting()) return;
    const now = timers.nowMs();
    failures = [...failures.filter((atMs) => now - atMs < forgetAfterMs), now];
    const delayMs = retryDelayMs(failures.length);
    const home = screen.url;
    log('page-failed', { reason, ...details, home, failures: failures.length, delayMs });
    forgetPending();
    // Never in the event's own turn: Electron is still taking the old page down.
    pending.push(timers.after(delayMs, () => load(home)));
    if (delayMs > 1000) pending.push(timers.after(250, () => load(parts.localPage('restarting'))));
  };
  contents.on('render-process-gone', (_event, { reason }) => recover('render-process-gone', { cause: reason }));
  contents.on('did-fail-load', (_event, code, description, url, isMainFrame) => {
    if (isMainFrame && code !== errAborted && !url.startsWith('data:')) recover('did-fail-load', { code, description });
  });
  contents.on('did-navigate', (_event, _url, httpStatus) => {
    if (httpStatus >= 400) recover('http-error', { httpStatus });
  });
  const endHanging = (noticedBy: string) => {
    forgetProbe();
    log('page-hung', { noticedBy, home: screen?.url });
    if (!window.isDestroyed()) contents.forcefullyCrashRenderer();
  };
  contents.on('unresponsive', () => endHanging('chromium'));

  const ask = () => {
    if (window.isDestroyed() || parts.isQuitting()) return;
    timers.after(probe.everyMs, ask);
    if (!screen || awaited || contents.isLoadingMainFrame() || contents.isCrashed()) return;
    const mine = timers.after(probe.answerMs, () => endHanging('probe'));
    awaited = mine;
    // An answer owed by an earlier page says nothing about this one.
    const answered = () => awaited === mine && forgetProbe();
    contents.executeJavaScript('0').then(answered, answered);
  };
  timers.after(probe.everyMs, ask);
  window.on('close', (event) => parts.isQuitting() || event.preventDefault());

  return {
    window,
    displayIndex: () => display,
    allowsCamera: () => screen?.allowsCamera ?? false,
    show: (next: HostScreen | LocalPage) => {
      forgetPending();
      failures = [];
      screen = typeof next === 'string' ? undefined : next;
      display = screen?.display ?? display;
      load(typeof next === 'string' ? parts.localPage(next) : next.url);
    },
  };
};

export const createWindows = (parts: WindowParts) => {
  const { screen } = parts.electron;
  let open: readonly ReturnType<typeof openWindow>[] = [];

  const place = () => {
    const displays = orderDisplays(screen.getAllDisplays(), screen.getPrimaryDisplay());
    for (const { window, displayIndex } of open) {
      const wanted = displays[displayIndex()];
      const display = wanted ?? screen.getPrimaryDisplay();
      if (!wanted) parts.log('display-missing', { wanted: displayIndex(), found: displays.length, used: 'primary' });
      // A window in kiosk mode keeps its place on most desktops.
      window.setKiosk(false);
      window.setBounds(display.bounds);
      window.setKiosk(true);
    }
    // A board that lost its television must not cover the kiosk.
    for (const { window, displayIndex } of open) if (displays[displayIndex()]) window.moveTop();
  };
  const resize = (count: number) => {
    for (const { window } of open.slice(count)) window.destroy();
    open = Array.from({ length: count }, (_, index) => open[index] ?? openWindow(parts, index));
  };
  screen.on('display-added', place).on('display-removed', place).on('display-metrics-changed', place);

  return {
    /** Before the host has ever answered there is one window on each display, later the hall's own windows. */
    showLocal: (page: LocalPage): void => {
      if (open.length === 0) resize(screen.getAllDisplays().length);
      for (const one of open) one.show(page);
      place();
    },
    showScreens: ({ screens }: HostReady): void => {
      resize(screens.length);
      for (const [index, one] of screens.entries()) open[index]?.show(one);
      place();
    },
    allowsCamera: (contents: WebContents | null): boolean =>
      open.some(({ window, allowsCamera }) => window.webContents === contents && allowsCamera()),
  };
};
