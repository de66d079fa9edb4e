// A whole shell over the fake of Electron, with the hall's usual screens.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runShell } from '../shell.ts';
import { createFakeElectron, createFakeTimers, displayAt } from './fake-electron.ts';

export const url = 'http://127.0.0.1:8080';
export const kiosk = { url: `${url}/kiosk/`, display: 0, allowsCamera: false };
export const board = { url: `${url}/board/`, display: 1, allowsCamera: false };
export const attendance = { url: `${url}/attendance/`, display: 2, allowsCamera: true };
export const ready = (...screens: readonly object[]) => ({ type: 'ready', port: 8080, url, screens });

const localHtml = readFileSync(path.join(import.meta.dirname, '../starting.html'), 'utf8');
/** Which page of starting.html an address shows. */
export const localPage = (address: string | undefined) =>
  /<body data-page="(\w+)"/.exec(decodeURIComponent(address ?? ''))?.[1];

export const startShell = async (displayCount: number, lock: 'free' | 'taken' = 'free') => {
  const displays = Array.from({ length: displayCount }, (_, index) => displayAt(index + 1, index * 1920));
  const electron = createFakeElectron(displays, lock);
  const { timers, pass } = createFakeTimers();
  const logged: { readonly event: string; readonly details: Readonly<Record<string, unknown>> }[] = [];
  const signals: (() => void)[] = [];
  await runShell({
    electron: electron.parts,
    timers,
    log: (event, details) => logged.push({ event, details }),
    hostFile: '/app/host.js',
    configFile: '/etc/motcua/site.yaml',
    localHtml,
    onSignal: (listener) => signals.push(listener),
  });
  const host = () => {
    const last = electron.children.at(-1)?.child;
    if (!last) throw new Error('no host was started');
    return last;
  };
  const windowAt = (index: number) => {
    const window = electron.openWindows()[index];
    if (!window) throw new Error(`no window ${index} is open`);
    return window;
  };
  return {
    electron,
    pass,
    logged,
    host,
    windowAt,
    signal: () => signals[0]?.(),
    addresses: () => electron.openWindows().map(({ webContents }) => webContents.address),
    says: (event: string) => logged.filter((line) => line.event === event).length,
  };
};
