// What the pad at a counter shows, by what the counter has in hand.
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
  } | null;
}

/** Nobody: where one is. Called: who is expected. Being served: the QR of that person's turn, in their language. */
export const pageFor = ({ siteName, counterNumber, inHand }: PadFacts): PadPage => {
  const counter = counterNumber;
  if (inHand === null) return { kind: 'idle', text: text('vi', 'pad.idle', { site: siteName.vi, counter }) };
  const { language, number, turnUrl } = inHand;
  return inHand.state === 'called'
    ? { kind: 'idle', text: text(language, 'pad.called', { number, counter }) }
    : { kind: 'qr', text: text(language, 'pad.turn', { number }), content: turnUrl };
};
