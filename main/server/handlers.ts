// Answers to the table of contract/rpc.ts: each is a call to one service and the words that the screen needs.
import type { KioskView } from '../../contract/live.ts';
import type { ReceptionDesk } from '../../contract/reception-desk.ts';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { StaffSession } from '../../contract/rpc.ts';
import type { WrongCode } from '../live/guesses.ts';
import type { Appointments } from '../services/appointments/index.ts';
import type { Attention } from '../services/attention/index.ts';
import type { Audit } from '../services/audit/index.ts';
import type { Cards } from '../services/cards/index.ts';
import type { Fees } from '../services/fees/index.ts';
import type { Media } from '../services/media/index.ts';
import type { Notes } from '../services/notes/index.ts';
import type { Notices } from '../services/notices/index.ts';
import type { Pauses } from '../services/pauses/index.ts';
import type { Procedures } from '../services/procedures/index.ts';
import type { Caller, Queue, StepAsk } from '../services/queue/index.ts';
import type { Reports } from '../services/reports/index.ts';
import type { Satellites } from '../services/satellites/index.ts';
import type { Screens } from '../services/screens/index.ts';
import type { Pairing } from '../services/screens/pairing.ts';
import type { Session, Staff } from '../services/staff/index.ts';
import type { Supervision } from '../services/supervision/index.ts';
import type { Visits } from '../services/visits/index.ts';
import { auditHandlers } from './audit-handlers.ts';
import { bookingHandlers } from './booking-handlers.ts';
import { type GateDoorDeps, gateHandlers } from './gate-door.ts';
import { hallHandlers } from './hall-handlers.ts';
import { createIssuedView, kioskHandlers, notAKiosk } from './kiosk-handlers.ts';
import { type DemoLogin, officeHandlers } from './office-handlers.ts';
import { type PeopleDoorDeps, peopleHandlers } from './people-routes.ts';
import { procedureHandlers } from './procedure-handlers.ts';
import { type RatingDeskDeps, ratingDeskHandlers } from './rating-desk.ts';
import { type RatingHandlersDeps, ratingHandlers } from './rating-handlers.ts';
import { receptionHandlers } from './reception-handlers.ts';
import { type RemarkHandlersDeps, remarkHandlers } from './remark-handlers.ts';
import { reportHandlers } from './report-handlers.ts';
import type { Handlers, RpcContext } from './rpc.ts';
import { satelliteHandlers } from './satellite-handlers.ts';
import { type SheetHandlersDeps, sheetHandlers } from './sheet-handlers.ts';
import type { SiteFacts } from './site-facts.ts';

export interface HandlersDeps extends Omit<RatingHandlersDeps, 'site' | 'staff'> {
  readonly site: SiteFacts;
  readonly queue: Queue;
  readonly staff: Staff;
  readonly screens: Pick<Screens, 'report'>;
  readonly pairing: Pairing;
  readonly cards: Pick<Cards, 'present'>;
  readonly visits: Visits;
  readonly supervision: Supervision;
  readonly notices: Notices;
  readonly media: Media;
  readonly reports: Reports;
  readonly ratingDesk: Pick<RatingDeskDeps, 'results' | 'alerts' | 'weekly'>;
  readonly remarks: Omit<RemarkHandlersDeps, 'site' | 'staff'>;
  readonly sheets: Omit<SheetHandlersDeps, 'staff'>;
  readonly audit: Audit;
  readonly now: () => number;
  readonly satellites: Satellites;
  readonly kioskView: () => KioskView;
  readonly receptionDesk: () => ReceptionDesk;
  readonly turnBase: () => string;
  /** At a satellite, what becomes of the kiosk's own answers. */
  readonly kioskOf: (own: Handlers['kiosk']) => Handlers['kiosk'];
  readonly attention: Attention;
  readonly appointments: Appointments;
  readonly wrongCode: WrongCode;
  /** Keyed hash of a phone number. */
  readonly hashPhone: (phone: string) => string;
  readonly pauses: Pick<Pauses, 'pause' | 'unpause'>;
  readonly notes: Pick<Notes, 'add'>;
  readonly fees: Pick<Fees, 'ask' | 'paid' | 'withdraw'>;
  readonly procedures: Procedures;
  readonly people: Pick<
    PeopleDoorDeps,
    'people' | 'consents' | 'templates' | 'lookAlikes' | 'faceScores' | 'renewChildMonths' | 'now'
  >;
  readonly gates: GateDoorDeps;
  /** Address of the page of a procedure, by its code. */
  readonly procedureUrl: (code: string) => string;
  /** Address of the turn page of a ticket, as printed in its QR. */
  readonly turnUrl: (token: string) => string;
  /** Addresses from which numbers may be taken: every phone in the hall reaches this server too. */
  readonly kiosks: ReadonlySet<string>;
  /** A kiosk by its address or by its pairing. */
  readonly mayTakeNumbers: (context: Pick<RpcContext, 'address' | 'cookie'>) => boolean;
  /** Why the printer cannot take a job now, or null. */
  readonly printerRefusal: () => Refusal | null;
  /** Shown on the log-in page of the simulated hall; empty elsewhere. */
  readonly demoLogins: readonly DemoLogin[];
}

