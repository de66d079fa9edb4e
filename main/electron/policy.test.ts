import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allowsPermission, allowsRequest, keyVerdict, orderDisplays, retryDelayMs, sharesOrigin } from './policy.ts';
import { displayAt } from './testing/fake-electron.ts';

const origin = 'http://127.0.0.1:8080';
const key = (code: string, held: Partial<Record<'control' | 'alt' | 'shift' | 'meta', boolean>>, name = code) => ({
  type: 'keyDown',
  code,
  key: name,
  isAutoRepeat: false,
  isComposing: false,
  control: false,
  alt: false,
  shift: false,
  meta: false,
  location: 0,
  modifiers: [],
  ...held,
});

describe('what counts as the host', () => {
  test.each([
    'http://127.0.0.1:8081/kiosk/',
    'http://localhost:8080/kiosk/',
    'https://127.0.0.1:8080/',
    'http://127.0.0.1:8080@evil.example/',
    'http://evil.example/#http://127.0.0.1:8080',
    'blob:http://127.0.0.1:8080/3f',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'chrome://gpu',
    'view-source:http://127.0.0.1:8080/',
    'data:text/html,x',
    'about:blank',
    '',
  ])('%j is somewhere else', (url) => {
    expect(sharesOrigin(url, origin)).toBe(false);
  });

  test('any page of the host is at home, and nothing is while the host is down', () => {
    fc.assert(
      fc.property(fc.webPath({ size: 'xsmall' }), (path) => {
        expect(sharesOrigin(origin + path, origin)).toBe(true);
        expect(sharesOrigin(origin + path, undefined)).toBe(false);
      }),
      { numRuns: 25 },
    );
  });
});

describe('requests of a page', () => {
  test.each([`${origin}/live/board`, 'ws://127.0.0.1:8080/socket', 'data:image/png;base64,AA', `blob:${origin}/1`])(
    '%s may go out',
    (url) => expect(allowsRequest(url, origin)).toBe(true),
  );
  test.each([
    'http://127.0.0.1:9222/json',
    'wss://127.0.0.1:8080/',
    'https://fonts.example/x.woff2',
    'file:///etc/passwd',
    'ftp://127.0.0.1:8080/',
    'chrome-extension://abc/x.js',
  ])('%s may not', (url) => expect(allowsRequest(url, origin)).toBe(false));
});

describe('permissions', () => {
  const camera = { permission: 'media', url: `${origin}/attendance/`, media: ['video'] };
  const attendance = { origin, allowsCamera: true };

  test('the attendance screen opens its camera', () => {
    expect(allowsPermission(camera, attendance)).toBe(true);
    expect(allowsPermission({ ...camera, url: origin }, attendance)).toBe(true);
  });
  test('a kiosk that asks for the camera gets none', () => {
    expect(allowsPermission(camera, { origin, allowsCamera: false })).toBe(false);
  });
  test('nobody is listened to: sound is refused even where the camera is allowed', () => {
    expect(allowsPermission({ ...camera, media: ['video', 'audio'] }, attendance)).toBe(false);
    expect(allowsPermission({ ...camera, media: ['audio'] }, attendance)).toBe(false);
    expect(allowsPermission({ ...camera, media: [] }, attendance)).toBe(false);
    expect(allowsPermission({ ...camera, media: ['unknown'] }, attendance)).toBe(false);
  });
  test('a frame from elsewhere inside the attendance screen gets no camera', () => {
    expect(allowsPermission({ ...camera, url: 'http://evil.example/' }, attendance)).toBe(false);
  });
  test('every other permission is refused, also those that Chromium invents next year', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom('geolocation', 'usb', 'serial', 'hid', 'openExternal', 'notifications'), fc.string()),
        (permission) => {
          fc.pre(permission !== 'media');
          expect(allowsPermission({ ...camera, permission }, attendance)).toBe(false);
        },
      ),
    );
  });
});

describe('keys', () => {
  test.each([
    ['F5', {}, 'F5'],
    ['F11', {}, 'F11'],
    ['F12', {}, 'F12'],
    ['KeyI', { control: true, shift: true }, 'I'],
    ['KeyP', { control: true }, 'p'],
    ['KeyW', { control: true }, 'w'],
    ['KeyR', { control: true }, 'r'],
    ['F4', { alt: true }, 'F4'],
    ['ArrowLeft', { alt: true }, 'ArrowLeft'],
    ['KeyL', { meta: true }, 'l'],
    ['Delete', { control: true, alt: true }, 'Delete'],
    ['ContextMenu', {}, 'ContextMenu'],
    ['BrowserBack', {}, 'BrowserBack'],
  ] as const)('a keyboard plugged into the kiosk presses %s %j: nothing happens', (code, held, name) => {
    expect(keyVerdict(key(code, held, name))).toBe('swallow');
  });
  test.each([
    ['KeyA', {}, 'a'],
    ['Enter', {}, 'Enter'],
    ['Tab', { shift: true }, 'Tab'],
    ['KeyV', { control: true }, 'v'],
    ['ControlLeft', { control: true }, 'Control'],
    ['KeyQ', { control: true, alt: true }, '@'],
  ] as const)('a clerk types with %s %j', (code, held, name) => {
    expect(keyVerdict(key(code, held, name))).toBe('page');
  });
  test('the technician leaves with Ctrl+Alt+Shift+Q, and with nothing less', () => {
    expect(keyVerdict(key('KeyQ', { control: true, alt: true, shift: true }, 'Q'))).toBe('quit');
    expect(keyVerdict(key('KeyQ', { control: true, shift: true }, 'Q'))).toBe('swallow');
    expect(keyVerdict(key('KeyQ', { control: true }, 'q'))).toBe('swallow');
  });
});

test('displays are counted from the primary one, the rest from left to right', () => {
  const [left, primary, right] = [displayAt(7, -1920), displayAt(9, 0), displayAt(3, 1920)];
  expect(orderDisplays([right, left, primary], primary)).toEqual([primary, left, right]);
});

test('tries grow further apart and never stop', () => {
  const waits = Array.from({ length: 40 }, (_, index) => retryDelayMs(index + 1));
  expect(waits[0]).toBeLessThan(1000);
  expect(waits).toEqual(waits.toSorted((a, b) => a - b));
  expect(waits.at(-1)).toBe(30_000);
});
