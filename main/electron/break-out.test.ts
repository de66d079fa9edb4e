import { describe, expect, test } from 'vitest';
import { createEvent } from './testing/fake-electron.ts';
import { attendance, board, kiosk, ready, startShell, url } from './testing/start-shell.ts';

describe('breaking out', () => {
  const running = async () => {
    const shell = await startShell(3);
    shell.host().emit('message', ready(kiosk, board, attendance));
    return shell;
  };

  test.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])(
    'a page that leaves the host (%s) stays',
    async (name) => {
      const shell = await running();
      const away = createEvent({ url: 'http://evil.example/' });
      const home = createEvent({ url: `${url}/kiosk/?again` });
      shell.windowAt(0).webContents.emit(name, away);
      shell.windowAt(0).webContents.emit(name, home);
      expect([away.prevented, home.prevented]).toEqual([true, false]);
    },
  );

  test('a page that opens a second window gets none, not even of the host', async () => {
    const shell = await running();
    const { webContents } = shell.windowAt(0);
    expect(webContents.openHandler({ url: 'http://evil.example/' })).toEqual({ action: 'deny' });
    expect(webContents.openHandler({ url: kiosk.url })).toEqual({ action: 'deny' });
  });

  test.each(['will-attach-webview', 'context-menu', 'will-prevent-unload'])('%s is prevented', async (name) => {
    const shell = await running();
    const event = createEvent({});
    shell.windowAt(0).webContents.emit(name, event);
    expect(event.prevented).toBe(true);
  });

  test('a forged certificate is refused', async () => {
    const shell = await running();
    const answers: boolean[] = [];
    const event = createEvent({});
    const answer = (trusted: boolean) => answers.push(trusted);
    shell.windowAt(0).webContents.emit('certificate-error', event, kiosk.url, 'ERR_CERT_INVALID', {}, answer);
    expect(answers).toEqual([false]);
  });

  test('nothing is downloaded, no device is chosen, no screen is shared', async () => {
    const shell = await running();
    const download = createEvent({});
    shell.electron.session.emit('will-download', download);
    expect(download.prevented).toBe(true);
    expect(shell.electron.asked.device()).toBe(false);
    expect(shell.electron.asked.displayMedia).toBeNull();
    expect(shell.electron.asked.spellChecker).toBe(false);
  });

  test('the attendance window alone gets the camera, asked for or looked up', async () => {
    const shell = await running();
    const answers: boolean[] = [];
    for (const index of [0, 1, 2]) {
      const contents = shell.windowAt(index).webContents;
      shell.electron.asked.request(contents, 'media', (granted) => answers.push(granted), {
        requestingUrl: `${url}/attendance/`,
        mediaTypes: ['video'],
      });
      answers.push(shell.electron.asked.check(contents, 'media', url, { mediaType: 'video' }));
    }
    answers.push(shell.electron.asked.check(null, 'media', url, { mediaType: 'video' }));
    expect(answers).toEqual([false, false, false, false, true, true, false]);
    const attendanceContents = shell.windowAt(2).webContents;
    expect(shell.electron.asked.check(attendanceContents, 'geolocation', url, {})).toBe(false);
  });

  test('requests leave for the host only, and for nowhere while it is down', async () => {
    const shell = await running();
    const cancelled: boolean[] = [];
    const ask = (to: string) => shell.electron.asked.beforeRequest({ url: to }, ({ cancel }) => cancelled.push(cancel));
    ask(`${url}/api`);
    ask('http://192.0.2.1/');
    ask('file:///etc/passwd');
    shell.host().emit('exit', 1);
    ask(`${url}/api`);
    expect(cancelled).toEqual([false, true, true, true]);
  });

  test('every window is made of the hardened options, in a session that leaves nothing on the disk', async () => {
    const shell = await running();
    expect(shell.electron.partitions).toEqual(['hall']);
    expect(shell.electron.menus).toEqual([null]);
    expect(shell.electron.switches).toEqual(['disable-pinch', 'overscroll-history-navigation', 'sandbox']);
    for (const { options } of shell.electron.windows) {
      expect(options).toMatchObject({ kiosk: true, fullscreen: true, frame: false });
      expect(options.webPreferences).toMatchObject({
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        devTools: false,
        spellcheck: false,
        disableDialogs: true,
        navigateOnDragDrop: false,
        autoplayPolicy: 'no-user-gesture-required',
      });
      expect(options.webPreferences).not.toHaveProperty('preload');
    }
  });
});
