import { describe, expect, it } from 'vitest';
import { bytesOf, hex, readFrames } from '../core/test-frames.ts';
import { pressedFrame, takeLightFrames } from './codec.ts';

const frames = readFrames('call-keypad-qsystem/frames/keypad.json');

describe('a button pad', () => {
  it.each(['call', 'start', 'redirect', 'finish'] as const)('key %s is the vector', (key) => {
    expect(hex(pressedFrame(1, key))).toBe(hex(bytesOf(frames, `key_${key}`)));
  });

  it.each(['off', 'red', 'green', 'red_blink', 'green_blink'])('light %s is understood', (light) => {
    const { frames: taken, rest } = takeLightFrames(bytesOf(frames, `light_${light}`));
    expect(taken).toEqual([{ address: 2, light: light.replace('_', '-') }]);
    expect(rest.length).toBe(0);
  });

  it('bytes that are no frame are named, and half a frame is kept', () => {
    const { frames: taken, skipped, rest } = takeLightFrames(Uint8Array.of(0xff, 1, 2, 0x31, 7, 1, 2));
    expect(taken).toEqual([{ address: 2, light: 'red' }]);
    expect(skipped).toEqual([0xff]);
    expect([...rest]).toEqual([1, 2]);
  });
});
