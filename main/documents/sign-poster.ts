// The sheet that hangs at a counter and asks whoever was served there.
import { fill } from '../../contract/texts/catalogue.ts';
import { ratings as words } from '../../contract/texts/ratings.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { drawSheets } from './poster.ts';

export interface SignPostersAsk {
  readonly siteName: LocalisedText;
  /** One page each; at least one. `url`: what the code opens. */
  readonly counters: readonly { readonly number: number; readonly name: LocalisedText; readonly url: string }[];
  readonly size: 'A4' | 'A3';
  readonly createdAt: Date;
}

export const drawSignPosters = ({ siteName, counters, size, createdAt }: SignPostersAsk): Promise<Buffer> =>
  drawSheets({
    title: words.vi['ratings.posterTitle'],
    siteName,
    sheets: counters.map(({ number, name, url }) => ({
      heading: {
        vi: fill(words.vi['ratings.posterCounter'], { number, name: name.vi }),
        en: fill(words.en['ratings.posterCounter'], { number, name: name.en }),
      },
      name: { vi: words.vi['ratings.posterTitle'], en: words.en['ratings.posterTitle'] },
      mark: null,
      url,
      below: { vi: words.vi['ratings.posterDo'], en: words.en['ratings.posterDo'] },
      small: url,
    })),
    size,
    createdAt,
  });
