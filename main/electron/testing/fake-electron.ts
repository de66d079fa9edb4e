// A small Electron for the shell's tests: displays, windows with a page inside, one child process, one session.
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, Display, Rectangle, Session, WebContents } from 'electron';
import type { ElectronParts, Timers } from '../parts.ts';

export const createFakeTimers = () => {
  let nowMs = 0;
  let tasks: { readonly atMs: number; readonly task: () => void }[] = [];
  const timers: Timers = {
    nowMs: () => nowMs,
    after: (delayMs, task) => {
      const entry = { atMs: nowMs + delayMs, task };
      tasks.push(entry);
      return () => {
        tasks = tasks.filter((one) => one !== entry);
      };
    },
  };
  /** Lets `ms` pass; promises settle between the tasks, as they do on the real clock. */
  const pass = async (ms: number) => {
    const endMs = nowMs + ms;
    for (;;) {
      await settle();
      const next = tasks.filter(({ atMs }) => atMs <= endMs).toSorted((a, b) => a.atMs - b.atMs)[0];
      if (!next) break;
      tasks = tasks.filter((one) => one !== next);
      nowMs = next.atMs;
      next.task();
    }
    nowMs = endMs;
  };
  return { timers, pass };
};

/** Lets everything that is already decided happen. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** An event as Electron gives it: `prevented` tells whether a listener forbade what was about to happen. */
export const createEvent = (fields: Readonly<Record<string, unknown>>) => {
  const event = {
    ...fields,
    prevented: false,
    preventDefault: () => {
      event.prevented = true;
    },
  };
  return event;
};

class FakeContents extends EventEmitter {
  loaded: string[] = [];
  crashes = 0;
  /** What the page does when it is asked: answer, or hang for ever. */
  mood: 'well' | 'hung' = 'well';
  state: 'idle' | 'loading' | 'crashed' = 'idle';
  openHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });

  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }) {
    this.openHandler = handler;
  }
  isLoadingMainFrame() {
    return this.state === 'loading';
  }
  isCrashed() {
    return this.state === 'crashed';
  }
  executeJavaScript() {
    return this.mood === 'hung' ? new Promise(() => undefined) : Promise.resolve(0);
  }
  forcefullyCrashRenderer() {
    this.crash('killed');
  }
  crash(reason: string) {
    this.crashes += 1;
    this.state = 'crashed';
    this.emit('render-process-gone', createEvent({}), { reason, exitCode: 1 });
  }
  get address() {
    return this.loaded.at(-1) ?? '';
  }
}

class FakeWindow extends EventEmitter {
  readonly webContents = new FakeContents();
  readonly options: BrowserWindowConstructorOptions;
  readonly steps: string[] = [];
  bounds: Rectangle = { x: 0, y: 0, width: 0, height: 0 };
  kiosk = true;
  destroyed = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
  }
  loadURL(url: string) {
    this.webContents.loaded.push(url);
    this.webContents.state = 'idle';
    this.webContents.mood = 'well';
    return Promise.resolve();
  }
  setKiosk(kiosk: boolean) {
    this.kiosk = kiosk;
  }
  setBounds(bounds: Rectangle) {
    if (!this.kiosk) this.bounds = bounds;
  }
  moveTop() {
    this.steps.push('moveTop');
  }
  isDestroyed() {
    return this.destroyed;
  }
  destroy() {
    this.destroyed = true;
  }
}

class FakeChild extends EventEmitter {
  readonly sent: unknown[] = [];
  kills = 0;
  postMessage(message: unknown) {
    this.sent.push(message);
  }
  kill() {
    this.kills += 1;
    this.emit('exit', 15);
    return true;
  }
}

type Answer = (granted: boolean) => void;

const createFakeSession = () => {
  const asked = {
    request: (_contents: unknown, _permission: string, _answer: Answer, _details: object) => undefined as unknown,
    check: (_contents: unknown, _permission: string, _origin: string, _details: object) => true,
    device: () => true,
    beforeRequest: (_details: { url: string }, _answer: (verdict: { cancel: boolean }) => void) => undefined as unknown,
    displayMedia: 'unset' as unknown,
    spellChecker: true,
  };
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: (handler: typeof asked.request) => {
      asked.request = handler;
    },
    setPermissionCheckHandler: (handler: typeof asked.check) => {
      asked.check = handler;
    },
    setDevicePermissionHandler: (handler: typeof asked.device) => {
      asked.device = handler;
    },
    setDisplayMediaRequestHandler: (handler: unknown) => {
      asked.displayMedia = handler;
    },
    setSpellCheckerEnabled: (enabled: boolean) => {
      asked.spellChecker = enabled;
    },
    webRequest: {
      onBeforeRequest: (handler: typeof asked.beforeRequest) => {
        asked.beforeRequest = handler;
      },
    },
  });
  return { session, asked };
};

export const displayAt = (id: number, x: number): Display =>
  ({ id, bounds: { x, y: 0, width: 1920, height: 1080 } }) as Display;

export const createFakeElectron = (displays: readonly Display[], lock: 'free' | 'taken' = 'free') => {
  const windows: FakeWindow[] = [];
  const children: { readonly child: FakeChild; readonly file: string; readonly args: readonly string[] }[] = [];
  const attached = { displays: [...displays] };
  const switches: string[] = [];
  const exits: number[] = [];
  const partitions: string[] = [];
  const menus: unknown[] = [];
  const { session, asked } = createFakeSession();
  const app = Object.assign(new EventEmitter(), {
    requestSingleInstanceLock: () => lock === 'free',
    commandLine: { appendSwitch: (name: string) => switches.push(name) },
    enableSandbox: () => switches.push('sandbox'),
    whenReady: () => Promise.resolve(),
    exit: (code: number) => {
      exits.push(code);
    },
  });
  const screen = Object.assign(new EventEmitter(), {
    getAllDisplays: () => attached.displays,
    getPrimaryDisplay: () => attached.displays[0],
  });
  class BrowserWindow extends FakeWindow {
    constructor(options: BrowserWindowConstructorOptions) {
      super(options);
      windows.push(this);
      app.emit('web-contents-created', createEvent({}), this.webContents);
    }
  }
  const parts = {
    app,
    screen,
    BrowserWindow,
    Menu: { setApplicationMenu: (menu: unknown) => menus.push(menu) },
    powerSaveBlocker: { start: () => 1 },
    session: {
      fromPartition: (name: string) => {
        partitions.push(name);
        return session;
      },
    },
    utilityProcess: {
      fork: (file: string, args: readonly string[]) => {
        const child = new FakeChild();
        children.push({ child, file, args });
        return child;
      },
    },
    // The one place where the fake is declared to be the real thing: it has what the shell uses.
  } as unknown as ElectronParts;
  return {
    parts,
    app,
    screen,
    attached,
    windows,
    children,
    switches,
    exits,
    partitions,
    menus,
    asked,
    session: session as unknown as Session & EventEmitter,
    openWindows: () => windows.filter(({ destroyed }) => !destroyed),
    asContents: (window: FakeWindow) => window.webContents as unknown as WebContents,
  };
};
