// What the screen of one counter is told.
import type { AsideView, CounterView, CurrentView, PersonView, WaitingView } from '../../contract/counter-view.ts';
import type { DeviceHealthView } from '../../contract/device.ts';
import type { TicketId } from '../../contract/ids.ts';
import type { QrPath } from '../../contract/qr.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import type { Cards } from '../services/cards/index.ts';
import type { Fees } from '../services/fees/index.ts';
import type { Note, Notes } from '../services/notes/index.ts';
import type { Pauses } from '../services/pauses/index.ts';
import type { Queue, Ticket } from '../services/queue/index.ts';
import type { Session, Staff } from '../services/staff/index.ts';
import type { Supervision } from '../services/supervision/index.ts';
import { qrPath } from './qr-path.ts';
import type { SiteFacts } from './site-facts.ts';

export interface CounterViewDeps {
  readonly site: SiteFacts;
  readonly queue: Queue;
  readonly staff: Pick<Staff, 'seats'>;
  readonly pauses: Pick<Pauses, 'list'>;
  readonly notes: Pick<Notes, 'list'>;
  readonly fees: Pick<Fees, 'of' | 'code'>;
  readonly supervision: Pick<Supervision, 'late'>;
  readonly devices: { health(): readonly DeviceHealthView[] };
  readonly cards: Pick<Cards, 'lastRefused'>;
  readonly now: () => number;
}

type Counter = SiteFacts['counters'][number];

type Written = ReadonlyMap<TicketId, readonly Note[]>;

const noNotes: readonly Note[] = [];
const shown = 50;
const shownLate = 5;

/** Who is at a counter is that counter's; everybody else is for those that could call them. */
const mayActOn = ({ id, services }: Counter, { state, counterId, serviceId, forCounter }: Ticket): boolean =>
  state === 'called' ? counterId === id : services.has(serviceId) && (forCounter === null || forCounter === id);

