// What a key of a call keypad means at a counter, by what the counter has in hand.
import type { TicketState } from '../../../contract/ticket.ts';
import type { KeypadKey, KeypadLight } from '../../../drivers/core/device-classes.ts';

export type KeyMeaning = 'next' | 'recall' | 'start' | 'finish' | 'noShow' | 'nothing';

/** `call` calls the next person, or the called one again; `finish` ends the service, or marks the called one absent. */
export const meaningOf = (key: KeypadKey, inHand: TicketState | null): KeyMeaning => {
  if (key === 'call') return inHand === 'called' ? 'recall' : 'next';
  if (key === 'start' && inHand === 'called') return 'start';
  if (key === 'finish' && inHand !== null) return inHand === 'called' ? 'noShow' : 'finish';
  return 'nothing';
};

/** Green while somebody is served, blinking green while somebody is on the way, off when the counter is free. */
export const lightFor = (inHand: TicketState | null): KeypadLight => {
  if (inHand === 'called') return 'green-blink';
  return inHand === 'serving' ? 'green' : 'off';
};
