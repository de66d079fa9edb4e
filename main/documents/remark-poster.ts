// The sheet that asks people in the hall to say what they think.
import { remarksDesk as words } from '../../contract/texts/remarks-desk.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { drawSheets } from './poster.ts';

export interface RemarkPosterAsk {
  readonly siteName: LocalisedText;
  /** What the code opens. */
  readonly url: string;
  readonly size: 'A4' | 'A3';
  readonly createdAt: Date;
}

const both = (key: 'remarkDesk.posterDo' | 'remarkDesk.posterTitle' | 'remarkDesk.posterHeading'): LocalisedText => ({
  vi: words.vi[key],
  en: words.en[key],
});

export const drawRemarkPoster = ({ siteName, url, size, createdAt }: RemarkPosterAsk): Promise<Buffer> =>
  drawSheets({
    title: words.vi['remarkDesk.posterTitle'],
    siteName,
    sheets: [
      {
        heading: both('remarkDesk.posterHeading'),
        name: both('remarkDesk.posterTitle'),
        mark: null,
        url,
        below: both('remarkDesk.posterDo'),
        small: url,
      },
    ],
    size,
    createdAt,
  });
