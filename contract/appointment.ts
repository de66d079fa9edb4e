// Appointments: asked for from afar, kept at the kiosk.
import { z } from 'zod';
import { ServiceId } from './ids.ts';
import { plainPhone } from './phone-number.ts';
import { QrPath } from './qr.ts';
import { LocalisedText } from './ticket.ts';

/** What a citizen shows to be let in: eight letters and digits that cannot be mistaken for each other. */
export const AppointmentCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{8}$/, 'eight letters and digits, without 0, 1, I, L and O')
  .brand<'AppointmentCode'>();
export type AppointmentCode = z.infer<typeof AppointmentCode>;

export const AppointmentState = z.enum(['booked', 'kept', 'cancelled', 'missed']);
export type AppointmentState = z.infer<typeof AppointmentState>;

/** A calendar date of the site, yyyy-mm-dd. */
export const CalendarDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'yyyy-mm-dd');

/** Vietnamese phone number: ten digits that begin with 0, or +84 in place of the 0. Spaces, dots and hyphens are dropped. */
export const PhoneNumber = z
  .string()
  .max(20)
  .transform((typed, context) => {
    const plain = plainPhone(typed);
    if (plain === null) context.addIssue('ten digits that begin with 0');
    return plain ?? z.NEVER;
  });

export const BookableService = z.object({
  id: ServiceId,
  name: LocalisedText,
  slotMinutes: z.int().positive(),
});
export type BookableService = z.infer<typeof BookableService>;

/** Why a day cannot be booked. `full`: every slot of it is taken. */
export const DayState = z.enum(['open', 'full', 'closed', 'holiday', 'too-soon']);
export type DayState = z.infer<typeof DayState>;

export const BookableDay = z.object({
  date: CalendarDate,
  state: DayState,
  /** Name of the holiday, where it has one. */
  why: LocalisedText.nullable(),
  /** The service is done while one waits on this day. */
  whileYouWait: z.boolean(),
});
export type BookableDay = z.infer<typeof BookableDay>;

export const Slot = z.object({ startMs: z.int(), free: z.int().nonnegative() });
export type Slot = z.infer<typeof Slot>;

export const AppointmentView = z.object({
  code: AppointmentCode,
  serviceId: ServiceId,
  service: LocalisedText,
  startMs: z.int(),
  state: AppointmentState,
  /** When the kiosk takes the code. */
  checkInFromMs: z.int(),
  checkInUntilMs: z.int(),
  /** The code as QR, for the scanner of the kiosk. */
  qr: QrPath,
});
export type AppointmentView = z.infer<typeof AppointmentView>;
