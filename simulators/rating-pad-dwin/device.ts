// A DGUS II display with the project of docs/protocols/dwin-pad.md: a memory of words, and a glass that shows some of them.
import { z } from 'zod';
import { defineKind } from '../core/kind.ts';
import { drawQr } from '../core/qr-drawing.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import { takeRequests, wordsAt, written } from './codec.ts';

/** Of the two pages with faces the keys of the first lead to the thanks, those of the other to the second question. */
const PAGES = ['boot', 'idle', 'qr', 'faces', 'thanks', 'faces', 'more'] as const;
const THANKS = 4;
const ASKING_MORE = 5;
const MORE = 6;
const TEXTS = { idle: 0x1000, qr: 0x1100, faces: 0x1200, thanks: 0x1300, more: 0x1400 } as const;
const QR = 0x5000;
const TOUCH = 0x1500;
const VARIABLE_WORDS = 128;
const SYSTEM = {
  reset: 0x0004,
  version: 0x000f,
  page: 0x0014,
  busy: 0x0015,
  lit: 0x0031,
  light: 0x0082,
  goTo: 0x0084,
} as const;
const VERSION = 0x2521;
/** Below it lie the system's variables. */
const FIRST_USER = 0x1000;
const BOOT_MS = 300;

export const ratingPadDwin = defineKind({
  kind: 'rating-pad-dwin',
  options: {
    checksum: z.enum(['none', 'crc']).default('none'),
    counted: z.enum(['words', 'bytes']).default('words'),
  },
  create: (setting, { checksum, counted }) =>
    createWiredDevice(setting, ({ port, unknown, changed }) => {
      let received: Uint8Array = new Uint8Array(0);
      let memory = new Map<number, number>();
      let page = 0;
      let brightness = 100;
      let isAcknowledging = true;
      let isDrawing = false;
      let isAsleep = false;
      let booting: NodeJS.Timeout | null = null;
      let pageChanges = 0;
      let thankedMs: number | null = null;

      const boot = () => {
        memory = new Map();
        page = 0;
        brightness = 100;
        isDrawing = false;
        isAsleep = false;
        received = new Uint8Array(0);
        if (booting !== null) clearTimeout(booting);
        booting = setTimeout(() => {
          booting = null;
          changed();
        }, BOOT_MS);
      };

      const wordsOf = (data: Uint8Array) =>
        Array.from(
          { length: data.length / 2 },
          (_, index) => ((data[2 * index] ?? 0) << 8) | (data[2 * index + 1] ?? 0),
        );

      const goTo = (wanted: number) => {
        pageChanges++;
        if (!isDrawing && PAGES[wanted] !== undefined) page = wanted;
      };

      /** False: no system variable that this display has, or nothing that may be written to it. */
      const control = (address: number, [first = 0, second = 0]: readonly number[]): boolean => {
        if (address === SYSTEM.light) brightness = Math.min(100, first >> 8);
        else if (address === SYSTEM.goTo && first === 0x5a01) goTo(second);
        else if (address === SYSTEM.reset && first === 0x55aa && second === 0x5aa5) boot();
        else return false;
        return true;
      };

      const write = (address: number, words: readonly number[]) => {
        if (address >= FIRST_USER) for (const [offset, word] of words.entries()) memory.set(address + offset, word);
        else if (!control(address, words))
          unknown(`write ${address.toString(16)} ${words.map((word) => word.toString(16)).join(' ')}`);
      };

      const read = (address: number): number => {
        if (address === SYSTEM.version) return VERSION;
        if (address === SYSTEM.page) return page;
        if (address === SYSTEM.busy) return isDrawing ? 1 : 0;
        if (address === SYSTEM.lit) return (brightness << 8) | brightness;
        return memory.get(address) ?? 0;
      };

      /** A return key: its value into memory and to the host, and the page that it leads to. */
      const press = (level: number) => {
        const pressedAtMs = performance.now();
        const key = page === MORE ? TOUCH + 1 : TOUCH;
        memory.set(key, level);
        page = page === ASKING_MORE ? MORE : THANKS;
        if (page === THANKS) thankedMs = performance.now() - pressedAtMs;
        port.send(wordsAt(key, [level], { checksum, counted }));
      };

      /** Bytes of a variable up to FF FF, or up to where nothing was written. */
      const variable = (address: number): Buffer => {
        const bytes: number[] = [];
        for (let offset = 0; offset < VARIABLE_WORDS; offset++) {
          const word = memory.get(address + offset);
          if (word === undefined || word === 0xffff) break;
          bytes.push(word >> 8, word & 0xff);
        }
        return Buffer.from(bytes);
      };
      const unicode = (address: number) => variable(address).swap16().toString('utf16le');
      /** An end at an odd place leaves one FF in the last word. */
      const ascii = (address: number) =>
        variable(address)
          .toString('latin1')
          .replace(/\xff.*$/s, '');

      return {
        kind: 'rating-pad-dwin',
        onBytes(chunk) {
          if (booting !== null) return;
          const taken = takeRequests(Buffer.concat([received, chunk]), checksum);
          received = taken.rest;
          for (const frame of taken.strange) unknown(frame);
          for (const request of taken.requests) {
            if (request.verb === 'write') {
              write(request.address, wordsOf(request.data));
              if (isAcknowledging) port.send(written(checksum));
            } else {
              const words = Array.from({ length: request.words }, (_, offset) => read(request.address + offset));
              port.send(wordsAt(request.address, words, { checksum, counted: 'words' }));
            }
          }
        },
        onLost() {
          received = new Uint8Array(0);
        },
        act(action) {
          switch (action.verb) {
            case 'touch-face':
              if (PAGES[page] !== 'faces' && PAGES[page] !== 'more')
                throw new Error(`${setting.id} shows no faces now; it shows ${PAGES[page] ?? 'boot'}`);
              isAsleep = false;
              press(action.level);
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
              return true;
            default:
              return false;
          }
        },
        state() {
          const shown = PAGES[page] ?? 'boot';
          const content = shown === 'qr' ? ascii(QR) : '';
          const drawing = drawQr(content);
          return {
            page: shown,
            text: shown === 'boot' ? '' : unicode(TEXTS[shown]),
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
        },
      };
    }),
});
