// People who are checked in: pupils, staff, guests; their groups, guardians and cards.
import { z } from 'zod';
import { CalendarDate } from './appointment.ts';
import { PersonId } from './ids.ts';
import { TableProblem } from './table.ts';

/** What the site calls a person by; pictures are named by it. Upper and lower case are the same. */
export const PersonCode = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'letters without marks, digits, dots, hyphens; 1 to 40');
export type PersonCode = z.infer<typeof PersonCode>;

/** A guest comes to one meeting; pupils are named with their birth date, since it says who may consent. */
export const PersonKind = z.enum(['pupil', 'staff', 'guest']);
export type PersonKind = z.infer<typeof PersonKind>;

export const Guardian = z.object({
  name: z.string().min(1).max(100),
  /** Mother, father, grandparent … as the office writes it. */
  relation: z.string().max(40),
  /** Telephone or address of mail. */
  contact: z.string().max(80),
});
export type Guardian = z.infer<typeof Guardian>;

export const Person = z.object({
  id: PersonId,
  code: PersonCode,
  name: z.string().min(1).max(100),
  /** Class or department; empty for none. */
  group: z.string().max(60),
  kind: PersonKind,
  birthDate: CalendarDate.nullable(),
  guardians: z.array(Guardian).max(2),
  cardCount: z.int().nonnegative(),
  /** When they left for good; null while they belong to the site. */
  leftAtMs: z.int().nullable(),
});
export type Person = z.infer<typeof Person>;

export const mostPeople = 10_000;

/** `replace`: whoever the file does not name has left. */
export const PeopleMode = z.enum(['update', 'replace']);
export type PeopleMode = z.infer<typeof PeopleMode>;

export const PersonColumn = z.enum([
  'code',
  'name',
  'group',
  'kind',
  'birthDate',
  'guardian',
  'relation',
  'contact',
  'guardian2',
  'relation2',
  'contact2',
  'card',
]);
export type PersonColumn = z.infer<typeof PersonColumn>;

/** Headings of the file where they are none of the known ones. */
export const ColumnMapping = z.partialRecord(PersonColumn, z.string().min(1).max(100));
export type ColumnMapping = z.infer<typeof ColumnMapping>;

export const PersonSummary = z.object({ code: PersonCode, name: z.string(), group: z.string() });
export type PersonSummary = z.infer<typeof PersonSummary>;

export const PeopleReport = z.object({
  rows: z.int().nonnegative(),
  added: z.array(PersonSummary),
  changed: z.array(PersonSummary),
  left: z.array(PersonSummary),
  unchanged: z.int().nonnegative(),
  /** The first hundred. */
  problems: z.array(TableProblem),
  problemCount: z.int().nonnegative(),
});
export type PeopleReport = z.infer<typeof PeopleReport>;
