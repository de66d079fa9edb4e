// Against simulated Stream Decks of every model, with reports over a socket.
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import { createFakeClock } from '../core/fake-clock.ts';
import { type RackUnderTest, startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createStreamDeck } from './driver.ts';
import { createKeyEdges } from './edges.ts';
import { DECK_MODELS, DeckModelName } from './models.ts';

let rack: RackUnderTest;
beforeAll(async () => {
  rack = await startRackUnderTest(
    DeckModelName.options.map((model) => ({ kind: 'call-keypad-streamdeck', id: model, listen: { hid: 0 }, model })),
  );
});
afterAll(() => rack.close());

const listen = async (model: DeckModelName, context: TestContext) => {
  const real = await rack.depsFor(model);
  let skippedMs = 0;
  const deps = { ...real, clock: { ...real.clock, monotonicMs: () => real.clock.monotonicMs() + skippedMs } };
  const options = { model, address: 1, language: 'vi', brightness: 40 } as const;
  const deck = createStreamDeck(DeviceId.parse(model), options, deps);
  const pressed: string[] = [];
  deck.subscribe((event) => {
    if (event.type === 'key-pressed') pressed.push(`${event.address} ${event.key}`);
  });
  deck.start();
  context.onTestFinished(() => deck.stop());
  await untilHealth(deck, 'ready');
  const skip = (durationMs: number) => {
    skippedMs += durationMs;
  };
  return { deck, pressed, skip };
};
const state = (model: DeckModelName) => rack.device('call-keypad-streamdeck', model);
const move = (device: string, key: number, to: 'down' | 'up') => rack.act({ device, verb: 'move-deck-key', key, to });
const touch = async (device: string, key: number) => {
  await move(device, key, 'down');
  await move(device, key, 'up');
};
const pixels = async (device: string, key: number, sidePx: number) => {
  const image = await loadImage(await rack.picture(device, `key-${key}`));
  const context = createCanvas(sidePx, sidePx).getContext('2d');
  context.drawImage(image, 0, 0, sidePx, sidePx);
  return context.getImageData(0, 0, sidePx, sidePx).data;
};

describe('a Stream Deck', () => {
  it.for(DeckModelName.options)('%s: its keys are heard where they lie', async (model, context) => {
    const { pressed } = await listen(model, context);
    const { call, start, finish } = DECK_MODELS[model].places;
    for (const place of [call, start, finish]) await touch(model, place ?? 0);
    await until('three keys', () => pressed.length === 3);
    expect(pressed).toEqual(['1 call', '1 start', '1 finish']);
    expect((await state(model)).unknown).toEqual([]);
  });

  it('a touch in passing hands nobody over; a held key does', async (context) => {
    const { pressed, skip } = await listen('mk2', context);
    await touch('mk2', 2);
    await touch('mk2', 3);
    await until('the key behind it', () => pressed.length === 1);
    skip(100);
    await move('mk2', 2, 'down');
    await until('the held key', () => pressed.length > 1);
    expect(pressed).toEqual(['1 finish', '1 redirect']);
    await move('mk2', 2, 'up');
  });

  it.for(['original', 'mini', 'mk2', 'xl', 'neo', 'plus'] as const)(
    '%s: keys stand upright, and only the call key changes with the number waiting',
    async (model, context) => {
      const { deck } = await listen(model, context);
      expect(await deck.indicate(1, 'green')).toEqual({ ok: true, value: undefined });
      const { call = 0, finish = 0 } = DECK_MODELS[model].places;
      const before = await until('drawn', async () => {
        const { keys } = await state(model);
        return (keys[finish]?.pictures ?? 0) > 0 && (keys[call]?.pictures ?? 0) > 0 ? keys : null;
      });
      expect(await deck.showWaiting(1, 12)).toEqual({ ok: true, value: 'shown' });
      const after = await until('drawn again', async () => {
        const { keys } = await state(model);
        return (keys[call]?.pictures ?? 0) > (before[call]?.pictures ?? 0) ? keys : null;
      });
      expect(after[finish]).toEqual(before[finish]);
      expect((await state(model)).brightnessPercent).toBe(40);
      // As the model shows it whose pictures are neither turned nor packed: the same drawing, in other sizes.
      const plain = model === 'plus' ? deck : (await listen('plus', context)).deck;
      await plain.indicate(1, 'green');
      await plain.showWaiting(1, 12);
      // A key that was never drawn has no picture to look at.
      await until('the other model drawn', async () => ((await state('plus')).keys[0]?.pictures ?? 0) > 0);
      await until('the same drawing on both', async () => {
        const [seen, wanted] = await Promise.all([pixels(model, call, 72), pixels('plus', 0, 72)]);
        const apart = seen.reduce((sum, value, index) => sum + Math.abs(value - (wanted[index] ?? 0)), 0) / seen.length;
        return apart < 14;
      });
    },
  );

  it('its USB cable is pulled: offline at once; back: drawn again', async (context) => {
    const { deck } = await listen('neo', context);
    await deck.showWaiting(1, 3);
    await rack.act({ device: 'neo', verb: 'unplug' });
    await untilHealth(deck, 'offline', 2000);
    expect(await deck.showWaiting(1, 4)).toMatchObject({ error: { code: 'no-device' } });
    await rack.act({ device: 'neo', verb: 'plug' });
    await untilHealth(deck, 'ready', 5000);
    await until('drawn', async () => ((await state('neo')).keys[0]?.pictures ?? 0) > 0);
  });

  it('another address is refused, and a pedal has nothing to show a number with', async (context) => {
    const { deck } = await listen('pedal', context);
    expect(await deck.indicate(2, 'green')).toMatchObject({ error: { code: 'rejected' } });
    expect(await deck.showWaiting(1, 4)).toEqual({ ok: true, value: 'unsupported' });
  });
});

describe('edges', () => {
  it('a bouncing contact is one press, a key that stays down is one press, two keys are two', async () => {
    const clock = createFakeClock();
    const edges = createKeyEdges(30);
    const take = (...pressed: boolean[]) => edges.take(pressed, clock.monotonicMs());
    expect(take(true, false)).toEqual([0]);
    await clock.pass(5);
    expect(take(false, false)).toEqual([]);
    await clock.pass(5);
    expect(take(true, false)).toEqual([]);
    await clock.pass(100);
    expect(take(true, true)).toEqual([1]);
    expect(take(false, false)).toEqual([]);
    await clock.pass(100);
    expect(take(true, false)).toEqual([0]);
  });
});
