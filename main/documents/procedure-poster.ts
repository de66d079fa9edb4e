// A sheet for the wall: what the procedure is called, and a code that opens its page on a phone.
import { fill } from '../../contract/texts/catalogue.ts';
import { procedures as words } from '../../contract/texts/procedures.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { drawSheets } from './poster.ts';

export interface Poster {
  readonly code: string;
  readonly name: { readonly vi: string; readonly en: string };
  readonly field: { readonly vi: string; readonly en: string };
  readonly isSample: boolean;
  /** What the code opens. */
  readonly url: string;
}

interface PostersAsk {
  readonly siteName: LocalisedText;
  /** One page each; at least one. */
  readonly posters: readonly Poster[];
  readonly size: 'A4' | 'A3';
  readonly createdAt: Date;
}

/** A PDF with a page for each poster. */
export const drawPosters = ({ posters, ...ask }: PostersAsk): Promise<Buffer> =>
  drawSheets({
    ...ask,
    title: posters.length === 1 ? (posters[0]?.name.vi ?? '') : words.vi['procedure.posters'],
    sheets: posters.map(({ code, name, field, isSample, url }) => ({
      heading: field,
      name,
      mark: isSample ? words.vi['procedure.sample'] : null,
      url,
      below: { vi: words.vi['procedure.poster'], en: words.en['procedure.poster'] },
      small: fill(words.vi['procedure.code'], { code }),
    })),
  });
