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

const PAGES = ['boot', 'idle', 'qr', 'faces', 'thanks'] as const;
/** Components of each page and their txt_maxl. */
const COMPONENTS: Readonly<Record<(typeof PAGES)[number], Readonly<Record<string, number>>>> = {
  boot: {},
  idle: { t0: 180 },
  qr: { t0: 180, qr0: 192 },
  faces: { t0: 180 },
  thanks: { t0: 180 },
};
/** Component id of the face of level 1; the others follow. */
const FIRST_FACE = 2;
const DONE = 0x01;
const NO_PAGE = 0x03;
const NO_VARIABLE = 0x1a;
const NO_INSTRUCTION = 0x00;
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

      const here = () => PAGES[page] ?? 'boot';

      const answer = (code: number) => {
        const wanted = code === DONE ? answers === 1 || answers === 3 : answers >= 2;
        if (wanted && isAcknowledging) port.send(status(code));
      };

      const tell = (bytes: Uint8Array) => {
        if (isAcknowledging) port.send(bytes);
      };

      const boot = () => {
        page = 0;
        texts = {};
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
        else return NO_VARIABLE;
        return DONE;
      };

      const setText = (component: string, text: string): number => {
        const limit = COMPONENTS[here()][component];
        if (limit === undefined) return NO_VARIABLE;
        // As the display does it: cut by bytes, wherever that is.
        texts[component] = Buffer.from(text, 'utf8').subarray(0, limit).toString('utf8');
        return DONE;
      };

      const get = (what: string): number => {
        const [component = '', attribute] = what.split('.');
        if (attribute === 'txt' && COMPONENTS[here()][component] !== undefined) tell(textIs(texts[component] ?? ''));
        else if (what === 'dim') tell(numberIs(brightness));
        else return NO_VARIABLE;
        return DONE;
      };

      const obey = (command: Command): number => {
        switch (command.verb) {
          case 'page':
            if (PAGES[command.page] === undefined) return NO_PAGE;
            pageChanges++;
            if (isDrawing) return DONE;
            page = command.page;
            texts = {};
            return DONE;
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
              if (here() !== 'faces' || isAsleep)
                throw new Error(`${setting.id} shows no faces now; it shows ${isAsleep ? 'nothing, asleep' : here()}`);
              port.send(touched(page, FIRST_FACE + action.level - 1, 'press'));
              port.send(touched(page, FIRST_FACE + action.level - 1, 'release'));
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
          };
        },
        close() {
          if (booting !== null) clearTimeout(booting);
        },
      };
    }),
});
