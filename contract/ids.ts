// Branded ids: a counter's id cannot be passed where a ticket's is wanted.
import { z } from 'zod';

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, 1 to 40 of them');

export const ServiceId = slug.brand<'ServiceId'>();
export type ServiceId = z.infer<typeof ServiceId>;

export const SeriesId = slug.brand<'SeriesId'>();
export type SeriesId = z.infer<typeof SeriesId>;

export const CounterId = slug.brand<'CounterId'>();
export type CounterId = z.infer<typeof CounterId>;

export const StaffId = slug.brand<'StaffId'>();
export type StaffId = z.infer<typeof StaffId>;

export const DeviceId = slug.brand<'DeviceId'>();
export type DeviceId = z.infer<typeof DeviceId>;

/** A machine of the hall that gives numbers while its host is away; the site lists its satellites. */
export const SatelliteId = slug.brand<'SatelliteId'>();
export type SatelliteId = z.infer<typeof SatelliteId>;

/** Why somebody comes sooner; the site lists its reasons. */
export const PriorityId = slug.brand<'PriorityId'>();
export type PriorityId = z.infer<typeof PriorityId>;

/** How a service ended; the site lists its results. */
export const ResultId = slug.brand<'ResultId'>();
export type ResultId = z.infer<typeof ResultId>;

/** What a rating asks about besides the whole; the site lists its criteria. */
export const CriterionId = slug.brand<'CriterionId'>();
export type CriterionId = z.infer<typeof CriterionId>;

/** Why somebody was not satisfied; the site lists its reasons. */
export const RatingReasonId = slug.brand<'RatingReasonId'>();
export type RatingReasonId = z.infer<typeof RatingReasonId>;

/** Internal name of an alert after a low rating: 128 random bits as 22 characters base64url. */
export const RatingAlertId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, '22 characters base64url')
  .brand<'RatingAlertId'>();
export type RatingAlertId = z.infer<typeof RatingAlertId>;

/** A unit that answers remarks; the site lists its units. */
export const UnitId = slug.brand<'UnitId'>();
export type UnitId = z.infer<typeof UnitId>;

/** A place that a remark may be about; the site lists its places. */
export const RemarkPlaceId = slug.brand<'RemarkPlaceId'>();
export type RemarkPlaceId = z.infer<typeof RemarkPlaceId>;

/** Internal name of a remark, made like a TicketId. */
export const RemarkId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, '22 characters base64url')
  .brand<'RemarkId'>();
export type RemarkId = z.infer<typeof RemarkId>;

/** 128 random bits as 22 characters base64url; whoever has it reads the remark and its answer. */
export const RemarkToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, '22 characters base64url')
  .brand<'RemarkToken'>();
export type RemarkToken = z.infer<typeof RemarkToken>;

/** What is kept of a card: HMAC-SHA-256 of its number with the key of the site, 64 hexadecimal digits. */
export const CardHash = z
  .string()
  .regex(/^[\da-f]{64}$/, '64 hexadecimal digits')
  .brand<'CardHash'>();
export type CardHash = z.infer<typeof CardHash>;

/** Internal name of a ticket: 22 characters base64url, 48 bits of time and 84 random ones. Not public; see TicketToken. */
export const TicketId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, '22 characters base64url')
  .brand<'TicketId'>();
export type TicketId = z.infer<typeof TicketId>;

/** What the QR on the ticket carries: 128 random bits as 22 characters base64url; whoever has it follows the turn. */
export const TicketToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, '22 characters base64url')
  .brand<'TicketToken'>();
export type TicketToken = z.infer<typeof TicketToken>;

/** Internal name of one attendance sheet, made like a TicketId. */
export const SheetId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, '22 characters base64url')
  .brand<'SheetId'>();
export type SheetId = z.infer<typeof SheetId>;

/** Internal name of a person, made like a TicketId; says nothing about them. */
export const PersonId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, '22 characters base64url')
  .brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;
/** What the sign of a counter carries: 128 random bits as 22 characters base64url, the same for everybody who scans it. */
export const SignToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, '22 characters base64url')
  .brand<'SignToken'>();
export type SignToken = z.infer<typeof SignToken>;

/** Chosen by the caller for each press: the same key asked twice gives the same answer and changes nothing more. */
export const IdempotencyKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{16,64}$/, '16 to 64 letters, digits, _ or -')
  .brand<'IdempotencyKey'>();
export type IdempotencyKey = z.infer<typeof IdempotencyKey>;

/** The site's business day as yyyy-mm-dd in its own time zone. */
export const BusinessDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'yyyy-mm-dd')
  .brand<'BusinessDay'>();
export type BusinessDay = z.infer<typeof BusinessDay>;
