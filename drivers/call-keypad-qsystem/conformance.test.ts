import { driverConforms, streamConforms } from '../core/conformance.ts';
import { frameNamed, readFrames, until } from '../core/test-kit.ts';
import { createKeyFrameParser } from './codec.ts';
import { createQsystemKeypad } from './driver.ts';

const frames = readFrames(new URL('./frames/keypad.json', import.meta.url));

streamConforms('call-keypad-qsystem', {
  createReader: createKeyFrameParser,
  frames: (['call', 'start', 'redirect', 'finish'] as const).map((key) => {
    const { name, bytes } = frameNamed(frames, `key_${key}`);
    return { name, bytes, says: [{ address: 1, key }] };
  }),
  garbage: Uint8Array.of(0xff, 0x01, 0x01),
});

const KEYS = ['call', 'start', 'redirect', 'finish'] as const;
let presses = 0;

driverConforms('call-keypad-qsystem', {
  simulator: { kind: 'call-keypad-qsystem', listen: { tcp: 0 }, addresses: [1] },
  create: createQsystemKeypad,
  async work(keypad, rack, device) {
    let pressed = 0;
    using _ = keypad.subscribe(({ type }) => {
      if (type === 'key-pressed') pressed++;
    });
    // Another key each time: the same one twice within 30 ms is a bounce.
    await rack.act({ device, verb: 'press-key', address: 1, key: KEYS[presses++ % KEYS.length] ?? 'call' });
    await until('the key', () => pressed > 0, 2000);
  },
  survives: ['split', 'delay', 'garbage-before', 'duplicate'],
});
