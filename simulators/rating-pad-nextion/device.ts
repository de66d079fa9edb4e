// A Nextion display with the HMI project of docs/protocols/nextion-pad.md.
import { defineKind } from '../core/kind.ts';
import { drawQr } from '../core/qr-drawing.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import {
  type Command,
  fellAsleep,
  identity,
  numberIs,
  pageIs,
  ready,
  startup,
  status,
  takeCommands,
  textIs,
  touched,
  wokeUp,
} from './codec.ts';

const PAGES = ['boot', 'idle', 'qr', 'faces', 'thanks', 'more'] as const;
/** Components of each page and their txt_maxl. */
const COMPONENTS: Readonly<Record<(typeof PAGES)[number], Readonly<Record<string, number>>>> = {
  boot: {},
  idle: { t0: 180 },
  qr: { t0: 180, qr0: 192 },
  faces: { t0: 180 },
  thanks: { t0: 180 },
  more: { t0: 180 },
};
/** Variables of page boot with the scope "global", and the most bytes of the texts. */
const NUMBERS = ['boot.ask.val', 'boot.seq.val', 'boot.restms.val'] as const;
const TEXTS: Readonly<Record<string, number>> = { 'boot.more': 180, 'boot.thx': 180, 'boot.rest': 180 };
const EEPROM_BYTES = 1024;
const PLACES = 32;
const PLACE_BYTES = 16;
const SALT = 1296257073;
/** Component id of the face of level 1; the others follow. */
const FIRST_FACE = 2;
const DONE = 0x01;
const NO_PAGE = 0x03;
const NO_VARIABLE = 0x1a;
const NO_INSTRUCTION = 0x00;
const NO_EEPROM = 0x1d;
const OVERFLOW = 0x24;
const BOOT_MS = 250;

