// What somebody takes home who left a remark at the kiosk.
import { text } from '../../../contract/texts.ts';
import type { Language, LocalisedText } from '../../../contract/ticket.ts';
import type { Raster } from '../../../drivers/core/device-classes.ts';
import { createPaper } from './paper.ts';

export interface RemarkSlipFacts {
  readonly siteName: LocalisedText;
  readonly language: Language;
  readonly number: number;
  /** As printed, `27/11/2026`: answered on this day at the latest. */
  readonly answerBy: string;
  readonly url: string;
}

/** Returns a drawing function for paper of `widthPx` dots. */
export const createRemarkSlip = (widthPx: number): ((facts: RemarkSlipFacts) => Raster) => {
  const { line, draw } = createPaper(widthPx);
  return ({ siteName, language, number, answerBy, url }) =>
    draw({
      head: [
        line(siteName[language], 30, 700, 10),
        line(text(language, 'slip.remark'), 30, 400, 0),
        { ...line(`${number}`, 96, 700, 0), leading: 1.1 },
        line(text(language, 'slip.answerBy', { day: answerBy }), 32, 700, 4),
      ],
      url,
      foot: [line(text(language, 'slip.scan'), 25, 700, 4), line(text(language, 'slip.secret'), 24, 400, 24)],
    });
};
