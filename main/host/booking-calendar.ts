// The calendar file of a booking, with the words of this site.
import type { AppointmentCode } from '../../contract/appointment.ts';
import { calendarFile } from '../server/calendar-file.ts';
import type { SiteFacts } from '../server/site-facts.ts';
import type { Appointments } from '../services/appointments/index.ts';

export interface BookingCalendarDeps {
  readonly appointments: Pick<Appointments, 'find' | 'rules'>;
  readonly facts: Pick<SiteFacts, 'services' | 'name'>;
  /** Where the page of appointments is reached, from the citizen's home where that is possible. */
  readonly publicUrl: () => string;
  readonly now: () => number;
}

/** Null for a code that is none. */
export const calendarOf =
  ({ appointments, facts, publicUrl, now }: BookingCalendarDeps) =>
  (code: AppointmentCode): string | null => {
    const found = appointments.find(code);
    const service = facts.services.find(({ id }) => id === found?.serviceId);
    if (found === null || service === undefined) return null;
    const slotMinutes = appointments.rules.services.get(service.id)?.slotMinutes ?? 30;
    const url = `${publicUrl()}/book/#code=${code}`;
    return calendarFile({ ...found, slotMinutes, service: service.name, siteName: facts.name, url, nowMs: now() });
  };
