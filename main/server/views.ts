// What each live screen is told, read from the tables and the devices at this moment.

import type { CounterView } from '../../contract/counter-view.ts';
import type { DeviceHealthView, Health, HealthState } from '../../contract/device.ts';
import type { HallView } from '../../contract/hall-view.ts';
import type { HubLinkStatus } from '../../contract/hub-status.ts';
import type { BusinessDay, CounterId, TicketToken } from '../../contract/ids.ts';
import type { BoardView, DevicesView, KioskView, PrinterNotice, TurnView, WaitRange } from '../../contract/live.ts';
import type { ReceptionDesk } from '../../contract/reception-desk.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import type { Announcer } from '../services/announce/index.ts';
import type { Appointments, Opening } from '../services/appointments/index.ts';
import type { Attention } from '../services/attention/index.ts';
import type { Cards } from '../services/cards/index.ts';
import type { Fees } from '../services/fees/index.ts';
import type { Media } from '../services/media/index.ts';
import type { Notes } from '../services/notes/index.ts';
import type { Notices } from '../services/notices/index.ts';
import type { Pauses } from '../services/pauses/index.ts';
import type { Procedures } from '../services/procedures/index.ts';
import { hasSaidOnWay, mayReprint, type Queue, type Ticket } from '../services/queue/index.ts';
import type { Screens } from '../services/screens/index.ts';
import type { Session, Staff } from '../services/staff/index.ts';
import type { Supervision } from '../services/supervision/index.ts';
import type { Waits } from '../services/waits/index.ts';
import type { Ledger } from '../store/ledger.ts';
import { createBoardView } from './board-view.ts';
import { createCounterView } from './counter-view.ts';
import { createHallView } from './hall-view.ts';
import { closedOf, doubtOf } from './kiosk-doubts.ts';
import { createReceptionView } from './reception-view.ts';
import type { BoardScreen, SiteFacts } from './site-facts.ts';

export interface ViewsDeps {
  readonly site: SiteFacts;
  readonly queue: Queue;
  readonly waits: Pick<Waits, 'ofTicket' | 'ofNewcomer' | 'promised'>;
  readonly staff: Staff;
  readonly pauses: Pick<Pauses, 'list'>;
  readonly notes: Pick<Notes, 'list'>;
  readonly fees: Pick<Fees, 'of' | 'code'>;
  readonly supervision: Pick<Supervision, 'closings' | 'barred' | 'late'>;
  readonly procedures: Pick<Procedures, 'count' | 'fieldsOfServices'>;
  readonly appointments: Pick<Appointments, 'on'>;
  readonly now: () => number;
  readonly ledger: Ledger;
  readonly announcer: Announcer;
  readonly notices: Pick<Notices, 'emergency' | 'running'>;
  readonly media: Pick<Media, 'shownOn'>;
  /** Health of the ticket printer, or null where the site has none. */
  readonly printerHealth: () => Health | null;
  readonly screens: Pick<Screens, 'list'>;
  readonly cards: Pick<Cards, 'lastRefused'>;
  readonly attention: Pick<Attention, 'newest'>;
  /** Null where opening hours do not count. */
  readonly openingNow: () => Opening | null;
  /** When the hall opens after that day; null where opening hours do not count. */
  readonly opensAfter: (day: BusinessDay) => number | null;
  /** When the key of the cards was lost lately, or null. */
  readonly cardKeyLostAtMs: () => number | null;
  readonly devices: { health(): readonly DeviceHealthView[]; list(): DevicesView['devices'] };
  readonly hubLink: { status(): HubLinkStatus };
  /** At a satellite, what its glass shows instead. */
  readonly kioskOf: (own: KioskView) => KioskView;
}

export interface Views {
  kiosk(): KioskView;
  board(screen: BoardScreen): BoardView;
  counter(session: Session): CounterView;
  devices(): DevicesView;
  hall(): HallView;
  reception(): ReceptionDesk;
  /** Null for a token that does not exist. */
  turn(token: TicketToken): TurnView | null;
}

/** Ranges are made anew every second. */
const promiseHoldsMs = 5_000;

/** What the kiosk says about its printer. */
const printerNotice = (health: Health | null): PrinterNotice => {
  if (health === null) return 'none';
  if (health.state === 'ready') return 'ready';
  if (health.state === 'degraded') return 'near-end';
  if (health.fault?.code === 'consumable-out') return 'paper-out';
  if (health.fault?.code === 'user-action') return 'cover-open';
  return health.fault?.code === 'hardware' ? 'broken' : 'offline';
};

/** What needs somebody now stands first. */
const URGENCY: Readonly<Record<HealthState, number>> = { failed: 0, offline: 0, degraded: 1, connecting: 2, ready: 3 };

