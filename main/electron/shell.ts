// The whole shell, from its parts: one instance, one host, one window per screen. No product logic lives here.
import path from 'node:path';
import { superviseHost } from './host-process.ts';
import type { ElectronParts, LocalPage, Log, Timers } from './parts.ts';
import { hardenContents, hardenSession } from './policy.ts';
import { createWindows } from './windows.ts';

/** The host's exit code where a person must change something first. */
const needsPerson = 78;

export interface ShellParts {
  readonly electron: ElectronParts;
  readonly timers: Timers;
  readonly log: Log;
  /** The bundled host (dist/app/host.js). */
  readonly hostFile: string;
  /** The site's configuration, an absolute path; its folder is the host's working folder. */
  readonly configFile: string;
  /** starting.html; its body says which of its pages is shown. */
  readonly localHtml: string;
  /** SIGTERM and SIGINT. */
  readonly onSignal: (listener: () => void) => void;
}

/** Where the site's configuration is: what follows `--config`, else the usual place of the system. */
export const configFile = (argv: readonly string[], platform: NodeJS.Platform): string => {
  const at = argv.indexOf('--config');
  const given = at < 0 ? argv.find((one) => one.startsWith('--config='))?.slice('--config='.length) : argv[at + 1];
  const usual = platform === 'win32' ? 'C:\\ProgramData\\motcua\\site.yaml' : '/etc/motcua/site.yaml';
  return path.resolve(given || usual);
};

/**
 * Resolves when the shell is up, or at once when another one already runs. The entry must not await it at top level:
 * Electron becomes ready only after the entry has been evaluated (electron/electron#40719).
 */
export const runShell = async (parts: ShellParts): Promise<void> => {
  const { electron, timers, log } = parts;
  const { app } = electron;
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  // All this before ready: later Chromium no longer reads it.
  app.commandLine.appendSwitch('disable-pinch');
  app.commandLine.appendSwitch('overscroll-history-navigation', '0');
  app.enableSandbox();
  electron.Menu.setApplicationMenu(null);

  let origin: string | undefined;
  let host: ReturnType<typeof superviseHost> | undefined;
  let isQuitting = false;
  const quit = () => {
    if (isQuitting) return;
    isQuitting = true;
    log('shell-stopping', {});
    void (host?.stop() ?? Promise.resolve()).then(() => app.exit(0));
  };
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, { log, origin: () => origin, quit }));
  // A signal arrives here as well: Electron turns it into a quit of its own.
  app.on('before-quit', (event) => {
    event.preventDefault();
    quit();
  });
  // Without a listener Electron would quit; the windows are only ever closed by us.
  app.on('window-all-closed', () => undefined);
  parts.onSignal(quit);

  await app.whenReady();
  const cwd = path.dirname(parts.configFile);
  electron.powerSaveBlocker.start('prevent-display-sleep');
  // No `persist:` in its name: nothing of a person stays on the disk.
  const session = electron.session.fromPartition('hall');
  const localPage = (page: LocalPage) => {
    const html = parts.localHtml.replace('<body data-page="starting">', `<body data-page="${page}">`);
    return `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
  };
  const windows = createWindows({ electron, session, timers, log, localPage, isQuitting: () => isQuitting });
  hardenSession(session, { log, origin: () => origin, allowsCamera: windows.allowsCamera });
  windows.showLocal('starting');

  host = superviseHost({
    fork: () => electron.utilityProcess.fork(parts.hostFile, ['--config', parts.configFile], { cwd }),
    timers,
    log,
    onReady: (ready) => {
      origin = new URL(ready.url).origin;
      windows.showScreens(ready);
    },
    onDown: (exitCode) => {
      origin = undefined;
      windows.showLocal(exitCode === needsPerson ? 'trouble' : 'restarting');
    },
  });
};
