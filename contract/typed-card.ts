// What a reader in keyboard mode typed. Pure; no zod, for screens load it.
import { isBankCard } from './bank-card.ts';
import type { TypedReading } from './card.ts';
import { judgeSwipe, readKeyboardText } from './swipe.ts';

/** What a keyboard reader typed, without the Enter: the tracks of a stripe, or the number of a card. */
export const readTypedCard = (typed: string): TypedReading => {
  if (isBankCard(typed)) return { kind: 'refused', reason: 'bank-card' };
  if (/^[\dA-Za-z]{4,40}$/.test(typed)) return { kind: 'card', technology: 'keyboard', number: typed };
  const tracks = readKeyboardText(typed);
  if (!tracks.ok) return { kind: 'refused', reason: 'unreadable' };
  const swipe = judgeSwipe(tracks.value);
  return swipe.kind === 'card' ? { ...swipe, technology: 'magstripe' } : swipe;
};
