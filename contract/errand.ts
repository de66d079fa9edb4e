// What a citizen leaves with the city's hub for a hall that does not answer: done once when the hall is back, and answered. Sealed
// for the hall, so that the hub's disk holds no code of a ticket, no phone number and no words (ADR-0053).
import { z } from 'zod';

/** Names of the site's own commands. */
export const ErrandName = z.enum([
  'turn.leave',
  'turn.onWay',
  'ratings.give',
  'booking.book',
  'booking.move',
  'booking.cancel',
]);
export type ErrandName = z.infer<typeof ErrandName>;

/** Public half of an X25519 key, as the stream server's libraries write it. */
export const BoxKey = z.string().regex(/^X[A-Z2-7]{55}$/, 'a public box key: X and 55 letters and digits');

/** Base64, at most 48 kB. */
export const Sealed = z.base64().min(1).max(64_000);

/** What a phone hands in; `input` is for the site to judge. */
export const ErrandGiven = z.strictObject({ name: ErrandName, input: z.record(z.string(), z.unknown()) });

/** What is sealed for the site. */
export const Errand = z.strictObject({
  ...ErrandGiven.shape,
  /** Of the phone. */
  address: z.string().max(60),
});
export type Errand = z.infer<typeof Errand>;

/** What a phone asks by: the id of the errand, and the only key that opens its answer. The hub keeps the first half alone. */
export const ErrandReceipt = z
  .string()
  .regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.SX[A-Z2-7]{56}$/, 'the receipt of an errand');

export interface KeptErrand {
  readonly receipt: string;
  /** Not done after that. Milliseconds since 1970. */
  readonly untilMs: number;
}

/** `answered`: what the site's command said, a `Result`. `over`: nobody did it, and nobody will. */
export type ErrandState =
  | { readonly state: 'waiting'; readonly untilMs: number }
  | { readonly state: 'answered'; readonly result: unknown }
  | { readonly state: 'over' };
