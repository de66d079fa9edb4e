// A 125 kHz reader: says the card that lies on it again and again, and nothing else.
import { defineKind } from '../core/kind.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import { tagFrame } from './codec.ts';

const REPEATED_EVERY_MS = 65;

export const cardReaderRdm6300 = defineKind({
  kind: 'card-reader-rdm6300',
  options: {},
  create: (setting) =>
    createWiredDevice(setting, ({ port, unknown }) => {
      let card: string | null = null;
      let timer: NodeJS.Timeout | null = null;
      const silence = () => {
        if (timer !== null) clearInterval(timer);
        timer = null;
      };
      const say = () => {
        if (card !== null) port.send(tagFrame(card));
      };
      return {
        kind: 'card-reader-rdm6300',
        onBytes: (chunk) => unknown(Buffer.from(chunk).toString('hex')),
        onLost: () => undefined,
        act(action) {
          if (action.verb === 'hold-card') {
            card = action.card;
            silence();
            say();
            timer = setInterval(say, REPEATED_EVERY_MS);
            return true;
          }
          if (action.verb !== 'take-card') return false;
          card = null;
          silence();
          return true;
        },
        state: () => ({ card }),
        close: silence,
      };
    }),
});
