// One frame at a time to a DGUS display. Writes are answered unless the project switched that off; reads always are, so a
// page counts as shown when reading 0014 says so: what is written while the display is busy drawing is dropped.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type DriverDeps, fault } from '../core/contract.ts';
import type { FaceLevel, PadAsk, PadPage, PadPress } from '../core/device-classes.ts';
import type { PadEvents, PadTalk } from '../core/rating-pad.ts';
import type { Session } from '../core/supervise.ts';
import { writeWithin } from '../core/write-within.ts';
import {
  asciiData,
  type Checksum,
  createDwinReader,
  type DwinMessage,
  encodeBacklight,
  encodeGoToPage,
  encodeRead,
  encodeReset,
  encodeWrite,
  REGISTER,
  unicodeData,
} from './codec.ts';
import type { DwinProfile } from './profiles.ts';

const REPLY_TIMEOUT_MS = 150;
/** An answer that is late comes within this time, and must not be taken for that of the next frame. */
const LATE_MS = 400;
const READ_TRIES = 3;
const WRITE_TIMEOUT_MS = 1000;
/** Between two writes, and behind a change of page. */
const PACE_MS = 20;
const PAGE_PACE_MS = 100;
/** A display that is still drawing after so many looks is stuck. */
const BUSY_LOOKS = 50;
const PAGE_TRIES = 3;
const PRESS_WORDS = 4;

export interface DwinSetting {
  readonly id: DeviceId;
  readonly deps: DriverDeps;
  readonly profile: DwinProfile;
  readonly checksum: Checksum;
}

const isLevel = (value: number): value is FaceLevel => value >= 1 && value <= 5;
const askOf = ([, , high = 0, low = 0]: readonly number[]): number => high * 0x1_0000 + low;

const textOf = (page: PadPage): string => (page.kind === 'faces' ? page.ask.question : page.text);

