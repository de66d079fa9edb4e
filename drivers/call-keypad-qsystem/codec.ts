// The RS-485 button pad of Apertum QSystem as bytes. One frame either way: 01 address code 07; no checksum.
// Codes from the pad: 31 call, 32 start, 33 redirect, 34 finish or no-show. Codes to the pad set its light.
// Source: Apertum QSystem, package ub485, ButtonDevice.java (table in its comment); vectors in frames/keypad.json.
import type { KeypadKey, KeypadLight } from '../core/device-classes.ts';

const START = 0x01;
const END = 0x07;

const KEYS: ReadonlyMap<number, KeypadKey> = new Map([
  [0x31, 'call'],
  [0x32, 'start'],
  [0x33, 'redirect'],
  [0x34, 'finish'],
]);

const CODES: ReadonlyMap<KeypadKey, number> = new Map([...KEYS].map(([code, key]) => [key, code]));

/** 33 and 34 blink every 200 ms, 35 and 36 every 500 ms; 37 to 3D are the same with a beep: not used by us. */
const LIGHTS: Readonly<Record<KeypadLight, number>> = {
  off: 0x30,
  red: 0x31,
  green: 0x32,
  'red-blink': 0x35,
  'green-blink': 0x36,
};

export const encodeLight = (address: number, light: KeypadLight): Uint8Array =>
  Uint8Array.of(START, address, LIGHTS[light], END);

export interface KeyFrame {
  readonly address: number;
  readonly key: KeypadKey;
}

/** What the pad sends. */
export const encodeKey = ({ address, key }: KeyFrame): Uint8Array =>
  Uint8Array.of(START, address, CODES.get(key) ?? 0, END);

export interface KeyFrameParser {
  push(chunk: Uint8Array): KeyFrame[];
}

const ADDRESSES = { from: 1, to: 247 } as const;

/** Steps over anything that is not a whole frame one byte at a time, so a frame right behind noise is found. */
export const createKeyFrameParser = (): KeyFrameParser => {
  /** The last three bytes, the newest first; zeroes, which no frame holds, where there are none. */
  let code = 0;
  let address = 0;
  let start = 0;
  return {
    push(chunk) {
      const frames: KeyFrame[] = [];
      for (const byte of chunk) {
        const key = byte === END && start === START ? KEYS.get(code) : undefined;
        if (key !== undefined && address >= ADDRESSES.from && address <= ADDRESSES.to) {
          frames.push({ address, key });
          code = address = start = 0;
          continue;
        }
        start = address;
        address = code;
        code = byte;
      }
      return frames;
    },
  };
};
