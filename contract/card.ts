// A card that somebody presents, as a screen hands it to the host. Readers on a line of their own are drivers; those that
// type are read by the screen that has the keyboard.
import { z } from 'zod';

/** `bank-card` was recognised and forgotten; `random-uid` changes at each tap; `unreadable` came with errors. */
export const CardRefusal = z.enum(['bank-card', 'random-uid', 'unreadable']);
export type CardRefusal = z.infer<typeof CardRefusal>;

/** What the screen made of what was typed: a bank card is refused there, so that its number crosses no network. */
export const TypedReading = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('card'),
    technology: z.enum(['magstripe', 'keyboard']),
    number: z.string().min(1).max(200),
  }),
  z.strictObject({ kind: z.literal('refused'), reason: CardRefusal }),
]);
export type TypedReading = z.infer<typeof TypedReading>;

/** A card that a reader refused; `seq` grows with each, so that a screen shows what is newer than it has shown. */
export interface CardRefused {
  readonly seq: number;
  readonly reason: CardRefusal;
}
