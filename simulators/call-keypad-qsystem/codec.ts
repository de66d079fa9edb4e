// The button pad's side of `01 address code 07`, written from docs/protocols/call-keypad.md.
import type { RackAction, RackDevice } from '../../contract/bench.ts';

export type Key = Extract<RackAction, { verb: 'press-key' }>['key'];
export type Light = Extract<RackDevice, { kind: 'call-keypad-qsystem' }>['units'][number]['light'];

const KEY_CODES: Readonly<Record<Key, number>> = { call: 0x31, start: 0x32, redirect: 0x33, finish: 0x34 };

/** Codes 30 to 36; 37 to 3D are the same after a beep. The blink is 200 ms (33, 34) or 500 ms (35, 36). */
const LIGHT_ORDER: readonly Light[] = ['off', 'red', 'green', 'red-blink', 'green-blink', 'red-blink', 'green-blink'];
const FIRST_LIGHT = 0x30;

export const pressedFrame = (address: number, key: Key): Uint8Array => Uint8Array.of(1, address, KEY_CODES[key], 7);

export type LightFrame = { readonly address: number; readonly light: Light };

/** Frames found in `bytes`, what was none of them, and the tail that may still become one. */
export const takeLightFrames = (bytes: Uint8Array) => {
  const frames: LightFrame[] = [];
  const skipped: number[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const [start, address = 0, code = 0, end] = bytes.subarray(at, at + 4);
    const light = LIGHT_ORDER[(code - FIRST_LIGHT) % LIGHT_ORDER.length];
    const isLight = start === 1 && end === 7 && code >= FIRST_LIGHT && code <= 0x3d && light !== undefined;
    if (isLight) frames.push({ address, light });
    else skipped.push(bytes[at] ?? 0);
    at += isLight ? 4 : 1;
  }
  return { frames, skipped, rest: bytes.slice(at) };
};