export const createViews = ({
  site,
  queue,
  waits,
  staff,
  pauses,
  notes,
  fees,
  supervision,
  procedures,
  appointments,
  now,
  ledger,
  announcer,
  notices,
  media,
  printerHealth,
  screens,
  cards,
  attention,
  openingNow,
  opensAfter,
  cardKeyLostAtMs,
  devices,
  hubLink,
  kioskOf,
}: ViewsDeps): Views => {
  const reads = queue.seen;
  const serviceNames = new Map(site.services.map(({ id, name }) => [id, name]));
  const counterNumbers = new Map(site.counters.map(({ id, number }) => [id, number]));
  const nameOf = (ticket: Ticket): LocalisedText =>
    serviceNames.get(ticket.serviceId) ?? { vi: ticket.serviceId, en: ticket.serviceId };

  const boardOf = createBoardView({ site, queue, staff, pauses, notices, media, announcer, now });

  const kioskNow = (): KioskView => {
    const day = reads.openDay();
    const counts = day === null ? null : reads.waitingByService(day);
    const seats = staff.seats();
    const paused = pauses.list();
    const isOpen = (id: CounterId): boolean => seats.has(id) && !paused.has(id);
    const opening = openingNow();
    const fields = procedures.fieldsOfServices();
    const limits = { nowMs: now(), closesAtMs: opening?.closesAtMs ?? null, askAhead: site.askAhead };
    return {
      siteName: site.name,
      services: site.services.map(({ id, name, field, seriesId, prefix }) => {
        const line = { waiting: counts?.get(id) ?? 0, wait: waits.ofNewcomer(id) };
        return {
          id,
          name,
          field: field ?? fields.get(id) ?? null,
          series: seriesId as KioskView['services'][number]['series'],
          prefix,
          ...line,
          openCounters: site.counters.filter((counter) => counter.services.has(id) && isOpen(counter.id)).length,
          closed: supervision.closings.at(id, limits.nowMs)?.reason ?? null,
          doubt: doubtOf(line, limits),
        };
      }),
      procedures: procedures.count(),
      printer: printerNotice(printerHealth()),
      storage: ledger.condition,
      cardPrefix: site.cardPrefix,
      attention: attention.newest(),
      closed: opening === null ? null : closedOf(opening),
      takes: site.takes,
      emergency: notices.emergency()?.text ?? null,
      cardRefused: cards.lastRefused(null),
      isApart: false,
    };
  };

  const freshPromise = ({ ticketId, issuedAtMs, changedAtMs }: Ticket): WaitRange | null =>
    changedAtMs === issuedAtMs && now() - issuedAtMs < promiseHoldsMs ? waits.promised(ticketId) : null;

  let lastKiosk: KioskView | null = null;

  return {
    kiosk: () => {
      // After the disk failed nothing can be read either; the kiosk must still be able to say so.
      if (ledger.condition === 'failed' && lastKiosk !== null) return { ...lastKiosk, storage: 'failed' };
      lastKiosk = kioskOf(kioskNow());
      return lastKiosk;
    },
    board: (screen) => boardOf(screen),
    counter: createCounterView({ site, queue, staff, pauses, notes, fees, supervision, devices, cards, now }),
    hall: createHallView({ site, queue, waits, staff, pauses, supervision, screens, devices, now }),
    reception: createReceptionView({ site, queue, appointments }),
    devices: () => ({
      siteName: site.name,
      devices: devices.list().toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state]),
      screens: screens.list(),
      cardKeyLostAtMs: cardKeyLostAtMs(),
      hub: hubLink.status(),
    }),
    turn: (token) => {
      const ticket = reads.byToken(token);
      if (ticket === undefined) return null;
      const job = reads.lastPrint(ticket.ticketId) ?? null;
      return {
        siteName: site.name,
        number: ticket.number,
        service: nameOf(ticket),
        state: ticket.state,
        ahead: queue.places().get(ticket.ticketId) ?? 0,
        // Until the line was played with the new number in it, what it was promised holds.
        wait: ticket.state === 'waiting' ? (waits.ofTicket(ticket.ticketId) ?? freshPromise(ticket)) : null,
        counterNumber: ticket.counterId === null ? null : (counterNumbers.get(ticket.counterId) ?? null),
        calls: ticket.calls,
        why: ticket.endReason,
        continuesAtMs: ticket.state === 'kept' ? opensAfter(ticket.lineDay) : null,
        print: { state: job?.state ?? 'none', canReprint: mayReprint(job) },
        // After another call it may be said anew.
        onWayAtMs: hasSaidOnWay(ticket) ? ticket.onWayAtMs : null,
        silentSinceMs: null,
      };
    },
  };
};
