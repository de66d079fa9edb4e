import { driverConforms } from '../core/conformance.ts';
import { until } from '../core/test-kit.ts';
import { createStreamDeck } from './driver.ts';

let presses = 0;

driverConforms('call-keypad-streamdeck', {
  simulator: { kind: 'call-keypad-streamdeck', listen: { hid: 0 }, model: 'mk2' },
  create: (id, deps) => createStreamDeck(id, { model: 'mk2', address: 1, language: 'vi', brightness: 70 }, deps),
  async work(deck, rack, device) {
    let pressed = 0;
    using _ = deck.subscribe(({ type }) => {
      if (type === 'key-pressed') pressed++;
    });
    // Another key each time: the same one twice within 30 ms is a bounce.
    const key = [0, 1, 3][presses++ % 3] ?? 0;
    await rack.act({ device, verb: 'move-deck-key', key, to: 'down' });
    await rack.act({ device, verb: 'move-deck-key', key, to: 'up' });
    await until('the key', () => pressed > 0, 1000);
  },
  survives: ['split', 'delay', 'garbage-before', 'duplicate'],
});