export const createCounterView = ({
  site,
  queue,
  staff,
  pauses,
  notes,
  fees,
  supervision,
  devices,
  cards,
  now,
}: CounterViewDeps) => {
  const reads = queue.seen;
  const services = new Map(site.services.map((service) => [service.id, service]));
  const counterNumbers = new Map(site.counters.map(({ id, number }) => [id, number]));
  const serviceName = (id: Ticket['serviceId']): LocalisedText => services.get(id)?.name ?? { vi: id, en: id };

  const person = (ticket: Ticket, notesOf: readonly Note[]): PersonView => ({
    ticketId: ticket.ticketId,
    number: ticket.number,
    service: serviceName(ticket.serviceId),
    issuedAtMs: ticket.issuedAtMs,
    isKept: ticket.lineDay !== ticket.day,
    priority: ticket.priority === null ? null : site.priorityName(ticket.priority),
    onWayAtMs: ticket.onWayAtMs,
    notes: notesOf,
  });

  /** The codes that stand on screens now: each is drawn once, however often its screen is looked at. */
  let drawn: { readonly code: string; readonly qr: QrPath }[] = [];
  const drawCode = (code: string): QrPath => {
    const known = drawn.find((one) => one.code === code) ?? { code, qr: qrPath(code) };
    drawn = [known, ...drawn.filter((one) => one !== known)].slice(0, site.counters.length);
    return known.qr;
  };
  const feeOf = (ticketId: TicketId): CurrentView['fee'] => {
    const fee = fees.of(ticketId);
    if (fee === null || fee.state === 'withdrawn') return null;
    const code = fee.state === 'asked' ? fees.code(fee) : null;
    return { ...fee, state: fee.state, qr: code === null ? null : drawCode(code) };
  };

  const currentOf = (ticket: Ticket, view: PersonView): CurrentView => ({
    ...view,
    serviceId: ticket.serviceId,
    state: ticket.state,
    calledAtMs: ticket.calledAtMs ?? ticket.changedAtMs,
    startedAtMs: ticket.startedAtMs,
    calls: ticket.calls,
    cameBack: ticket.linedUpWhy,
    further: ticket.further.map(serviceName),
    returnToNumber: ticket.returnTo === null ? null : (counterNumbers.get(ticket.returnTo) ?? null),
    usualFeeDong: services.get(ticket.serviceId)?.feeDong ?? null,
    fee: feeOf(ticket.ticketId),
    needsResult: services.get(ticket.serviceId)?.needsResult === true,
  });

  /** A hundred screens show the same people: each is put into words once for as long as nothing changes about them. */
  const told = new WeakMap<
    Ticket,
    { readonly notes: readonly Note[]; readonly reasons: object; readonly view: WaitingView }
  >();
  const waitingOf = (ticket: Ticket, written: Written, reasons: object): WaitingView => {
    const notesOf = written.get(ticket.ticketId) ?? noNotes;
    const known = told.get(ticket);
    if (known?.notes === notesOf && known.reasons === reasons) return known.view;
    const view = {
      ...person(ticket, notesOf),
      passed: ticket.passed,
      mustBeNext: ticket.passed > 0 && ticket.passed >= site.passedMax,
      appointmentAtMs: ticket.notBeforeMs,
      cameBack: ticket.linedUpWhy,
      onlyHere: ticket.forCounter !== null,
    };
    told.set(ticket, { notes: notesOf, reasons, view });
    return view;
  };

  let counters: CounterView['counters'] = [];
  let madeOf: readonly object[] = [];
  /** The same list while nobody comes, goes or pauses. */
  const countersNow = (): CounterView['counters'] => {
    const [seats, paused] = [staff.seats(), pauses.list()];
    if (madeOf[0] === seats && madeOf[1] === paused) return counters;
    madeOf = [seats, paused];
    counters = site.counters.map((one) => ({
      id: one.id,
      number: one.number,
      name: one.name,
      services: [...one.services],
      state: seats.has(one.id) ? (paused.has(one.id) ? 'paused' : 'open') : 'closed',
    }));
    return counters;
  };
  const offered = site.services.map(({ id, name }) => ({ id, name }));

  /** On hold: everybody's, since any counter may go on with them; the others where the counter could call them. */
  const asideOf = (counter: Counter, tickets: readonly Ticket[], view: (ticket: Ticket) => PersonView): AsideView[] => {
    const oldestMs = now() - site.reviveMs;
    const byState = (state: AsideView['state']): AsideView[] =>
      tickets
        .filter((ticket) => ticket.state === state)
        .filter(({ serviceId }) => state === 'on-hold' || counter.services.has(serviceId))
        // Whose number was kept may come at any hour of the day.
        .filter(({ changedAtMs, day, lineDay }) => state !== 'no-show' || day !== lineDay || changedAtMs >= oldestMs)
        .slice(0, shown)
        .map((ticket) => ({
          ...view(ticket),
          state,
          sinceMs: ticket.changedAtMs,
          holdReason: ticket.holdReason,
          dueAtMs: ticket.holdUntilMs,
        }));
    return [...byState('on-hold'), ...byState('supplement'), ...byState('no-show')];
  };

  return ({ counterId, staff: member }: Session): CounterView => {
    const counter = site.counters.find(({ id }) => id === counterId);
    if (counter === undefined)
      throw new Error(`Session of a counter that the configuration does not know: ${counterId}`);
    const day = reads.openDay();
    const written = notes.list();
    const reasons = site.priorities();
    const view = (ticket: Ticket): PersonView => person(ticket, written.get(ticket.ticketId) ?? noNotes);
    const current = reads.inHand(counterId);
    const mine = (day === null ? [] : reads.waiting(day)).filter(
      ({ serviceId, forCounter }) =>
        counter.services.has(serviceId) && (forCounter === null || forCounter === counterId),
    );
    return {
      counter: { id: counter.id, number: counter.number, name: counter.name },
      staffName: member.name,
      pause: pauses.list().get(counterId) ?? null,
      current: current === undefined ? null : currentOf(current, view(current)),
      next: queue.whoIsNext(counterId)?.ticketId ?? null,
      waiting: mine.slice(0, shown).map((ticket) => waitingOf(ticket, written, reasons)),
      waitingTotal: mine.length,
      aside: day === null ? [] : asideOf(counter, reads.aside(day), view),
      late: supervision
        .late(now())
        .filter(({ ticket }) => mayActOn(counter, ticket))
        .slice(0, shownLate)
        .map(({ ticket, kind, sinceMs }) => ({ number: ticket.number, kind, sinceMs })),
      undo: queue.undoable(counterId),
      services: offered,
      counters: countersNow(),
      payee: site.payee,
      results: site.results,
      devices: devices.health(),
      cardPrefix: site.cardPrefix,
      cardRefused: cards.lastRefused(counterId),
    };
  };
};
