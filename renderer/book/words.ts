import { book } from '../../contract/texts/book.ts';
import { join } from '../../contract/texts/catalogue.ts';
import { bookingTrouble, isBookingTrouble } from '../../contract/texts/trouble-booking.ts';
import type { SmallTrouble } from '../lib/small-rpc.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(join(book, bookingTrouble));

/** The text of what went wrong. */
export const troubleKey = ({ code }: SmallTrouble) => {
  const key = `refusal.${code}`;
  return isBookingTrouble(key) ? key : 'refusal.bad-input';
};
