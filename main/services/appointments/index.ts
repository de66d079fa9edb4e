// Appointments: booked, moved, cancelled, kept. A slot is given away inside the writer's transaction, so two people who
// press at the same moment never get the same place.
import { createHmac, randomInt } from 'node:crypto';
import type { AppointmentCode, AppointmentState, BookableDay, Slot } from '../../../contract/appointment.ts';
import type { BusinessDay, IdempotencyKey, ServiceId, StaffId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { DayEndReason, Language } from '../../../contract/ticket.ts';
import { createCommandLog } from '../../store/commands.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import type { IssueAsk, Ticket } from '../queue/index.ts';
import { createHolds } from './holds.ts';
import {
  type BookingRules,
  capacityOf,
  dateOf,
  datesInReach,
  holidayOn,
  isInReach,
  judgeCheckIn,
  midnightOf,
  sameHourLater,
  slotsOn,
  stateOfDay,
  weekdayOf,
} from './rules.ts';

export { type Opening, openingAt, opensAfter, workdayFrom } from './hours.ts';
export { createAppointmentProjection } from './projection.ts';
export type { BookingRules } from './rules.ts';

export interface Appointment {
  readonly code: AppointmentCode;
  readonly serviceId: ServiceId;
  readonly startMs: number;
  readonly state: AppointmentState;
}

export interface FoundAppointment extends Appointment {
  /** How often it was moved or cancelled. */
  readonly revision: number;
  readonly changedAtMs: number;
}

export interface Appointments {
  readonly rules: BookingRules;
  days(serviceId: ServiceId): BookableDay[];
  slots(serviceId: ServiceId, date: string): Slot[];
  /**
   * Keeps a place for a quarter of an hour while the citizen types. `holder` is a secret of the page; each has one place.
   * Refusals: slot-not-offered, slot-full, too-many-attempts (more holds than one address may have).
   */
  hold(ask: {
    readonly serviceId: ServiceId;
    readonly startMs: number;
    readonly holder: string;
    readonly address: string;
  }): Result<{ readonly untilMs: number }, Refusal>;
  /** Refusals: slot-not-offered, slot-full, too-many-appointments, key-reused. `person`: keyed hash of the phone number. */
  book(ask: {
    readonly serviceId: ServiceId;
    readonly startMs: number;
    readonly person: string;
    readonly holder: string;
    readonly key: IdempotencyKey;
  }): Promise<Result<Appointment, Refusal>>;
  /** Refusals: unknown-appointment, appointment-over, slot-not-offered, slot-full. */
  move(code: AppointmentCode, startMs: number): Promise<Result<Appointment, Refusal>>;
  /** Refusals: unknown-appointment, appointment-over. */
  cancel(code: AppointmentCode): Promise<Result<Appointment, Refusal>>;
  find(code: AppointmentCode): FoundAppointment | null;
  /**
   * The citizen is here: gives a number, in the line by the time of the appointment, or by now for who is late.
   * The same code asked twice gives the same number. Refusals: unknown-appointment, appointment-over, too-early.
   */
  checkIn(code: AppointmentCode, language: Language): Promise<Result<Ticket, Refusal>>;
  /**
   * The day ends before its last appointments: each is put off to the same hour of the next day on which its service has
   * appointments, whether that is full or not, and keeps its code. How many.
   */
  putOff(tx: Transaction, day: BusinessDay, why: { readonly staffId: StaffId; readonly reason: DayEndReason }): number;
  /** Those of a date, by time. */
  on(date: string): Appointment[];
  /** Marks as missed what nobody came for on earlier days. */
  closePast(): Promise<void>;
}

export interface AppointmentsDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly rules: BookingRules;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly workingDay: (tx: Transaction) => BusinessDay;
  /** Promises a number inside the transaction. */
  readonly issueIn: (tx: Transaction, day: BusinessDay, ask: Omit<IssueAsk, 'key'>) => Result<Ticket, Refusal>;
  readonly ticketById: (ticketId: Ticket['ticketId']) => Ticket | undefined;
}

/** What is kept of a phone number: HMAC-SHA-256 with the key of the site, 22 characters base64url. */
export const hashPhone = (key: Uint8Array, phone: string): string =>
  createHmac('sha256', key).update(`phone\0${phone}`).digest('base64url').slice(0, 22);

const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const newCode = (): AppointmentCode =>
  Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join('') as AppointmentCode;

const MINUTE_MS = 60_000;

