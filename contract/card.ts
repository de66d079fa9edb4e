// Cards that people present: which are refused, and how a typed one is read. Pure, for drivers, host and screens alike: a
// bank card is refused where it is read, so that its number never crosses a network.
import { z } from 'zod';

/** `bank-card` was recognised and forgotten; `random-uid` changes at each tap; `unreadable` came with errors. */
export const CardRefusal = z.enum(['bank-card', 'random-uid', 'unreadable']);
export type CardRefusal = z.infer<typeof CardRefusal>;
