import { join } from '../../contract/texts/catalogue.ts';
import { remarks } from '../../contract/texts/remarks.ts';
import { isRemarkTrouble, remarkTrouble } from '../../contract/texts/trouble-remarks.ts';
import type { SmallTrouble } from '../lib/small-rpc.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(join(remarks, remarkTrouble));

/** The text of what went wrong. */
export const troubleKey = ({ code }: SmallTrouble) => {
  const key = `refusal.${code}`;
  return isRemarkTrouble(key) ? key : 'refusal.bad-input';
};
