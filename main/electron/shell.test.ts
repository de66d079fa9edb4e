import { describe, expect, test } from 'vitest';
import { configFile } from './shell.ts';
import { createEvent, displayAt, settle } from './testing/fake-electron.ts';
import { attendance, board, kiosk, localPage, ready, startShell, url } from './testing/start-shell.ts';

describe('starting', () => {
  test('every display says that the hall is starting, until the host answers', async () => {
    const shell = await startShell(2);
    expect(shell.addresses()).toHaveLength(2);
    for (const address of shell.addresses()) expect(localPage(address)).toBe('starting');
    expect(shell.electron.children[0]).toMatchObject({
      file: '/app/host.js',
      args: ['--config', '/etc/motcua/site.yaml'],
    });
    shell.host().emit('message', ready(kiosk, board));
    expect(shell.addresses()).toEqual([kiosk.url, board.url]);
  });

  test('a second start of the program leaves the running hall alone', async () => {
    const shell = await startShell(1, 'taken');
    expect(shell.electron.exits).toEqual([0]);
    expect(shell.electron.windows).toEqual([]);
    expect(shell.electron.children).toEqual([]);
  });

  test('one window per screen, each on its own display', async () => {
    const shell = await startShell(3);
    shell.host().emit('message', ready(attendance, kiosk, board));
    expect([0, 1, 2].map((index) => shell.windowAt(index).bounds.x)).toEqual([3840, 0, 1920]);
    expect([0, 1, 2].every((index) => shell.windowAt(index).kiosk)).toBe(true);
    expect(shell.says('display-missing')).toBe(0);
  });

  test('a display without a screen of its own shows no window of ours', async () => {
    const shell = await startShell(3);
    shell.host().emit('message', ready(kiosk));
    expect(shell.addresses()).toEqual([kiosk.url]);
  });

  test('the host speaks nonsense: it is written down and the hall keeps saying that it starts', async () => {
    const shell = await startShell(1);
    const wrong = [
      null,
      'ready',
      ready(),
      ready({ ...kiosk, display: -1 }),
      ready({ ...kiosk, url: 'file:///etc/passwd' }),
      ready({ ...kiosk, url: 'http://evil.example/' }),
      { ...ready(kiosk), url: 'nowhere' },
    ];
    for (const message of wrong) shell.host().emit('message', message);
    expect(shell.says('host-message-refused')).toBe(wrong.length);
    expect(localPage(shell.addresses()[0])).toBe('starting');
  });

  test('the configuration is the one named, or the usual one', () => {
    expect(configFile(['motcua', '--config', '/srv/hall.yaml'], 'linux')).toBe('/srv/hall.yaml');
    expect(configFile(['motcua', '--config=/srv/hall.yaml'], 'linux')).toBe('/srv/hall.yaml');
    expect(configFile(['motcua'], 'linux')).toBe('/etc/motcua/site.yaml');
    expect(configFile(['motcua', '--config'], 'linux')).toBe('/etc/motcua/site.yaml');
  });
});

