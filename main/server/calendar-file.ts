// The appointment as a file for the calendar of a phone, with a reminder of its own: the site knows no number to call.
// Source: RFC 5545, by ical-generator.
import ical, { ICalAlarmType, ICalCalendarMethod } from 'ical-generator';
import type { LocalisedText } from '../../contract/ticket.ts';

export interface CalendarEntry {
  readonly code: string;
  readonly startMs: number;
  readonly slotMinutes: number;
  readonly service: LocalisedText;
  readonly siteName: LocalisedText;
  /** Where the appointment can be changed. */
  readonly url: string;
}

const REMIND_BEFORE_S = 2 * 3600;

/** Text of an .ics file. */
export const calendarFile = ({ code, startMs, slotMinutes, service, siteName, url }: CalendarEntry): string => {
  const calendar = ical({ name: siteName.vi, prodId: { company: 'motcua', product: 'appointments' } });
  calendar.method(ICalCalendarMethod.PUBLISH);
  const event = calendar.createEvent({
    id: `${code}@motcua`,
    start: new Date(startMs),
    end: new Date(startMs + slotMinutes * 60_000),
    summary: `${service.vi} (${code})`,
    location: siteName.vi,
    description: `Mã hẹn ${code}. Đưa mã này trước máy lấy số.`,
    url,
  });
  event.createAlarm({ type: ICalAlarmType.display, triggerBefore: REMIND_BEFORE_S });
  return calendar.toString();
};