export const ratingPadNextion = defineKind({
  kind: 'rating-pad-nextion',
  options: {},
  create: (setting) =>
    createWiredDevice(setting, ({ port, unknown, changed }) => {
      let received: Uint8Array = new Uint8Array(0);
      let page = 0;
      let texts: Record<string, string> = {};
      /** 0 never, 1 successes, 2 failures, 3 all. */
      let answers = 2;
      let brightness = 100;
      let isAsleep = false;
      let isAcknowledging = true;
      let isDrawing = false;
      let booting: NodeJS.Timeout | null = null;
      let pageChanges = 0;
      /** Keeps what is in it without power. */
      const eeprom = Buffer.alloc(EEPROM_BYTES);
      let numbers: Record<string, number> = {};
      let globals: Record<string, string> = {};
      /** What `repo` and `get` pass numbers through. */
      let sys0 = 0;
      let level = 0;
      let resting: NodeJS.Timeout | null = null;
      let pressedAtMs = 0;
      let thankedMs: number | null = null;

      const here = () => PAGES[page] ?? 'boot';

      const answer = (code: number) => {
        const wanted = code === DONE ? answers === 1 || answers === 3 : answers >= 2;
        if (wanted && isAcknowledging) port.send(status(code));
      };

      const tell = (bytes: Uint8Array) => {
        if (isAcknowledging) port.send(bytes);
      };

      const placeOf = (sequence: number) => (sequence % PLACES) * PLACE_BYTES;

      /** What page boot does before it shows: finds the press that was kept last. */
      const newestKept = (): number => {
        let newest = 0;
        for (let place = 0; place < PLACES; place++) {
          const at = (word: number) => eeprom.readInt32LE(place * PLACE_BYTES + 4 * word);
          const isWhole = (at(0) ^ at(1) ^ at(2) ^ SALT) === at(3);
          if (isWhole && at(0) > newest) newest = at(0);
        }
        return newest;
      };

      const keep = (second: number) => {
        const sequence = numbers['boot.seq.val'] ?? 0;
        const ask = numbers['boot.ask.val'] ?? 0;
        const answers = level + 16 * second;
        for (const [word, value] of [sequence, ask, answers, sequence ^ ask ^ answers ^ SALT].entries())
          eeprom.writeInt32LE(value, placeOf(sequence) + 4 * word);
      };

      /** A page that the pad's own program goes to, with the text that it puts there itself. */
      const turnTo = (name: (typeof PAGES)[number], text: string) => {
        page = PAGES.indexOf(name);
        texts = { t0: text };
        if (name === 'thanks') beginRest();
      };

      const beginRest = () => {
        if (resting !== null) clearTimeout(resting);
        resting = setTimeout(() => {
          resting = null;
          if (here() === 'thanks') turnTo('idle', globals['boot.rest'] ?? '');
          changed();
        }, numbers['boot.restms.val'] ?? 5000);
      };

      const thank = () => {
        turnTo('thanks', globals['boot.thx'] ?? '');
        thankedMs = performance.now() - pressedAtMs;
      };

      const press = (face: number) => {
        pressedAtMs = performance.now();
        if (here() === 'more') {
          keep(face);
          return thank();
        }
        level = face;
        numbers['boot.seq.val'] = (numbers['boot.seq.val'] ?? 0) + 1;
        keep(0);
        const more = globals['boot.more'] ?? '';
        if (more === '') thank();
        else turnTo('more', more);
      };

      const boot = () => {
        page = 0;
        texts = {};
        numbers = { 'boot.seq.val': newestKept(), 'boot.ask.val': 0, 'boot.restms.val': 5000 };
        globals = {};
        answers = 2;
        brightness = 100;
        isAsleep = false;
        received = new Uint8Array(0);
        port.send(startup());
        if (booting !== null) clearTimeout(booting);
        booting = setTimeout(() => {
          booting = null;
          port.send(ready());
          changed();
        }, BOOT_MS);
      };

      const set = (variable: string, value: number): number => {
        if (variable === 'bkcmd' && value <= 3) answers = value;
        else if (variable === 'dim' && value <= 100) brightness = value;
        else if (variable === 'sleep' && value <= 1) isAsleep = value === 1;
        else if (NUMBERS.some((name) => name === variable)) numbers[variable] = value;
        else return NO_VARIABLE;
        return DONE;
      };

      const setText = (component: string, text: string): number => {
        const limit = TEXTS[component] ?? COMPONENTS[here()][component];
        if (limit === undefined) return NO_VARIABLE;
        // As the display does it: cut by bytes, wherever that is.
        const cut = Buffer.from(text, 'utf8').subarray(0, limit).toString('utf8');
        if (component in TEXTS) globals[component] = cut;
        else texts[component] = cut;
        return DONE;
      };

      const get = (what: string): number => {
        const [component = '', attribute] = what.split('.');
        if (attribute === 'txt' && COMPONENTS[here()][component] !== undefined) tell(textIs(texts[component] ?? ''));
        else if (what === 'dim') tell(numberIs(brightness));
        else if (what === 'sys0') tell(numberIs(sys0));
        else if (NUMBERS.some((name) => name === what)) tell(numberIs(numbers[what] ?? 0));
        else return NO_VARIABLE;
        return DONE;
      };

      const goTo = (wanted: number): number => {
        if (PAGES[wanted] === undefined) return NO_PAGE;
        pageChanges++;
        if (isDrawing) return DONE;
        page = wanted;
        texts = {};
        if (here() === 'thanks') beginRest();
        return DONE;
      };

      const recall = (variable: string, address: number): number => {
        if (variable !== 'sys0') return NO_VARIABLE;
        if (address > EEPROM_BYTES - 4) return NO_EEPROM;
        sys0 = eeprom.readInt32LE(address);
        return DONE;
      };

      const obey = (command: Command): number => {
        switch (command.verb) {
          case 'page':
            return goTo(command.page);
          case 'recall':
            return recall(command.variable, command.address);
          case 'set-text':
            return setText(command.component, command.text);
          case 'set':
            return set(command.variable, command.value);
          case 'get':
            return get(command.what);
          case 'sendme':
            tell(pageIs(page));
            return DONE;
          case 'connect':
            tell(identity());
            return DONE;
          case 'overflow':
            return OVERFLOW;
          case 'unknown':
            unknown(command.sent);
            return NO_INSTRUCTION;
        }
      };

      const wakes = (command: Command) => command.verb === 'set' && command.variable === 'sleep' && command.value === 0;

      return {
        kind: 'rating-pad-nextion',
        onBytes(chunk) {
          if (booting !== null) return;
          const { commands, rest } = takeCommands(Buffer.concat([received, chunk]));
          received = rest;
          for (const command of commands) if (!isAsleep || wakes(command)) answer(obey(command));
        },
        onLost() {
          received = new Uint8Array(0);
        },
        act(action) {
          switch (action.verb) {
            case 'touch-face':
              if ((here() !== 'faces' && here() !== 'more') || isAsleep)
                throw new Error(`${setting.id} shows no faces now; it shows ${isAsleep ? 'nothing, asleep' : here()}`);
              {
                const shown = page;
                press(action.level);
                port.send(touched(shown, FIRST_FACE + action.level - 1, 'press'));
                port.send(touched(shown, FIRST_FACE + action.level - 1, 'release'));
              }
              return true;
            case 'restart-pad':
              boot();
              return true;
            case 'set-acknowledging':
              isAcknowledging = action.on;
              return true;
            case 'set-drawing':
              isDrawing = action.on;
              return true;
            case 'set-asleep':
              isAsleep = action.on;
              port.send(action.on ? fellAsleep() : wokeUp());
              return true;
            default:
              return false;
          }
        },
        state() {
          const content = texts['qr0'] ?? '';
          const drawing = drawQr(content);
          return {
            page: here(),
            text: texts['t0'] ?? '',
            qr: drawing === null ? null : { content, drawing },
            brightnessPercent: brightness,
            acknowledging: isAcknowledging,
            drawing: isDrawing,
            asleep: isAsleep,
            pageChanges,
            thankedMs,
          };
        },
        close() {
          if (booting !== null) clearTimeout(booting);
          if (resting !== null) clearTimeout(resting);
        },
      };
    }),
});
