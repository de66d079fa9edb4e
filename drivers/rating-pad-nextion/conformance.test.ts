import { expect } from 'vitest';
import { driverConforms, streamConforms } from '../core/conformance.ts';
import { frameNamed, readFrames, until } from '../core/test-kit.ts';
import { createNextionReader } from './codec.ts';
import { ratingPadNextion } from './index.ts';

const frames = readFrames(new URL('./frames/nextion.json', import.meta.url));
const says = (name: string, ...messages: readonly unknown[]) => ({
  name,
  bytes: frameNamed(frames, name).bytes,
  says: messages,
});
const done = { kind: 'status', code: 1 };

streamConforms('rating-pad-nextion', {
  createReader: createNextionReader,
  frames: [
    says('touch_doc', { kind: 'touch', page: 0, component: 2, pressed: true }),
    says('int_neg91', { kind: 'number', value: -91 }),
    says('int_neg91_then_ok', { kind: 'number', value: -91 }, done),
    says('string_then_ok', { kind: 'text', text: '12' }, done),
    says('page_5', { kind: 'page', page: 5 }),
    says('startup', { kind: 'startup' }, { kind: 'event', event: 'ready' }),
    says('junk_resync', { kind: 'number', value: -91 }),
    says('ok', done),
  ],
  garbage: Uint8Array.of(0x99, 0x41, 0xa5),
});

let pages = 0;
driverConforms('rating-pad-nextion', {
  simulator: { kind: 'rating-pad-nextion', listen: { tcp: 0 } },
  create: (id, deps) => {
    const built = ratingPadNextion.build(id, { profile: 'motcua-1' }, deps);
    if (built.deviceClass !== 'rating-pad') throw new Error('Not a rating pad');
    return built.driver;
  },
  async work(pad, rack, device) {
    const text = `Quầy ${++pages}`;
    expect(await pad.show({ kind: 'idle', text })).toEqual({ ok: true, value: 'confirmed' });
    await until('the page', async () => (await rack.device('rating-pad-nextion', device)).text === text, 1000);
  },
  survives: ['split', 'delay', 'drop', 'corrupt', 'garbage-before', 'duplicate'],
});
