// `attendance` of site.yaml: the sessions of a school, and who is told about absences.
import { z } from 'zod';
import { CalendarDate } from '../../contract/appointment.ts';
import { LoginName } from '../../contract/staff.ts';
import type { CalendarEntry } from '../services/attendance/index.ts';
import { gatesSchema, terminalsSchema } from './gates-config.ts';
import { guardianNoticesSchema } from './guardian-notices-config.ts';

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'hh:mm between 00:00 and 23:59, in quotes')
  .transform((text) => {
    const [hours = 0, minutes = 0] = text.split(':').map(Number);
    return hours * 60 + minutes;
  });
const days = z
  .strictObject({ from: CalendarDate, to: CalendarDate })
  .refine(({ from, to }) => from <= to, 'the first day must not be after the last');

export const attendanceSchema = z
  .strictObject({
    school: z
      .strictObject({
        terms: z.array(days).min(1),
        holidays: z.array(days).default([]),
        sessions: z
          .array(
            z
              .strictObject({
                id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, 1 to 40'),
                title: z.string().min(1).max(80),
                place: z.string().max(80).default(''),
                /** Whose members are expected; none named: everybody. */
                groups: z.array(z.string().min(1)).default([]),
                weekdays: z.array(z.enum(weekdays)).min(1).default(['mon', 'tue', 'wed', 'thu', 'fri']),
                opens: TimeOfDay,
                starts: TimeOfDay,
                /** In time until then. */
                lateAfter: TimeOfDay,
                ends: TimeOfDay,
              })
              .refine(
                ({ opens, starts, lateAfter, ends }) => opens <= starts && starts <= lateAfter && lateAfter < ends,
                'opens, starts, lateAfter and ends must follow each other in this order',
              ),
          )
          .min(1)
          .max(50)
          .refine((list) => new Set(list.map(({ id }) => id)).size === list.length, 'two sessions have the same id'),
      })
      .optional(),
    /** Whose groups are whose; each needs the role teacher. */
    teachers: z
      .array(z.strictObject({ staff: LoginName, groups: z.array(z.string().min(1).max(60)).min(1).max(50) }))
      .max(500)
      .default([]),
    gates: gatesSchema,
    terminals: terminalsSchema,
    /** Addresses from which an attendance screen needs no pairing. */
    screens: z.array(z.union([z.ipv4(), z.ipv6()])).default(['127.0.0.1', '::1']),
    /** So long after the last moment to be in time the absences are reported. */
    reportAfterMinutes: z.int().min(0).max(240).default(10),
    /** Where a larger share of a session is absent, somebody of the staff has to look first. */
    askAboveShare: z.number().min(0).max(1).default(0.5),
    /** Absent: guardians are told nothing. */
    notices: guardianNoticesSchema.optional(),
  })
  .prefault({});

export type AttendanceConfig = z.infer<typeof attendanceSchema>;

export const schoolCalendar = ({ school }: AttendanceConfig): readonly CalendarEntry[] =>
  (school?.sessions ?? []).map((session) => ({
    id: session.id,
    title: session.title,
    place: session.place,
    groups: session.groups,
    weekdays: new Set(session.weekdays.map((day) => weekdays.indexOf(day) + 1)),
    terms: school?.terms ?? [],
    holidays: school?.holidays ?? [],
    opensMinute: session.opens,
    startsMinute: session.starts,
    lateAfterMinute: session.lateAfter,
    endsMinute: session.ends,
  }));