describe('a page that fails', () => {
  const running = async () => {
    const shell = await startShell(2);
    shell.host().emit('message', ready(kiosk, board));
    return shell;
  };

  test('the kiosk page crashes: home is back within 3 s and the board never notices', async () => {
    const shell = await running();
    shell.windowAt(0).webContents.crash('oom');
    await shell.pass(3000);
    expect(shell.windowAt(0).webContents.loaded.slice(-2)).toEqual([kiosk.url, kiosk.url]);
    expect(shell.windowAt(0).webContents.isCrashed()).toBe(false);
    expect(shell.windowAt(1).webContents.loaded.filter((address) => address === board.url)).toHaveLength(1);
  });

  test('the kiosk page hangs in an endless loop: it is ended and home is back within 3 s', async () => {
    const shell = await running();
    await shell.pass(700);
    const page = shell.windowAt(0).webContents;
    page.mood = 'hung';
    await shell.pass(3000);
    expect(page.crashes).toBe(1);
    expect(page.loaded.filter((address) => address === kiosk.url)).toHaveLength(2);
    expect(shell.logged.find(({ event }) => event === 'page-hung')?.details['noticedBy']).toBe('probe');
  });

  test('Chromium itself calls the page unresponsive: home is back within 3 s', async () => {
    const shell = await running();
    shell.windowAt(1).webContents.emit('unresponsive');
    await shell.pass(3000);
    expect(shell.windowAt(1).webContents.loaded.filter((address) => address === board.url)).toHaveLength(2);
  });

  test('a page that answers is left alone all day', async () => {
    const shell = await running();
    await shell.pass(600_000);
    expect(shell.windowAt(0).webContents.crashes).toBe(0);
    expect(shell.windowAt(0).webContents.loaded.filter((address) => address === kiosk.url)).toHaveLength(1);
  });

  test('a page still loading is not taken for a hanging one', async () => {
    const shell = await running();
    const page = shell.windowAt(0).webContents;
    page.state = 'loading';
    page.mood = 'hung';
    await shell.pass(20_000);
    expect(page.crashes).toBe(0);
  });

  test('a page that crashes whenever it is loaded is tried ever more slowly, with a page of ours in between', async () => {
    const shell = await running();
    const page = shell.windowAt(0).webContents;
    const before = page.loaded.length;
    for (let second = 0; second < 60; second += 1) {
      if (page.address === kiosk.url && !page.isCrashed()) page.crash('crashed');
      await shell.pass(1000);
    }
    const later = page.loaded.slice(before);
    const tries = later.filter((address) => address === kiosk.url).length;
    expect(tries).toBeGreaterThanOrEqual(4);
    expect(tries).toBeLessThanOrEqual(8);
    expect(later.some((address) => localPage(address) === 'restarting')).toBe(true);
  });

  test('one crash a day never slows the next one down', async () => {
    const shell = await running();
    for (let day = 0; day < 7; day += 1) {
      shell.windowAt(0).webContents.crash('crashed');
      await shell.pass(3000);
      expect(shell.windowAt(0).webContents.isCrashed()).toBe(false);
      await shell.pass(3_600_000);
    }
  });

  test('the page cannot be loaded, or the host answers with an error: it is tried again', async () => {
    const shell = await running();
    const page = shell.windowAt(0).webContents;
    const tries = () => page.loaded.filter((address) => address === kiosk.url).length;
    page.emit('did-fail-load', createEvent({}), -102, 'ERR_CONNECTION_REFUSED', kiosk.url, true);
    await shell.pass(3000);
    expect(tries()).toBe(2);
    page.emit('did-navigate', createEvent({}), kiosk.url, 503, 'Service Unavailable');
    await shell.pass(3000);
    expect(tries()).toBe(3);
    page.emit('did-navigate', createEvent({}), kiosk.url, 200, 'OK');
    page.emit('did-fail-load', createEvent({}), -3, 'ERR_ABORTED', kiosk.url, true);
    page.emit('did-fail-load', createEvent({}), -102, 'ERR_CONNECTION_REFUSED', `${url}/frame`, false);
    await shell.pass(3000);
    expect(tries()).toBe(3);
  });
});

describe('displays', () => {
  test('the board’s television is not plugged in: the board waits behind the kiosk, and the log says so', async () => {
    const shell = await startShell(1);
    shell.host().emit('message', ready(kiosk, board));
    expect(shell.windowAt(1).bounds.x).toBe(0);
    expect(shell.logged).toContainEqual({
      event: 'display-missing',
      details: { wanted: 1, found: 1, used: 'primary' },
    });
    expect(shell.windowAt(0).steps.at(-1)).toBe('moveTop');
    expect(shell.windowAt(1).steps).toEqual([]);
  });

  test('the television is plugged in later, and pulled out again: the board follows', async () => {
    const shell = await startShell(1);
    shell.host().emit('message', ready(kiosk, board));
    shell.electron.attached.displays.push(displayAt(2, 1920));
    shell.electron.screen.emit('display-added');
    expect(shell.windowAt(1).bounds.x).toBe(1920);
    expect(shell.windowAt(1).kiosk).toBe(true);
    shell.electron.attached.displays.pop();
    shell.electron.screen.emit('display-removed');
    expect(shell.windowAt(1).bounds.x).toBe(0);
  });
});

