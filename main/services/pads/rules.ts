// What the pad at a counter shows, by what the counter has in hand.
import { dongText } from '../../../contract/dong.ts';
import type { CriterionId } from '../../../contract/ids.ts';
import { text } from '../../../contract/texts.ts';
import type { Language, LocalisedText, TicketState } from '../../../contract/ticket.ts';
import type { PadPage } from '../../../drivers/core/device-classes.ts';

export interface PadFacts {
  readonly siteName: LocalisedText;
  readonly counterNumber: number;
  readonly inHand: {
    readonly number: string;
    readonly state: TicketState;
    readonly language: Language;
    readonly turnUrl: string;
    /** To be paid now, with the code to pay by. */
    readonly fee: { readonly amountDong: number; readonly code: string } | null;
  } | null;
  /** Who was served last and is asked now, or has just answered. */
  readonly served: Served | null;
}

/** How pads ask after Finish. */
export interface PadAsking {
  readonly asks: 'faces' | 'code' | 'nothing';
  readonly askMs: number;
  readonly thanksMs: number;
  /** Asked as the only further question. */
  readonly criterion: { readonly id: CriterionId; readonly name: LocalisedText } | null;
}

export type Served =
  | { readonly kind: 'faces'; readonly language: Language; readonly ask: number; readonly asking: PadAsking }
  | { readonly kind: 'code'; readonly language: Language; readonly number: string; readonly turnUrl: string }
  | { readonly kind: 'thanks'; readonly language: Language };

const servedPage = (served: Served, rest: string): PadPage => {
  const { kind, language } = served;
  const thanks = text(language, 'pad.thanks');
  if (kind === 'thanks') return { kind, text: thanks };
  if (kind === 'code')
    return { kind: 'qr', text: text(language, 'pad.rate', { number: served.number }), content: served.turnUrl };
  const { criterion, thanksMs } = served.asking;
  const second = criterion === null ? null : text(language, 'pad.second', { criterion: criterion.name[language] });
  return {
    kind,
    ask: { number: served.ask, question: text(language, 'pad.question'), second, thanks, rest, thanksMs },
  };
};

/** Nobody: who was served last is asked; else where one is. Called: who is expected. A fee is to be paid: the code to pay by. Being served: the QR of that person's turn, in their language. */
export const pageFor = ({ siteName, counterNumber, inHand, served }: PadFacts): PadPage => {
  const counter = counterNumber;
  if (inHand === null) {
    const rest = text('vi', 'pad.idle', { site: siteName.vi, counter });
    return served === null ? { kind: 'idle', text: rest } : servedPage(served, rest);
  }
  const { language, number, turnUrl, fee } = inHand;
  if (inHand.state === 'called') return { kind: 'idle', text: text(language, 'pad.called', { number, counter }) };
  if (fee === null) return { kind: 'qr', text: text(language, 'pad.turn', { number }), content: turnUrl };
  const amount = dongText(fee.amountDong, language);
  return { kind: 'qr', text: text(language, 'pad.fee', { amount }), content: fee.code };
};
