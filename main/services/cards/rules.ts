// What is kept of a card: a keyed hash. Without the key of the site nobody can try all numbers until one fits.
import { createHmac } from 'node:crypto';
import { isBankCard } from '../../../contract/bank-card.ts';
import type { CardRefusal } from '../../../contract/card.ts';
import type { CardHash } from '../../../contract/ids.ts';
import type { Card } from '../../../drivers/core/device-classes.ts';

/** HMAC-SHA-256 of technology and number, hexadecimal. The same card is the same on every reader of its technology. */
export const hashCard = (key: Uint8Array, { technology, number }: Card): CardHash =>
  createHmac('sha256', key).update(`${technology}\0${number}`).digest('hex') as CardHash;

/** What is kept of a citizen card: enough to know it again, not to say whose it is. `idNumber`: its 12 digits. */
export const hashCitizen = (key: Uint8Array, idNumber: string): CardHash =>
  createHmac('sha256', key).update(`citizen-card\0${idNumber}`).digest('hex') as CardHash;

/** Phones and bank cards make up another four-byte number, beginning with 08, at each tap (ISO/IEC 14443-3). */
const RANDOM_UID = /^08[\da-f]{6}$/i;

/** Why a card cannot be a queue card, whatever its reader thought. */
export const refusalFor = ({ technology, number }: Card): CardRefusal | null => {
  if (technology === 'uid') return RANDOM_UID.test(number) ? 'random-uid' : null;
  return technology !== 'em4100' && isBankCard(number) ? 'bank-card' : null;
};
