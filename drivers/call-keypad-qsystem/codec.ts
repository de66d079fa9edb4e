// The RS-485 button pad of Apertum QSystem as bytes. One frame either way: 01 address code 07; no checksum.
// Codes from the pad: 31 call, 32 start, 33 redirect, 34 finish or no-show. Codes to the pad set its light.
// Source: Apertum QSystem, package ub485, ButtonDevice.java (table in its comment); vectors in frames/keypad.json.
import type { KeypadKey, KeypadLight } from '../core/device-classes.ts';

const START = 0x01;
const END = 0x07;
const FRAME_LENGTH = 4;

const KEYS: ReadonlyMap<number, KeypadKey> = new Map([
  [0x31, 'call'],
  [0x32, 'start'],
  [0x33, 'redirect'],
  [0x34, 'finish'],
]);

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
  readonly bytes: Uint8Array;
}

export interface KeyFrameParser {
  push(chunk: Uint8Array): KeyFrame[];
}

const decode = (bytes: readonly number[]): KeyFrame | null => {
  const [start, address = 0, code = 0, end] = bytes;
  const key = KEYS.get(code);
  if (start !== START || end !== END || key === undefined || address < 1 || address > 247) return null;
  return { address, key, bytes: Uint8Array.from(bytes) };
};

/** Steps over anything that is not a whole frame one byte at a time, so a frame right behind noise is found. */
export const createKeyFrameParser = (): KeyFrameParser => {
  let window: number[] = [];
  const next = (byte: number): KeyFrame[] => {
    window = [...window, byte].slice(-FRAME_LENGTH);
    const frame = window.length === FRAME_LENGTH ? decode(window) : null;
    if (frame === null) return [];
    window = [];
    return [frame];
  };
  return { push: (chunk) => [...chunk].flatMap(next) };
};
