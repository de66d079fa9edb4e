// Every command and question that a screen may send, with the shape of input and answer. The server implements this
// table and the client is typed by it, so neither imports the other (ADR-0005).
import type { TRPCBuiltRouter, TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server';
import { z } from 'zod';
import { AppointmentView, BookableDay, BookableService, CalendarDate, Slot } from './appointment.ts';
import type { AuditPage } from './audit.ts';
import { CardRefusal, TypedReading } from './card.ts';
import { FeeDong, PaidHow } from './fee.ts';
import { gateApi } from './gate-rpc.ts';
import { ClosingReason, LateKind } from './hall.ts';
import { CounterId, IdempotencyKey, ServiceId, StaffId, TicketId, TicketToken } from './ids.ts';
import type { MediaFile } from './media.ts';
import { Emergency, RunningText } from './notice.ts';
import { peopleApi } from './people-rpc.ts';
import { ProcedureAnswers, ProcedureField, ProcedureSummary, ProcedureView } from './procedure.ts';
import { ratingDeskApi, ratingsApi, signsApi } from './rating-rpc.ts';
import { ReceptionDesk } from './reception-desk.ts';
import { remarksApi } from './remark-rpc.ts';
import type { Report } from './report.ts';
import { IssuedTicket, IssueInput, kioskApi } from './rpc-kiosk.ts';
import { CodeInput, guarded, mutation, nothing, query } from './rpc-shapes.ts';
import { satelliteApi } from './satellite.ts';
import { PairedScreen, PairingPage, ScreenReport } from './screen.ts';
import { sheetsApi } from './sheet-rpc.ts';
import { LoginName, MemberView, NewMember, OfficeSession, Password, Roles } from './staff.ts';
import { StepInput } from './steps.ts';
import {
  CancelReason,
  DayEndReason,
  Language,
  LocalisedText,
  NoteText,
  OutOfOrderReason,
  PauseReason,
} from './ticket.ts';

const LoginInput = z.strictObject({
  login: z.string().trim().min(1).max(40),
  password: z.string().min(1).max(200),
  counterId: CounterId,
});

export const StaffSession = z.object({
  staff: z.object({ id: StaffId, name: z.string() }),
  counter: z.object({ id: CounterId, number: z.int().positive(), name: LocalisedText }),
});
export type StaffSession = z.infer<typeof StaffSession>;

export const CounterTicket = z.object({ ticketId: TicketId, number: z.string() });
export type CounterTicket = z.infer<typeof CounterTicket>;

/** What the login page offers before anyone is known. `demoLogins` is filled in the simulated hall only. */
export const LoginChoices = z.object({
  siteName: LocalisedText,
  counters: z.array(z.object({ id: CounterId, number: z.int(), name: LocalisedText, takenBy: z.string().nullable() })),
  demoLogins: z.array(z.object({ login: z.string(), password: z.string() })),
});
export type LoginChoices = z.infer<typeof LoginChoices>;

/** What the page of the boards works with. */
export interface BoardsDesk {
  readonly screens: readonly { readonly id: string; readonly name: LocalisedText; readonly path: string }[];
  readonly emergency: LocalisedText | null;
  /** Null: the one of the configuration. */
  readonly runningText: LocalisedText | null;
  readonly media: readonly MediaFile[];
}

export const api = {
  kiosk: kioskApi,
  satellite: satelliteApi,
  /** Appointments, for anybody. Refusals of all that name a code: unknown-appointment, too-many-attempts. */
  booking: {
    choices: query(nothing, z.object({ siteName: LocalisedText, services: z.array(BookableService) })),
    days: query(z.strictObject({ serviceId: ServiceId }), z.array(BookableDay)),
    slots: query(z.strictObject({ serviceId: ServiceId, date: CalendarDate }), z.array(Slot)),
    /** Keeps a place while the citizen types. Refusals: slot-not-offered, slot-full, too-many-attempts. */
    hold: mutation(
      z.strictObject({ serviceId: ServiceId, startMs: z.int(), holder: IdempotencyKey }),
      z.object({ untilMs: z.int() }),
    ),
    /** Refusals: bad-phone, slot-not-offered, slot-full, too-many-appointments, key-reused. */
    book: mutation(
      z.strictObject({
        serviceId: ServiceId,
        startMs: z.int(),
        phone: z.string().max(40),
        holder: IdempotencyKey,
        key: IdempotencyKey,
      }),
      AppointmentView,
    ),
    find: mutation(z.strictObject({ code: CodeInput }), AppointmentView),
    /** Refusals: appointment-over, slot-not-offered, slot-full. */
    move: mutation(z.strictObject({ code: CodeInput, startMs: z.int() }), AppointmentView),
    /** Refusal: appointment-over. */
    cancel: mutation(z.strictObject({ code: CodeInput }), AppointmentView),
  },
  /** The catalogue of procedures, for anybody. */
  procedures: {
    fields: query(nothing, z.object({ siteName: LocalisedText, fields: z.array(ProcedureField) })),
    /** What was typed, in any spelling. Of one field, by its Vietnamese name; with nothing typed all of it. */
    search: query(
      z.strictObject({ typed: z.string().max(400), field: z.string().max(100).nullable() }),
      ProcedureAnswers,
    ),
    find: query(z.strictObject({ code: z.string().max(60) }), ProcedureView.nullable()),
  },
  /** By the code of the ticket, which only its holder has. */
  turn: {
    /** Gives the place in the line up. Refusals: unknown-ticket, wrong-state. */
    leave: mutation(z.strictObject({ token: TicketToken }), z.object({ number: z.string() })),
    /**
     * Tells the staff that its holder, who waits, is called or was missed, is coming; changes no place and no time. Refusals:
     * unknown-ticket, wrong-state, too-late for who was missed too long ago.
     */
    onWay: mutation(z.strictObject({ token: TicketToken }), z.object({ number: z.string() })),
  },
  ratings: ratingsApi,
  ratingDesk: ratingDeskApi,
  signs: signsApi,
  remarks: remarksApi,
  /** Letting a screen in: it shows the code, an administrator types it in. */
  pairing: {
    /** Whether this browser may take numbers, by its address or by its pairing. */
    mayTakeNumbers: query(nothing, z.boolean()),
    begin: mutation(z.strictObject({ page: PairingPage }), z.object({ pairingId: z.string(), code: z.string() })),
    /** Sets the screen's cookie when the code was approved. Refusal: unknown-code when it has run out. */
    claim: mutation(z.strictObject({ pairingId: z.string().max(40) }), z.object({ isPaired: z.boolean() })),
  },
  /** Log-ins away from the counters. */
  office: {
    choices: query(
      nothing,
      z.object({ siteName: LocalisedText, demoLogins: z.array(z.object({ login: z.string(), password: z.string() })) }),
    ),
    /** Refusals: wrong-password, too-many-attempts, not-allowed. */
    login: mutation(z.strictObject({ login: z.string().trim().min(1).max(40), password: Password }), OfficeSession),
    logout: mutation(nothing, nothing),
    me: query(nothing, OfficeSession.nullable()),
  },
  /** All of it needs the role admin. Refusals everywhere: not-logged-in, not-allowed. */
  admin: {
    members: guarded(nothing, z.array(MemberView)),
    addMember: mutation(NewMember, MemberView),
    changeRoles: mutation(z.strictObject({ login: LoginName, roles: Roles }), MemberView),
    setPassword: mutation(z.strictObject({ login: LoginName, password: Password }), MemberView),
    logoutMember: mutation(z.strictObject({ login: LoginName }), MemberView),
    removeMember: mutation(z.strictObject({ login: LoginName }), MemberView),
    procedures: guarded(nothing, z.array(ProcedureSummary)),
    screens: guarded(nothing, z.array(PairedScreen)),
    /** Refusals: unknown-code, too-many-attempts. */
    approveScreen: mutation(
      z.strictObject({ code: z.string().regex(/^\d{6}$/, 'six digits'), name: z.string().trim().min(1).max(60) }),
      nothing,
    ),
    unpairScreen: mutation(z.strictObject({ screenId: z.string().max(40) }), nothing),
  },
  people: peopleApi,
  sheets: sheetsApi,
  /** All of it needs the role manager. Refusals everywhere: not-logged-in, not-allowed. */
  hall: {
    /** `fromMs`: later today instead of now. Refusal: unknown-service. */
    closeService: mutation(
      z.strictObject({ serviceId: ServiceId, reason: ClosingReason, fromMs: z.int().optional() }),
      nothing,
    ),
    /** Refusal: unknown-service. */
    reopenService: mutation(z.strictObject({ serviceId: ServiceId }), nothing),
    /** Refusal: unknown-counter. */
    barCounter: mutation(z.strictObject({ counterId: CounterId }), nothing),
    /** Refusal: unknown-counter. */
    unbarCounter: mutation(z.strictObject({ counterId: CounterId }), nothing),
    /** Takes the person away from a counter whose clerk left. Refusals: wrong-state, recall-too-soon. */
    freeCounter: mutation(z.strictObject({ counterId: CounterId }), nothing),
    /** Refusal: unknown-ticket. */
    see: mutation(z.strictObject({ ticketId: TicketId, kind: LateKind }), nothing),
    /** `keep`: whoever waits, is on hold or brings papers keeps the number for the next business day, and so do appointments that are still to come. */
    endDay: mutation(
      z.strictObject({ unfinished: z.enum(['keep', 'expire']), reason: DayEndReason }),
      z.object({ expired: z.int(), kept: z.int(), appointments: z.int() }),
    ),
    /** A number of today, in its citizen's absence. Refusals: unknown-ticket, wrong-state for who is at a counter or has ended. */
    cancelTicket: mutation(
      z.strictObject({ number: z.string().trim().toUpperCase().min(1).max(8), reason: CancelReason }),
      CounterTicket,
    ),
    /** Ends the log-in of the clerk at that counter; whom they serve stays there. Refusal: unknown-counter for an empty one. */
    logoutClerk: mutation(z.strictObject({ counterId: CounterId }), nothing),
    /** What the boards show besides calls. */
    boards: guarded(nothing, z.custom<BoardsDesk>()),
    raiseEmergency: mutation(Emergency, nothing),
    endEmergency: mutation(nothing, nothing),
    /** Null: the text of the configuration. */
    setRunningText: mutation(z.strictObject({ text: RunningText.nullable() }), nothing),
    /** On which boards (null: all) and from which day to which, both included. Refusal: bad-input. */
    planMedia: mutation(
      z.strictObject({
        name: z.string().max(200),
        boards: z.array(z.string().max(40)).max(99).nullable(),
        from: CalendarDate.nullable(),
        until: CalendarDate.nullable(),
      }),
      nothing,
    ),
    /** Refusal: bad-input where there is no such file. Files are added by PUT /media/<name>. */
    removeMedia: mutation(z.strictObject({ name: z.string().max(200) }), nothing),
  },
  /** The roles manager (the hall's day) and admin (accounts) see their own part. Refusals: not-logged-in, not-allowed. */
  audit: {
    read: guarded(
      z.strictObject({
        /** Absent: the business day that is open. */
        day: CalendarDate.optional(),
        staffId: StaffId.optional(),
        number: z.string().max(8).optional(),
        before: z.int().positive().optional(),
      }),
      z.custom<AuditPage>(),
    ),
  },
  /** Needs the role manager. Refusals: not-logged-in, not-allowed, bad-input for a range that is none. */
  reports: {
    /** The report itself is made by the host alone, so its shape is the compiler's affair: contract/report.ts. */
    read: guarded(z.strictObject({ from: CalendarDate, to: CalendarDate }), z.custom<Report>()),
  },
  /** All of it needs the role reception. Refusals everywhere: not-logged-in, not-allowed. */
  reception: {
    desk: guarded(nothing, ReceptionDesk),
    /** A number in a citizen's place. `roll`: torn off a paper roll, nothing is printed. Refusals: those of kiosk.issue. */
    issue: mutation(IssueInput.omit({ presented: true }).extend({ paper: z.enum(['print', 'roll']) }), IssuedTicket),
    /** Refusals: those of kiosk.checkIn. */
    checkIn: mutation(z.strictObject({ code: CodeInput, language: Language }), IssuedTicket),
  },
  cards: {
    /** A keyboard reader typed a card at this screen. Refusals: not-a-kiosk, not-logged-in. */
    present: mutation(
      z.strictObject({ reading: TypedReading, screen: z.enum(['kiosk', 'counter']), key: IdempotencyKey }),
      z.object({ refused: CardRefusal.nullable() }),
    ),
  },
  gate: gateApi,
  screens: {
    /** A screen of the hall tells how it is. */
    report: mutation(ScreenReport, nothing),
  },
  staff: {
    choices: query(nothing, LoginChoices),
    /** Sets the session cookie. Refusals: wrong-password, too-many-attempts, counter-taken, unknown-counter. */
    login: mutation(LoginInput, StaffSession),
    logout: mutation(nothing, nothing),
    /** The session of the cookie, or null. */
    me: query(nothing, StaffSession.nullable()),
  },
  counter: {
    /** Calls the next person. Refusals: not-logged-in, nobody-waiting, counter-busy. */
    next: mutation(z.strictObject({ key: IdempotencyKey }), CounterTicket),
    /** Calls a chosen person. Refusals: not-logged-in, counter-busy, unknown-ticket, wrong-state, not-served-here. */
    pick: mutation(
      z.strictObject({ ticketId: TicketId, reason: OutOfOrderReason, key: IdempotencyKey }),
      CounterTicket,
    ),
    /** Refusals: not-logged-in and those of Queue.step. */
    step: mutation(StepInput, CounterTicket),
    /** Takes the last step of this counter back, for a few seconds. Refusals: not-logged-in, nothing-to-undo, counter-busy. */
    undo: mutation(nothing, CounterTicket),
    /** A note for colleagues. Refusals: not-logged-in, unknown-ticket, wrong-state, notes-full. */
    note: mutation(z.strictObject({ ticketId: TicketId, text: NoteText, key: IdempotencyKey }), CounterTicket),
    /** Shows the person who is being served a code to pay by. Refusals: not-logged-in, wrong-state, no-payment-account. */
    askFee: mutation(z.strictObject({ ticketId: TicketId, amountDong: FeeDong }), CounterTicket),
    /** Refusals: not-logged-in, wrong-state. */
    feePaid: mutation(z.strictObject({ ticketId: TicketId, how: PaidHow }), CounterTicket),
    /** Refusals: not-logged-in, wrong-state. */
    withdrawFee: mutation(z.strictObject({ ticketId: TicketId }), CounterTicket),
    /** Calls nobody for a while. Refusals: not-logged-in, counter-busy while a called person is on the way. */
    pause: mutation(z.strictObject({ reason: PauseReason }), nothing),
    /** Refusals: not-logged-in. */
    unpause: mutation(nothing, nothing),
  },
} as const;
export type Api = typeof api;

type Procedure<P> = P extends { kind: 'mutation'; input: infer I extends z.ZodType; output: infer O extends z.ZodType }
  ? TRPCMutationProcedure<{ input: z.input<I>; output: z.output<O>; meta: unknown }>
  : P extends { kind: 'query'; input: infer I extends z.ZodType; output: infer O extends z.ZodType }
    ? TRPCQueryProcedure<{ input: z.input<I>; output: z.output<O>; meta: unknown }>
    : never;

/** The record from which both the tRPC router and its client take their types. */
export type ApiRecord = { [Area in keyof Api]: { [Name in keyof Api[Area]]: Procedure<Api[Area][Name]> } };

/** What `createTRPCClient` is typed by. */
export type AppRouter = TRPCBuiltRouter<
  {
    ctx: object;
    meta: object;
    errorShape: { message: string; code: number; data: { code: string; httpStatus: number; path?: string } };
    transformer: false;
  },
  ApiRecord
>;