export const createDwinTalk = (setting: DwinSetting, session: Session, events: PadEvents): PadTalk => {
  const { id, deps, profile, checksum } = setting;
  const { transport, signal } = session;
  const { clock, log, count } = deps;
  const reader = createDwinReader(checksum, () => count('checksum-errors'));
  /** Null until a write told; a display that answers writes after all is believed at once. */
  let acknowledges: boolean | null = null;
  let shownPage: number | null = null;
  let listener: ((message: DwinMessage) => void) | null = null;

  const take = (message: DwinMessage) => {
    count('frames');
    // A touch is one word; what we read there is four.
    const isKey = message.kind === 'words' && message.words.length === 1;
    if (isKey && (message.address === profile.press || message.address === profile.press + 1)) events.touched();
    else {
      if (message.kind === 'written') acknowledges = true;
      listener?.(message);
    }
  };
  const listen = async () => {
    for await (const chunk of transport.bytes) for (const message of reader.push(chunk)) take(message);
  };
  session.alongside(listen());

  const wireMsOf = (bytes: Uint8Array) =>
    transport.bytesPerSecond === null ? 0 : (bytes.length / transport.bytesPerSecond) * 1000;
  const send = (bytes: Uint8Array) =>
    writeWithin(transport, bytes, { device: id, clock, signal, timeoutMs: wireMsOf(bytes) + WRITE_TIMEOUT_MS });

  const exchange = async <T>(bytes: Uint8Array, accept: (message: DwinMessage) => T | null): Promise<T | null> => {
    const enough = new AbortController();
    let found: T | null = null;
    listener = (message) => {
      found ??= accept(message);
      if (found !== null) enough.abort();
    };
    try {
      await send(bytes);
      await clock.sleep(wireMsOf(bytes) + REPLY_TIMEOUT_MS, AbortSignal.any([signal, enough.signal]));
    } catch (cause) {
      if (!enough.signal.aborted) throw cause;
    } finally {
      listener = null;
    }
    return found;
  };

  /** Null when the display stayed silent. */
  const readWords = async (address: number, count: number): Promise<readonly number[] | null> => {
    for (let tries = 0; tries < READ_TRIES; tries++) {
      const words = await exchange(encodeRead(address, count, checksum), (message) =>
        message.kind === 'words' && message.address === address && message.words.length === count
          ? message.words
          : null,
      );
      if (words !== null) return words;
      await clock.sleep(LATE_MS, signal);
    }
    return null;
  };
  const read = async (address: number): Promise<number | null> => (await readWords(address, 1))?.[0] ?? null;

  /** Without a CRC four words are believed when they come twice the same. */
  const readPress = async (): Promise<readonly number[] | null> => {
    let before = await readWords(profile.press, PRESS_WORDS);
    if (checksum === 'crc') return before;
    for (let tries = 0; tries < READ_TRIES && before !== null; tries++) {
      const again = await readWords(profile.press, PRESS_WORDS);
      if (again?.join() === before.join()) return again;
      before = again;
    }
    return null;
  };

  const silent = (): Fault =>
    fault(
      id,
      'timeout',
      'wait',
      `The pad does not answer; look at its power, its wires, the baud rate and whether its project uses CRC`,
      {
        part: 'pad',
      },
    );

  /** The same bytes again are the same text: a lost acknowledgement costs a repetition. */
  const write = async (bytes: Uint8Array): Promise<void> => {
    const isAnswered = async () =>
      (await exchange(bytes, (message) => (message.kind === 'written' ? true : null))) !== null;
    if (acknowledges === false) await send(bytes);
    else if (!(await isAnswered()) && !(await isAnswered()) && acknowledges === null) {
      log('info', `${id} does not acknowledge writes; its pages are confirmed by reading alone`);
      acknowledges = false;
    }
    await clock.sleep(PACE_MS, signal);
  };

  /** False: it is still drawing. Null: silent. */
  const waitUntilIdle = async (): Promise<boolean | null> => {
    for (let looks = 0; looks < BUSY_LOOKS; looks++) {
      const busy = await read(REGISTER.guiBusy);
      if (busy === null) return null;
      if (busy === 0) return true;
      await clock.sleep(PACE_MS, signal);
    }
    return false;
  };

  const goTo = async (page: number): Promise<Fault | null> => {
    for (let tries = 0; tries < PAGE_TRIES; tries++) {
      const idle = await waitUntilIdle();
      if (idle === null) return silent();
      if (!idle) {
        await send(encodeReset(checksum));
        return fault(id, 'timeout', 'reset', 'The pad was drawing for more than a second; it was restarted', {
          part: 'pad',
        });
      }
      await write(encodeGoToPage(page, checksum));
      await clock.sleep(PAGE_PACE_MS, signal);
      const now = await read(REGISTER.page);
      if (now === null) return silent();
      if (now === page) return null;
    }
    return fault(
      id,
      'rejected',
      'service',
      `The pad does not go to page ${page}; load a DGUS project of this profile`,
      {
        part: 'page',
        page,
      },
    );
  };

  const qrData = (content: string): DeviceResult<Uint8Array> => {
    const isAscii = /^[\x20-\x7e]+$/.test(content);
    // Half an address leads nowhere: better none.
    return isAscii && content.length <= profile.qrBytes
      ? ok(asciiData(content))
      : refuse(
          fault(
            id,
            'rejected',
            'service',
            `The QR has ${content.length} characters; the pad takes 1 to ${profile.qrBytes}, ASCII`,
            {
              part: 'page',
            },
          ),
        );
  };

  const halves = (value: number) => [(value >>> 24) & 0xff, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];

  /** What the pad needs to be pressed and to thank without us, all of it before the page with the faces. */
  const arm = async ({ number, second, thanks }: PadAsk): Promise<Fault | null> => {
    await write(encodeWrite(profile.texts.thanks, unicodeData(thanks, profile.textWords), checksum));
    if (second !== null)
      await write(encodeWrite(profile.second.text, unicodeData(second, profile.textWords), checksum));
    await write(encodeWrite(profile.press, [0, 0, 0, 0, ...halves(number)], checksum));
    const words = await readPress();
    return words !== null && askOf(words) === number ? null : silent();
  };

  const pageOf = (page: PadPage) =>
    page.kind === 'faces' && page.ask.second !== null ? profile.second.from : profile.pages[page.kind];

  /** Where the keys lead to from a page. */
  const follows = (page: number): ReadonlySet<number> => {
    if (page === profile.second.from) return new Set([page, profile.second.page, profile.pages.thanks]);
    return new Set(page === profile.pages.faces ? [page, profile.pages.thanks] : [page]);
  };

  return {
    async setUp() {
      shownPage = null;
      acknowledges = null;
      const version = await read(REGISTER.version);
      if (version === null) return silent();
      log('info', `${id} says what it is`, { version: version.toString(16) });
      return null;
    },
    async write(page) {
      const qr = page.kind === 'qr' ? qrData(page.content) : null;
      if (qr?.ok === false) return qr;
      // Variables are the same on every page, so the new page comes up with its texts.
      const data = unicodeData(textOf(page), profile.textWords);
      await write(encodeWrite(profile.texts[page.kind], data, checksum));
      if (qr !== null) await write(encodeWrite(profile.qr, qr.value, checksum));
      const unarmed = page.kind === 'faces' ? await arm(page.ask) : null;
      const reason = unarmed ?? (await goTo(pageOf(page)));
      if (reason !== null) return refuse(reason);
      shownPage = pageOf(page);
      return ok(acknowledges === true ? 'confirmed' : 'unconfirmed');
    },
    async dim(percent) {
      await write(encodeBacklight(percent, checksum));
      return null;
    },
    async check() {
      const page = await read(shownPage === null ? REGISTER.version : REGISTER.page);
      if (page === null) return refuse(silent());
      return ok(shownPage === null || follows(shownPage).has(page) ? 'shown' : 'lost');
    },
    async collect() {
      const words = await readPress();
      if (words === null) return refuse(silent());
      const [level = 0, second = 0] = words;
      if (askOf(words) === 0 || !isLevel(level)) return ok(null);
      const press: PadPress = { ask: askOf(words), level, second: isLevel(second) ? second : null };
      if (press.second !== null || shownPage !== profile.second.from) return ok({ press, isOpen: false });
      const page = await read(REGISTER.page);
      return page === null ? refuse(silent()) : ok({ press, isOpen: page === profile.second.page });
    },
  };
};