const unknownToken: Refusal = { code: 'unknown-ticket', message: 'There is no ticket with this code.' };
const notLoggedIn: Refusal = {
  code: 'not-logged-in',
  message: 'The log-in has ended or another person took the counter: log in again.',
};

export const createHandlers = ({
  site,
  queue,
  staff,
  screens,
  pairing,
  cards,
  visits,
  supervision,
  notices,
  media,
  reports,
  ratings,
  ratingDesk,
  ratingSigns,
  rater,
  ratingForm,
  randomToken,
  remarks,
  sheets,
  audit,
  now,
  satellites,
  kioskView,
  receptionDesk,
  turnBase,
  kioskOf,
  attention,
  appointments,
  wrongCode,
  hashPhone,
  pauses,
  notes,
  fees,
  procedures,
  people,
  gates,
  procedureUrl,
  turnUrl,
  kiosks,
  mayTakeNumbers,
  printerRefusal,
  demoLogins,
}: HandlersDeps): Handlers => {
  const sessionView = ({ staff: member, counterId }: Session): StaffSession | null => {
    const counter = site.counters.find(({ id }) => id === counterId);
    if (counter === undefined) return null;
    return {
      staff: { id: member.id, name: member.name },
      counter: { id: counter.id, number: counter.number, name: counter.name },
    };
  };

  const issuedView = createIssuedView({ site, queue, turnUrl });

  const sessionOf = ({ cookie }: RpcContext): Session | null => {
    const held = cookie('counter');
    return held === null ? null : staff.session(held);
  };

  const asCaller = async <T>(
    context: RpcContext,
    act: (by: Caller) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> => {
    const session = sessionOf(context);
    return session === null ? refuse(notLoggedIn) : act({ counterId: session.counterId, staffId: session.staff.id });
  };

  const { kiosk } = kioskHandlers({
    queue,
    visits,
    attention,
    appointments,
    wrongCode,
    issuedView,
    mayTakeNumbers,
    hasDevices: ({ address }) => kiosks.has(address),
    printerRefusal,
  });
  return {
    kiosk: kioskOf(kiosk),
    ...satelliteHandlers({ satellites, queue, kiosk: kioskView, turnBase, issuedView, mayTakeNumbers }),
    turn: {
      leave: async ({ token }) => {
        const ticket = queue.reads.byToken(token);
        if (ticket === undefined) return refuse(unknownToken);
        const left = await queue.leave(ticket.ticketId);
        return left.ok ? ok({ number: left.value.number }) : left;
      },
      onWay: async ({ token }) => {
        const ticket = queue.reads.byToken(token);
        if (ticket === undefined) return refuse(unknownToken);
        const said = await queue.onWay(ticket.ticketId);
        return said.ok ? ok({ number: said.value.number }) : said;
      },
    },
    ...receptionHandlers({ desk: receptionDesk, queue, staff, appointments, wrongCode, issuedView }),
    ...ratingDeskHandlers({ staff, ...ratingDesk }),
    ...ratingHandlers({ site, staff, ratings, ratingSigns, rater, ratingForm, randomToken }),
    ...remarkHandlers({ site, staff, ...remarks }),
    ...sheetHandlers({ staff, ...sheets }),
    ...auditHandlers({ audit, staff }),
    ...hallHandlers({ staff, supervision, notices, media, site }),
    ...reportHandlers({ site, staff, reports, now }),
    ...officeHandlers({ site, staff, pairing, procedures, demoLogins }),
    ...peopleHandlers(people, staff),
    ...procedureHandlers({ site, procedures, procedureUrl, bookable: appointments.rules.services }),
    ...bookingHandlers({ site, appointments, wrongCode, hashPhone }),
    ...gateHandlers(gates),
    pairing: {
      mayTakeNumbers: async (_input, context) => mayTakeNumbers(context),
      begin: async ({ page }) => ok(pairing.begin(page)),
      claim: async ({ pairingId }, context) => {
        const claimed = await pairing.claim(pairingId);
        if (!claimed.ok) return claimed;
        if (claimed.value !== null) context.setCookie('screen', claimed.value.cookie);
        return ok({ isPaired: claimed.value !== null });
      },
    },
    cards: {
      present: async ({ reading, screen, key }, context) => {
        if (screen === 'counter')
          return asCaller(context, async ({ counterId }) => ok({ refused: cards.present(reading, counterId, key) }));
        if (!mayTakeNumbers(context)) return refuse(notAKiosk(context.address));
        return ok({ refused: cards.present(reading, null, key) });
      },
    },
    screens: {
      report: async (report, { address }) => {
        screens.report(report, address);
        return ok({});
      },
    },
    staff: {
      choices: async () => {
        const seats = staff.seats();
        const counters = site.counters.map(({ id, number, name }) => ({
          id,
          number,
          name,
          takenBy: seats.get(id)?.name ?? null,
        }));
        const clerks = demoLogins.filter(({ roles }) => roles.includes('clerk'));
        return { siteName: site.name, counters, demoLogins: clerks };
      },
      login: async (ask, context) => {
        if (!site.counters.some(({ id }) => id === ask.counterId)) {
          return refuse({ code: 'unknown-counter', message: `There is no counter "${ask.counterId}" here.` });
        }
        if (supervision.isBarred(ask.counterId))
          return refuse({
            code: 'counter-barred',
            message: `A manager closed counter ${ask.counterId} for today: choose another one.`,
          });
        const entered = await staff.login({ ...ask, address: context.address });
        if (!entered.ok) return entered;
        const view = sessionView(entered.value.session);
        if (view === null)
          return refuse({ code: 'unknown-counter', message: `There is no counter "${ask.counterId}" here.` });
        context.setCookie('counter', entered.value.cookie);
        return ok(view);
      },
      logout: async (_input, context) => {
        const cookie = context.cookie('counter');
        if (cookie !== null) await staff.logout(cookie);
        context.setCookie('counter', null);
        return ok({});
      },
      me: async (_input, context) => {
        const session = sessionOf(context);
        return session === null ? null : sessionView(session);
      },
    },
    counter: {
      next: ({ key }, context) => asCaller(context, (by) => queue.next(by, key)),
      pick: (ask, context) => asCaller(context, (by) => queue.pick(by, ask)),
      step: ({ ticketId, ...ask }, context) => asCaller(context, (by) => queue.step(ask as StepAsk, by, ticketId)),
      undo: (_input, context) => asCaller(context, (by) => queue.undo(by)),
      note: (note, context) => asCaller(context, (by) => notes.add(by, note)),
      askFee: ({ ticketId, amountDong }, context) => asCaller(context, (by) => fees.ask(by, ticketId, amountDong)),
      feePaid: ({ ticketId, how }, context) => asCaller(context, (by) => fees.paid(by, ticketId, how)),
      withdrawFee: ({ ticketId }, context) => asCaller(context, (by) => fees.withdraw(by, ticketId)),
      pause: ({ reason }, context) => asCaller(context, (by) => pauses.pause(by, reason)),
      unpause: (_input, context) => asCaller(context, (by) => pauses.unpause(by)),
    },
  };
};
