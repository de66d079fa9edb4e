// What the pad at a counter shows, by what the counter has in hand.
import { dongText } from '../../../contract/dong.ts';
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
}

/** Nobody: where one is. Called: who is expected. A fee is to be paid: the code to pay by. Being served: the QR of that person's turn, in their language. */
export const pageFor = ({ siteName, counterNumber, inHand }: PadFacts): PadPage => {
  const counter = counterNumber;
  if (inHand === null) return { kind: 'idle', text: text('vi', 'pad.idle', { site: siteName.vi, counter }) };
  const { language, number, turnUrl, fee } = inHand;
  if (inHand.state === 'called') return { kind: 'idle', text: text(language, 'pad.called', { number, counter }) };
  if (fee === null) return { kind: 'qr', text: text(language, 'pad.turn', { number }), content: turnUrl };
  const amount = dongText(fee.amountDong, language);
  return { kind: 'qr', text: text(language, 'pad.fee', { amount }), content: fee.code };
};
