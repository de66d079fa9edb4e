// What a scan means to the hall, by its text alone. Whether a ticket or an appointment exists is another question.
import { AppointmentCode } from './appointment.ts';
import { type CitizenCard, type CitizenCardRefusal, parseCitizenCard } from './citizen-card.ts';
import { RemarkToken, TicketToken } from './ids.ts';

export type ScanMeaning =
  | { readonly kind: 'citizen-card'; readonly card: CitizenCard }
  | { readonly kind: 'ticket'; readonly token: TicketToken }
  /** The code of a booking, behind `MC:` or in the address of its page. */
  | { readonly kind: 'appointment'; readonly code: AppointmentCode }
  | { readonly kind: 'remark'; readonly token: RemarkToken }
  /** `refusal` where it looked like a card of a person; null where it is something else. */
  | { readonly kind: 'unknown'; readonly refusal: CitizenCardRefusal | null };

export interface ScanSetting {
  /** What our QR codes begin with, such as `http://192.168.1.10:8080`; other addresses are not ours. */
  readonly publicUrls: readonly string[];
  /** yyyy-mm-dd. */
  readonly today: string;
}

const TICKET_PATH = '/t/';
const APPOINTMENT_MARK = 'MC:';
const REMARK_PATH = '/remarks/#t=';
const APPOINTMENT_PATH = '/book/#code=';
/** Reasons that say "a card, but a bad one". */
const isCardLike = ({ reason }: CitizenCardRefusal) => reason !== 'not-a-card';

/** `text` without AIM prefix. Never throws. */
export const classifyScan = (text: string, { publicUrls, today }: ScanSetting): ScanMeaning => {
  const behind = (path: string): string | undefined => {
    const start = publicUrls.map((url) => `${url.replace(/\/$/, '')}${path}`).find((one) => text.startsWith(one));
    return start === undefined ? undefined : text.slice(start.length);
  };
  // A ticket whose QR held the token alone is ours too: nothing else in the hall is 22 such characters.
  const token = TicketToken.safeParse(behind(TICKET_PATH) ?? text);
  if (token.success) return { kind: 'ticket', token: token.data };
  const remark = RemarkToken.safeParse(behind(REMARK_PATH));
  if (remark.success) return { kind: 'remark', token: remark.data };
  const marked = text.startsWith(APPOINTMENT_MARK) ? text.slice(APPOINTMENT_MARK.length) : behind(APPOINTMENT_PATH);
  const code = AppointmentCode.safeParse(marked);
  if (code.success) return { kind: 'appointment', code: code.data };
  const card = parseCitizenCard(text, today);
  if (card.ok) return { kind: 'citizen-card', card: card.value };
  return { kind: 'unknown', refusal: isCardLike(card.error) ? card.error : null };
};
