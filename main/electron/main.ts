// The entry of the packaged program: gives the shell the real Electron, clock and files.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow, Menu, powerSaveBlocker, screen, session, utilityProcess } from 'electron';
import { configFile, runShell } from './shell.ts';

runShell({
  electron: { app, BrowserWindow, Menu, powerSaveBlocker, screen, session, utilityProcess },
  timers: {
    nowMs: () => performance.now(),
    after: (delayMs, task) => {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  },
  log: (event, details) => {
    process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), part: 'shell', event, ...details })}\n`);
  },
  hostFile: path.join(import.meta.dirname, 'host.js'),
  configFile: configFile(process.argv, process.platform),
  localHtml: readFileSync(path.join(import.meta.dirname, 'starting.html'), 'utf8'),
  onSignal: (listener) => {
    process.on('SIGTERM', listener).on('SIGINT', listener);
  },
}).catch((error: unknown) => {
  process.stderr.write(`the shell could not start: ${error instanceof Error ? error.stack : error}\n`);
  app.exit(1);
});
