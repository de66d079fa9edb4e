// What this phone keeps: the words that are being written, until they are sent, and a name made up for the phone itself,
// by which the site sees that many remarks come from one.
import type { IdempotencyKey } from '../../contract/ids.ts';
import { createKey } from '../lib/key.ts';

const wordsPlace = 'motcua.remark';
const devicePlace = 'motcua.device';

/** Null where nothing is kept, or the browser forbids it. */
const read = (store: () => Storage, place: string): string | null => {
  try {
    return store().getItem(place);
  } catch {
    return null;
  }
};

const write = (store: () => Storage, place: string, value: string): void => {
  try {
    if (value === '') store().removeItem(place);
    else store().setItem(place, value);
  } catch {
    // The words then last as long as the page.
  }
};

export const keptWords = (): string => read(() => sessionStorage, wordsPlace) ?? '';
export const keepWords = (words: string): void => write(() => sessionStorage, wordsPlace, words);

export const deviceKey = (): IdempotencyKey => {
  const known = read(() => localStorage, devicePlace);
  if (known !== null && /^[\w-]{22}$/.test(known)) return known as IdempotencyKey;
  const made = createKey();
  write(() => localStorage, devicePlace, made);
  return made;
};