const refuseUnknown = (code: string): Result<never, Refusal> =>
  refuse({ code: 'unknown-appointment', message: `There is no appointment ${code}. It may be mistyped.` });

type Row = FoundAppointment & { readonly person: string; readonly ticketId: Ticket['ticketId'] | null };

export const createAppointments = (deps: AppointmentsDeps): Appointments => {
  const { ledger, db, rules, now, monotonicMs, workingDay, issueIn, ticketById } = deps;
  const columns =
    'code, service_id AS serviceId, start_ms AS startMs, state, person, ticket_id AS ticketId, revision, changed_at_ms AS changedAtMs';
  const byCode = db.prepare<[string], Row>(`SELECT ${columns} FROM appointment WHERE code = ?`);
  const between = db.prepare<[number, number], Row>(
    `SELECT ${columns} FROM appointment WHERE start_ms >= ? AND start_ms < ? AND state <> 'cancelled' ORDER BY start_ms, code`,
  );
  const taken = db
    .prepare<[string, number], number>(
      `SELECT count(*) FROM appointment WHERE service_id = ? AND start_ms = ? AND state IN ('booked', 'kept')`,
    )
    .pluck();
  const ofPerson = db
    .prepare<[string, number, number], number>(
      `SELECT count(*) FROM appointment WHERE person = ? AND start_ms >= ? AND start_ms < ? AND state IN ('booked', 'kept')`,
    )
    .pluck();
  const past = db
    .prepare<[number], string>(`SELECT code FROM appointment WHERE state = 'booked' AND start_ms < ?`)
    .pluck();
  const commands = createCommandLog(db);
  const holds = createHolds({ monotonicMs });
  const dayMs = 86_400_000;

  const bookedIn = (serviceId: ServiceId, startMs: number): number => taken.get(serviceId, startMs) ?? 0;
  const judgeSlot = (serviceId: ServiceId, startMs: number, holder: string | null): Result<null, Refusal> => {
    const capacity = capacityOf(startMs, serviceId, rules);
    if (capacity === 0 || !isInReach(startMs, now(), rules))
      return refuse({
        code: 'slot-not-offered',
        message: `${new Date(startMs).toISOString()} is no time that can be booked for ${serviceId}: choose another.`,
      });
    const given = bookedIn(serviceId, startMs) + holds.others(serviceId, startMs, holder);
    if (given < capacity) return ok(null);
    return refuse({
      code: 'slot-full',
      message: `All ${capacity} places of ${new Date(startMs).toISOString()} are taken: choose another time.`,
    });
  };

  const live = (code: AppointmentCode): Result<Row, Refusal> => {
    const found = byCode.get(code);
    if (found === undefined) return refuseUnknown(code);
    if (found.state === 'booked') return ok(found);
    return refuse({
      code: 'appointment-over',
      message: `Appointment ${code} is "${found.state}": nothing can be changed. Book a new one.`,
    });
  };
  const view = ({ code, serviceId, startMs, state }: Row): Appointment => ({ code, serviceId, startMs, state });

  const bookNow = (
    tx: Transaction,
    day: BusinessDay,
    ask: { serviceId: ServiceId; startMs: number; person: string; holder: string },
  ): Result<Appointment, Refusal> => {
    const { serviceId, startMs, person, holder } = ask;
    const verdict = judgeSlot(serviceId, startMs, holder);
    if (!verdict.ok) return verdict;
    const midnight = midnightOf(dateOf(startMs, rules), rules);
    const count = ofPerson.get(person, midnight, midnight + dayMs) ?? 0;
    if (count >= rules.perPersonPerDay)
      return refuse({
        code: 'too-many-appointments',
        message: `This phone number has ${count} appointments on that day; ${rules.perPersonPerDay} are allowed. Cancel one first.`,
        params: { count: rules.perPersonPerDay },
      });
    let code = newCode();
    while (byCode.get(code) !== undefined) code = newCode();
    tx.append(day, { type: 'appointment-booked', code, serviceId, startMs, person });
    return ok({ code, serviceId, startMs, state: 'booked' });
  };

  const checkInNow = (
    tx: Transaction,
    day: BusinessDay,
    code: AppointmentCode,
    language: Language,
  ): Result<Ticket, Refusal> => {
    const known = byCode.get(code);
    const before = known?.ticketId == null ? undefined : ticketById(known.ticketId);
    if (before !== undefined && before.lineDay === day) return ok(before);
    const found = live(code);
    if (!found.ok) return found;
    const { serviceId, startMs } = found.value;
    const verdict = judgeCheckIn(startMs, tx.nowMs, rules);
    if (verdict === 'too-early') {
      const minutes = Math.ceil((startMs - rules.checkInBeforeMs - tx.nowMs) / MINUTE_MS);
      return refuse({
        code: 'too-early',
        message: `The appointment ${code} is taken from ${new Date(startMs - rules.checkInBeforeMs).toISOString()} on.`,
        params: { minutes },
      });
    }
    const onTime = verdict === 'on-time' ? { appointmentAtMs: startMs } : {};
    const ticket = issueIn(tx, day, { serviceId, language, source: 'booking', ...onTime });
    if (ticket.ok) tx.append(day, { type: 'appointment-kept', code, ticketId: ticket.value.ticketId });
    return ticket;
  };

  return {
    rules,
    days: (serviceId) =>
      datesInReach(now(), rules).map((date) => ({
        date,
        state: stateOfDay(date, serviceId, { nowMs: now(), taken: (startMs) => bookedIn(serviceId, startMs) }, rules),
        why: holidayOn(date, rules)?.name ?? null,
        whileYouWait: rules.services.get(serviceId)?.whileYouWait.has(weekdayOf(date)) ?? false,
      })),
    slots: (serviceId, date) =>
      slotsOn(date, serviceId, rules)
        .filter((startMs) => isInReach(startMs, now(), rules))
        .map((startMs) => ({
          startMs,
          free: Math.max(
            0,
            capacityOf(startMs, serviceId, rules) -
              bookedIn(serviceId, startMs) -
              holds.others(serviceId, startMs, null),
          ),
        })),
    hold: ({ serviceId, startMs, holder, address }) => {
      const verdict = judgeSlot(serviceId, startMs, holder);
      if (!verdict.ok) return verdict;
      const untilMs = holds.keep({ serviceId, startMs, holder, address });
      return untilMs === null
        ? refuse({
            code: 'too-many-attempts',
            message: `Too many times are kept for ${address}: finish one or wait a quarter of an hour.`,
            params: { seconds: 900 },
          })
        : ok({ untilMs: now() + untilMs });
    },
    book: async ({ key, ...ask }) => {
      const booked = await ledger.submit((tx) => {
        const day = workingDay(tx);
        return commands.once({ key, request: ['book', ask], day }, () => bookNow(tx, day, ask));
      });
      if (booked.ok) holds.release(ask.holder);
      return booked;
    },
    move: (code, startMs) =>
      ledger.submit((tx): Result<Appointment, Refusal> => {
        const found = live(code);
        if (!found.ok) return found;
        if (found.value.startMs === startMs) return ok(view(found.value));
        const verdict = judgeSlot(found.value.serviceId, startMs, null);
        if (!verdict.ok) return verdict;
        tx.append(workingDay(tx), { type: 'appointment-moved', code, startMs });
        return ok({ ...view(found.value), startMs });
      }),
    cancel: (code) =>
      ledger.submit((tx): Result<Appointment, Refusal> => {
        const found = byCode.get(code);
        if (found?.state === 'cancelled') return ok(view(found));
        const still = live(code);
        if (!still.ok) return still;
        tx.append(workingDay(tx), { type: 'appointment-cancelled', code });
        return ok({ ...view(still.value), state: 'cancelled' });
      }),
    find: (code) => {
      const found = byCode.get(code);
      if (found === undefined) return null;
      const { revision, changedAtMs } = found;
      return { ...view(found), revision, changedAtMs };
    },
    checkIn: (code, language) => ledger.submit((tx) => checkInNow(tx, workingDay(tx), code, language)),
    putOff: (tx, day, why) => {
      const today = midnightOf(dateOf(tx.nowMs, rules), rules);
      const late = tx.nowMs - rules.checkInAfterMs;
      const open = between.all(Math.max(today, late), today + dayMs).filter(({ state }) => state === 'booked');
      for (const { code, serviceId, startMs } of open) {
        const next = sameHourLater(startMs, serviceId, rules);
        if (next !== null) tx.append(day, { type: 'appointment-moved', code, startMs: next, ...why });
      }
      return open.length;
    },
    on: (date) => {
      const midnight = midnightOf(date, rules);
      return between.all(midnight, midnight + dayMs).map(view);
    },
    closePast: async () => {
      const today = midnightOf(dateOf(now(), rules), rules);
      if (past.get(today) === undefined) return;
      await ledger.submit((tx) => {
        for (const code of past.all(today))
          tx.append(workingDay(tx), { type: 'appointment-missed', code: code as AppointmentCode });
      });
    },
  };
};
