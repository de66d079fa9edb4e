// Draws a ticket.
import type { WaitRange } from '../../../contract/live.ts';
import { text } from '../../../contract/texts.ts';
import type { Language, LocalisedText } from '../../../contract/ticket.ts';
import type { Raster } from '../../../drivers/core/device-classes.ts';
import { createPaper } from './paper.ts';

export interface TicketImageFacts {
  readonly siteName: LocalisedText;
  readonly number: string;
  readonly service: LocalisedText;
  readonly language: Language;
  /** As printed, in the site's time zone: `08:05` and `22/11/2026`. */
  readonly issuedAt: { readonly time: string; readonly date: string };
  /** As foretold when the number was taken. */
  readonly wait: WaitRange | null;
  readonly turnUrl: string;
  /** From 2 on the paper says that it is a copy. */
  readonly copy: number;
}

/** Returns a drawing function for paper of `widthPx` dots. */
export const createTicketImage = (widthPx: number): ((facts: TicketImageFacts) => Raster) => {
  const { line, draw } = createPaper(widthPx);
  return (facts) => {
    const { language, wait } = facts;
    return draw({
      head: [
        ...(facts.copy > 1
          ? [{ ...line(text(language, 'ticket.reprint'), 40, 700, 14), leading: 1.7, inverted: true as const }]
          : []),
        line(facts.siteName[language], 30, 700, 10),
        line(text(language, 'ticket.yourNumber'), 30, 400, 0),
        { ...line(facts.number, 168, 700, 0), leading: 1.05 },
        line(facts.service[language], 36, 700, 8),
        line(text(language, 'ticket.issuedAt', facts.issuedAt), 26, 400, wait === null ? 6 : 2),
        ...(wait === null
          ? []
          : [line(text(language, wait.low === 0 ? 'ticket.waitUpTo' : 'ticket.wait', { ...wait }), 30, 700, 4)]),
      ],
      url: facts.turnUrl,
      foot: [line(text(language, 'ticket.scanToFollow'), 25, 700, 0), line(text(language, 'ticket.keep'), 24, 400, 24)],
    });
  };
};
