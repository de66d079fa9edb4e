// What a page in a public kiosk may do: each rule a pure function, then the two functions that put them in force.
import type { BrowserWindowConstructorOptions, Display, Input, Session, WebContents } from 'electron';
import type { Log } from './parts.ts';

/** `blob:http://host/…` has the host's origin too; only http and https count here. */
export const sharesOrigin = (url: string, origin: string | undefined): boolean => {
  const parsed = URL.parse(url);
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.origin === origin;
};

/** Requests a page may send: to the host (HTTP or WebSocket), and for what it holds itself (data:, blob:). */
export const allowsRequest = (url: string, origin: string | undefined): boolean =>
  /^(data|blob):/.test(url) || sharesOrigin(url.replace(/^ws/, 'http'), origin);

/** `media`: what of camera and microphone is wanted; empty where Chromium does not say. */
type PermissionAsked = { readonly permission: string; readonly url: string; readonly media: readonly string[] };

/** Everything is denied but the camera, without sound, to a page of the host on a screen that recognises faces. */
export const allowsPermission = (
  asked: PermissionAsked,
  screen: { readonly origin: string | undefined; readonly allowsCamera: boolean },
): boolean =>
  asked.permission === 'media' &&
  screen.allowsCamera &&
  sharesOrigin(asked.url, screen.origin) &&
  asked.media.length > 0 &&
  asked.media.every((kind) => kind === 'video');

/**
 * `page`: typing, moving and the editing chords. `quit`: Ctrl+Alt+Shift+Q, for the technician.
 * `swallow`: all else that a browser takes for itself (F-keys, Alt+arrow, Ctrl+P, Ctrl+W, …). AltGr types characters
 * and arrives on Windows as Ctrl+Alt.
 */
export const keyVerdict = (input: Input): 'page' | 'swallow' | 'quit' => {
  if (input.control && input.alt && input.shift && input.code === 'KeyQ') return 'quit';
  if (/^F\d+$|^(Browser|Launch|Media)|^(ContextMenu|PrintScreen|Help)$/.test(input.key)) return 'swallow';
  if (input.meta && input.key !== 'Meta') return 'swallow';
  if (input.control && input.alt) return input.key.length === 1 ? 'page' : 'swallow';
  if (input.alt && input.key !== 'Alt') return 'swallow';
  if (input.control && input.key !== 'Control') return /^Key[ACVXYZ]$/.test(input.code) ? 'page' : 'swallow';
  return 'page';
};

/** The primary display first, then the others from left to right, then from top to bottom. */
export const orderDisplays = (displays: readonly Display[], primary: Display): readonly Display[] => [
  primary,
  ...displays
    .filter((display) => display.id !== primary.id)
    .toSorted((a, b) => a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y),
];

/** Wait before the next try, by the failures so far (from 1): one costs a moment, many do not burn the processor. */
export const retryDelayMs = (failures: number): number => [250, 500, 2500, 5000, 10_000][failures - 1] ?? 30_000;

/** Every window of the shell is made of exactly these options. */
export const windowOptions = (session: Session): BrowserWindowConstructorOptions => ({
  kiosk: true,
  fullscreen: true,
  frame: false,
  minimizable: false,
  backgroundColor: '#0a4f49',
  webPreferences: {
    session,
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    navigateOnDragDrop: false,
    disableDialogs: true,
    spellcheck: false,
    devTools: false,
    backgroundThrottling: false,
    // The board calls people by voice and nobody ever touches it.
    autoplayPolicy: 'no-user-gesture-required',
  },
});

/** The origin is asked each time: the host may come back on another port. */
type Surroundings = { readonly log: Log; readonly origin: () => string | undefined };

export const hardenSession = (
  session: Session,
  { log, origin, allowsCamera }: Surroundings & { readonly allowsCamera: (contents: WebContents | null) => boolean },
): void => {
  const judge = (contents: WebContents | null, asked: PermissionAsked) => {
    const allowed = allowsPermission(asked, { origin: origin(), allowsCamera: allowsCamera(contents) });
    if (!allowed) log('permission-denied', { ...asked });
    return allowed;
  };
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    answer(judge(contents, { permission, url: details.requestingUrl, media }));
  });
  session.setPermissionCheckHandler((contents, permission, requestingOrigin, { mediaType }) =>
    judge(contents, { permission, url: requestingOrigin, media: mediaType ? [mediaType] : [] }),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !allowsRequest(url, origin()) }));
};

/** For every web contents that ever comes to be, ours or not. */
export const hardenContents = (
  contents: WebContents,
  { log, origin, quit }: Surroundings & { readonly quit: () => void },
): void => {
  const stay = (event: { readonly url: string; preventDefault(): void }) => {
    if (sharesOrigin(event.url, origin())) return;
    event.preventDefault();
    log('navigation-denied', { url: event.url.slice(0, 200) });
  };
  contents.on('will-navigate', stay).on('will-redirect', stay).on('will-frame-navigate', stay);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('context-menu', (event) => event.preventDefault());
  // A page that asks "leave this site?" could keep itself on the screen for ever.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  contents.on('certificate-error', (event, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  contents.on('before-input-event', (event, input) => {
    const verdict = keyVerdict(input);
    if (verdict === 'page') return;
    event.preventDefault();
    if (verdict === 'quit' && input.type === 'keyDown') quit();
  });
};
