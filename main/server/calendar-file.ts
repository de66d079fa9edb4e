// The appointment as a file for the calendar of a phone, with a reminder of its own: the site knows no number to call.
// Source: RFC 5545 and, for what a later file does to an earlier one, RFC 5546 (3.2.1, 3.2.5, 4.1.3), by ical-generator. No ORGANIZER:
// the site has no address to write to, and phones would offer to answer it.
import ical, { ICalAlarmType, ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { AppointmentState } from '../../contract/appointment.ts';
import { book } from '../../contract/texts/book.ts';
import { fill } from '../../contract/texts/catalogue.ts';
import type { LocalisedText } from '../../contract/ticket.ts';

export interface CalendarEntry {
  readonly code: string;
  readonly startMs: number;
  readonly slotMinutes: number;
  readonly state: AppointmentState;
  /** Grows with each change of the time and with the cancelling; the entry with the higher one replaces the other. */
  readonly revision: number;
  readonly changedAtMs: number;
  readonly nowMs: number;
  readonly service: LocalisedText;
  readonly siteName: LocalisedText;
  /** Where the appointment can be changed. */
  readonly url: string;
}

const REMIND_BEFORE_S = 2 * 3600;
const words = book.vi;

/**
 * Text of an .ics file. A cancelled appointment takes the earlier entry out, or strikes it through; one that is over, kept or missed, stays
 * where it was, says which, and reminds of nothing.
 */
export const calendarFile = (entry: CalendarEntry): string => {
  const { code, startMs, state, service, siteName } = entry;
  const isCancelled = state === 'cancelled';
  const calendar = ical({ name: siteName.vi, prodId: { company: 'motcua', product: 'appointments' } });
  calendar.method(isCancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH);
  const event = calendar.createEvent({
    id: `${code}@motcua`,
    sequence: entry.revision,
    stamp: new Date(entry.nowMs),
    lastModified: new Date(entry.changedAtMs),
    start: new Date(startMs),
    end: new Date(startMs + entry.slotMinutes * 60_000),
    status: isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    ...(isCancelled && { transparency: ICalEventTransparency.TRANSPARENT }),
    summary: `${isCancelled ? `${words['book.state.cancelled']}: ` : ''}${service.vi} (${code})`,
    location: siteName.vi,
    description: state === 'booked' ? fill(words['book.calendarNote'], { code }) : words[`book.state.${state}`],
    url: entry.url,
  });
  if (state === 'booked') event.createAlarm({ type: ICalAlarmType.display, triggerBefore: REMIND_BEFORE_S });
  return calendar.toString();
};
