// What the manager's view of the hall is told.
import type { DeviceHealthView } from '../../contract/device.ts';
import type { HallCounter, HallPerson, HallService, HallView } from '../../contract/hall-view.ts';
import type { CounterId, ServiceId } from '../../contract/ids.ts';
import { TicketState } from '../../contract/ticket.ts';
import type { Pauses } from '../services/pauses/index.ts';
import type { Queue, Ticket } from '../services/queue/index.ts';
import type { Screens } from '../services/screens/index.ts';
import type { Staff } from '../services/staff/index.ts';
import type { Supervision } from '../services/supervision/index.ts';
import type { Waits } from '../services/waits/index.ts';
import { serviceNameIn } from './kiosk-handlers.ts';
import type { SiteFacts } from './site-facts.ts';

export interface HallViewDeps {
  readonly site: SiteFacts;
  readonly queue: Pick<Queue, 'seen'>;
  readonly waits: Pick<Waits, 'ofNewcomer'>;
  readonly staff: Pick<Staff, 'seats'>;
  readonly pauses: Pick<Pauses, 'list'>;
  readonly supervision: Pick<Supervision, 'closings' | 'barred' | 'late'>;
  readonly screens: Pick<Screens, 'list'>;
  readonly devices: { health(): readonly DeviceHealthView[] };
  readonly now: () => number;
}

const shown = 20;
const finite = (ms: number | undefined): number | null => (ms === undefined || ms === Infinity ? null : ms);

export const createHallView = (deps: HallViewDeps) => {
  const { site, queue, waits, staff, pauses, supervision, screens, devices, now } = deps;
  const reads = queue.seen;
  const nameOf = serviceNameIn(site);
  const numberOf = new Map(site.counters.map(({ id, number }) => [id, number]));

  const person = (ticket: Ticket): HallPerson => ({
    ticketId: ticket.ticketId,
    number: ticket.number,
    service: nameOf(ticket.serviceId),
    issuedAtMs: ticket.issuedAtMs,
  });

  const countersNow = (day: string | null): HallCounter[] => {
    const seats = staff.seats();
    const paused = pauses.list();
    const barred = supervision.barred();
    const inHand = new Map(reads.allInHand().map((ticket) => [ticket.counterId, ticket]));
    return site.counters.map(({ id, number, name }) => {
      const ticket = inHand.get(id);
      const pause = paused.get(id);
      const head = {
        id,
        number,
        name,
        staffName: seats.get(id)?.name ?? null,
        ticket: ticket?.number ?? null,
        pauseReason: pause?.reason ?? null,
        isBarred: barred.has(id),
        isFromBefore: ticket !== undefined && ticket.lineDay !== day,
      };
      if (ticket?.state === 'called') return { ...head, state: 'calling', sinceMs: ticket.calledAtMs };
      if (ticket !== undefined) return { ...head, state: 'serving', sinceMs: ticket.startedAtMs };
      if (pause !== undefined) return { ...head, state: 'paused', sinceMs: pause.sinceMs };
      return { ...head, state: seats.has(id) ? 'free' : 'closed', sinceMs: null };
    });
  };

  const servicesNow = (waiting: readonly Ticket[], counters: readonly HallCounter[]): HallService[] => {
    const closings = supervision.closings.list();
    const isOpen = new Set<CounterId>(
      counters.filter(({ staffName, state }) => staffName !== null && state !== 'paused').map(({ id }) => id),
    );
    const byService = new Map<ServiceId, { count: number; oldestMs: number }>();
    for (const { serviceId, issuedAtMs, day, lineDay } of waiting) {
      // Whose number was kept over night did not wait here since then.
      const sinceMs = day === lineDay ? issuedAtMs : Infinity;
      const known = byService.get(serviceId) ?? { count: 0, oldestMs: sinceMs };
      byService.set(serviceId, { count: known.count + 1, oldestMs: Math.min(known.oldestMs, sinceMs) });
    }
    return site.services.map(({ id, name }) => ({
      id,
      name,
      waiting: byService.get(id)?.count ?? 0,
      oldestAtMs: finite(byService.get(id)?.oldestMs),
      wait: waits.ofNewcomer(id),
      openCounters: site.counters.filter((counter) => counter.services.has(id) && isOpen.has(counter.id)).length,
      closing: closings.get(id) ?? null,
    }));
  };

  return (): HallView => {
    const day = reads.openDay();
    const waiting = day === null ? [] : reads.waiting(day);
    const counts = day === null ? new Map<TicketState, number>() : reads.countsOf(day);
    const totals = Object.fromEntries(TicketState.options.map((state) => [state, counts.get(state) ?? 0]));
    const counters = countersNow(day);
    const health = devices.health();
    return {
      siteName: site.name,
      day,
      totals: {
        ...(totals as Record<TicketState, number>),
        issued: [...counts.values()].reduce((sum, count) => sum + count, 0),
      },
      isBeforeFirst: day === null || !reads.hasNumbers(day),
      services: servicesNow(waiting, counters),
      counters,
      late: supervision
        .late(now())
        .filter(({ isForManager }) => isForManager)
        .slice(0, shown)
        .map(({ ticket, kind, sinceMs }) => ({
          ...person(ticket),
          kind,
          sinceMs,
          counterNumber: ticket.counterId === null ? null : (numberOf.get(ticket.counterId) ?? null),
        })),
      held: (day === null ? [] : reads.aside(day))
        .filter(({ state }) => state === 'on-hold')
        .toSorted((a, b) => (a.holdUntilMs ?? Infinity) - (b.holdUntilMs ?? Infinity))
        .slice(0, shown)
        .map((ticket) => ({
          ...person(ticket),
          reason: ticket.holdReason,
          sinceMs: ticket.changedAtMs,
          dueAtMs: ticket.holdUntilMs,
        })),
      devices: { wrong: health.filter(({ state }) => state !== 'ready'), count: health.length },
      screensWrong: screens.list().filter(({ state }) => state !== 'ready').length,
    };
  };
};