describe('the host', () => {
  test('the host dies in the middle of the morning: the displays say so, it is back at once, and so are the screens', async () => {
    const shell = await startShell(2);
    shell.host().emit('message', ready(kiosk, board));
    await shell.pass(3_600_000);
    shell.host().emit('exit', 139);
    for (const address of shell.addresses()) expect(localPage(address)).toBe('restarting');
    await shell.pass(1000);
    expect(shell.electron.children).toHaveLength(2);
    shell.host().emit('message', ready(kiosk, board));
    expect(shell.addresses()).toEqual([kiosk.url, board.url]);
  });

  test('the host cannot start, for example for a wrong configuration: it is tried ever more slowly', async () => {
    const shell = await startShell(1);
    for (let second = 0; second < 120; second += 1) {
      const child = shell.host();
      if (child.listenerCount('exit') > 0 && shell.electron.children.length > shell.says('host-exited'))
        child.emit('exit', 1);
      await shell.pass(1000);
    }
    expect(shell.electron.children.length).toBeGreaterThanOrEqual(6);
    expect(shell.electron.children.length).toBeLessThanOrEqual(10);
  });

  test('the configuration must be corrected by a person: the displays send people to the staff', async () => {
    const shell = await startShell(1);
    shell.host().emit('exit', 78);
    expect(localPage(shell.addresses()[0])).toBe('trouble');
    await shell.pass(3000);
    shell.host().emit('message', ready(kiosk));
    expect(shell.addresses()).toEqual([kiosk.url]);
  });

  test('the host starts and never gets ready: it is ended and started anew', async () => {
    const shell = await startShell(1);
    const first = shell.host();
    await shell.pass(61_000);
    expect(first.kills).toBe(1);
    expect(shell.electron.children).toHaveLength(2);
  });

  test('a page that crashes while the host is down waits for the host', async () => {
    const shell = await startShell(1);
    shell.host().emit('message', ready(kiosk));
    shell.host().emit('exit', 1);
    const { webContents } = shell.windowAt(0);
    const loaded = webContents.loaded.length;
    webContents.crash('crashed');
    await shell.pass(200);
    expect(webContents.loaded).toHaveLength(loaded);
    expect(shell.says('page-failed')).toBe(0);
  });
});

describe('leaving', () => {
  test('the service manager stops the shell: the host finishes first, then the windows may go', async () => {
    const shell = await startShell(1);
    shell.host().emit('message', ready(kiosk));
    const stray = createEvent({});
    shell.windowAt(0).emit('close', stray);
    expect(stray.prevented).toBe(true);
    shell.signal();
    shell.signal();
    expect(shell.host().sent).toEqual([{ type: 'stop' }]);
    expect(shell.electron.exits).toEqual([]);
    shell.host().emit('exit', 0);
    await settle();
    expect(shell.electron.exits).toEqual([0]);
    expect(shell.electron.children).toHaveLength(1);
    const closing = createEvent({});
    shell.windowAt(0).emit('close', closing);
    expect(closing.prevented).toBe(false);
  });

  test('the host hangs while it is told to stop: the shell ends it after 10 s', async () => {
    const shell = await startShell(1);
    shell.host().emit('message', ready(kiosk));
    const quitting = createEvent({});
    shell.electron.app.emit('before-quit', quitting);
    expect(quitting.prevented).toBe(true);
    await shell.pass(10_000);
    expect(shell.host().kills).toBe(1);
    expect(shell.electron.exits).toEqual([0]);
  });

  test('stopped while the host was waiting to be started again: no new host appears', async () => {
    const shell = await startShell(1);
    shell.host().emit('exit', 1);
    shell.signal();
    await shell.pass(60_000);
    expect(shell.electron.exits).toEqual([0]);
    expect(shell.electron.children).toHaveLength(1);
  });

  test('Ctrl+Alt+Shift+Q leaves; Alt+F4 and F11 do nothing', async () => {
    const shell = await startShell(1);
    shell.host().emit('message', ready(kiosk));
    const { webContents } = shell.windowAt(0);
    const input = { type: 'keyDown', control: false, alt: false, shift: false, meta: false };
    for (const pressed of [
      { ...input, alt: true, code: 'F4', key: 'F4' },
      { ...input, code: 'F11', key: 'F11' },
    ]) {
      const event = createEvent({});
      webContents.emit('before-input-event', event, pressed);
      expect(event.prevented).toBe(true);
    }
    expect(shell.host().sent).toEqual([]);
    const chord = { ...input, control: true, alt: true, shift: true, code: 'KeyQ', key: 'Q' };
    webContents.emit('before-input-event', createEvent({}), chord);
    expect(shell.host().sent).toEqual([{ type: 'stop' }]);
  });
});
