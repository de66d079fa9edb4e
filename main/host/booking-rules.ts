// The rules of appointments out of the configuration.
import type { ServiceId } from '../../contract/ids.ts';
import type { BookingRules } from '../services/appointments/index.ts';
import type { SiteConfig } from './site-schema.ts';

type Service = SiteConfig['services'][number];
type Weekday = keyof SiteConfig['appointments']['hours'];

const WEEKDAYS: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MINUTE_MS = 60_000;
/** Vietnam has one time zone and no summer time. */
const UTC_OFFSET_MINUTES = 420;

const minutesOf = (text: string): number => {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
};

const perSlotOf = ({ perSlot, perSlotOn }: NonNullable<Service['appointments']>): Record<Weekday, number> =>
  Object.fromEntries(WEEKDAYS.map((day) => [day, perSlotOn[day] ?? perSlot])) as Record<Weekday, number>;

export const bookingRules = ({ appointments, services }: SiteConfig): BookingRules => ({
  utcOffsetMinutes: UTC_OFFSET_MINUTES,
  hours: Object.fromEntries(
    Object.entries(appointments.hours).map(([day, ranges]) => [
      day,
      ranges.map((range) => {
        const [from = '', to = ''] = range.split('-');
        return { fromMinutes: minutesOf(from), toMinutes: minutesOf(to) };
      }),
    ]),
  ),
  holidays: appointments.holidays,
  services: new Map(
    services.flatMap((service): [ServiceId, NonNullable<ReturnType<BookingRules['services']['get']>>][] =>
      service.appointments === undefined
        ? []
        : [
            [
              service.id,
              {
                slotMinutes: service.appointments.slotMinutes,
                perSlot: perSlotOf(service.appointments),
                whileYouWait: new Set(service.whileYouWait),
              },
            ],
          ],
    ),
  ),
  leadMs: appointments.leadMinutes * MINUTE_MS,
  horizonDays: appointments.horizonDays,
  perPersonPerDay: appointments.perPersonPerDay,
  checkInBeforeMs: appointments.checkInBeforeMinutes * MINUTE_MS,
  checkInAfterMs: appointments.checkInAfterMinutes * MINUTE_MS,
});

/** Whether the office is open on a day (yyyy-mm-dd): its weekday has hours, and it is no holiday. */
export const isWorkingDay = ({ appointments }: Pick<SiteConfig, 'appointments'>, day: string): boolean => {
  const weekday = WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'sun';
  const isHoliday = appointments.holidays.some(({ from, to }) => from <= day && day <= to);
  return !isHoliday && (appointments.hours[weekday] ?? []).length > 0;
};
