import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PriorityId, StaffId, TicketId } from '../../../contract/ids.ts';
import {
  accepted,
  clerk,
  counters,
  createProjections,
  demoConfig,
  newKey,
  openTestSite,
  services,
  type TestSite,
  temporaryFolder,
} from '../../../test/support/site.ts';
import { verifyDatabase } from '../../store/verify.ts';
import { createOpenTickets, type StepAsk, type Ticket } from './index.ts';

const dayMs = 86_400_000;
const allServices = Object.values(services);
const allCounters = Object.values(counters);

const kinds = [
  ...['issue', 'issue', 'issue', 'sooner', 'next', 'next', 'next', 'pick', 'undo', 'leave'],
  ...['waitingComes', 'calledComes', 'missedComes'],
  ...['recall', 'start', 'start', 'finish', 'noShow', 'hold', 'resume', 'lineUp'],
  ...['transfer', 'switchService', 'papersMissing', 'cancel', 'pause', 'unpause', 'unpause', 'night'],
] as const;

interface Press {
  readonly kind: (typeof kinds)[number];
  readonly pick: number;
  readonly other: number;
  readonly aheadMs: number;
}

const pressed = fc.record<Press>({
  kind: fc.constantFrom(...kinds),
  pick: fc.nat({ max: 11 }),
  other: fc.nat({ max: 11 }),
  aheadMs: fc.integer({ min: -5_000, max: 30_000 }),
});

const pickOf = <T>(list: readonly T[], pick: number): T => {
  const chosen = list[pick % list.length];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
};

const anyIn = (site: TestSite, state: Ticket['state'], pick: number): TicketId | undefined => {
  const found = site.db.prepare<[string], TicketId>('SELECT id FROM ticket WHERE state = ?').pluck().all(state);
  return found.length === 0 ? undefined : pickOf(found, pick);
};

const stepOf = ({ kind, other }: Press): StepAsk | null => {
  switch (kind) {
    case 'hold':
      return { step: 'hold', reason: 'other', minutes: 5 };
    case 'transfer': {
      const to =
        other % 2 === 0 ? { serviceId: pickOf(allServices, other) } : { counterId: pickOf(allCounters, other) };
      return { step: 'transfer', ...to, place: pickOf(['head', 'original', 'tail'], other), comesBack: other > 5 };
    }
    case 'switchService':
      return { step: 'switchService', serviceId: pickOf(allServices, other) };
    case 'cancel':
      return { step: 'cancel', reason: 'other' };
    case 'recall':
    case 'start':
    case 'finish':
    case 'noShow':
    case 'resume':
    case 'lineUp':
    case 'papersMissing':
      return { step: kind };
    default:
      return null;
  }
};

const askAbout: Partial<Record<Press['kind'], Ticket['state']>> = {
  resume: 'on-hold',
  lineUp: 'no-show',
  cancel: 'waiting',
};

/** Who says to be on the way. */
const comes = { waitingComes: 'waiting', calledComes: 'called', missedComes: 'no-show' } as const;

const sayOnWay = async (site: TestSite, ticketId: TicketId | undefined): Promise<void> => {
  const before = ticketId === undefined ? undefined : site.queue.reads.byId(ticketId);
  if (before === undefined) return;
  const said = await site.queue.onWay(before.ticketId);
  const after = site.queue.reads.byId(before.ticketId);
  if (said.ok) expect({ ...after, onWayAtMs: before.onWayAtMs }).toEqual(before);
};

/** Does what a person might do then, sensible or not; returns 1 when a number was promised. */
const doPress = async (site: TestSite, press: Press): Promise<number> => {
  const { kind, pick, other, aheadMs } = press;
  site.clock.nowMs += aheadMs;
  site.clock.steadyMs += Math.abs(aheadMs);
  const by = clerk(pickOf(allCounters, pick));
  switch (kind) {
    case 'issue':
    case 'sooner': {
      const sooner = kind === 'sooner' ? { priority: 'tu-75' as PriorityId } : {};
      const further = other > 8 ? [pickOf(allServices, other)] : [];
      const ask = { serviceId: pickOf(allServices, pick), language: 'vi', key: newKey(), further, ...sooner } as const;
      accepted(await site.queue.issue(ask));
      return 1;
    }
    case 'night': {
      const unfinished = other % 3 === 0 ? 'expire' : 'keep';
      accepted(await site.supervision.endDay('truong' as StaffId, { unfinished, reason: 'out-of-time' }));
      site.clock.nowMs += dayMs;
      site.clock.steadyMs += dayMs;
      await site.queue.openDay();
      return 0;
    }
    case 'next':
      await site.queue.next(by, newKey());
      return 0;
    case 'pause':
      await site.pauses.pause(by, 'rest');
      return 0;
    case 'unpause':
      await site.pauses.unpause(by);
      return 0;
    case 'undo':
      await site.queue.undo(by);
      return 0;
    case 'waitingComes':
    case 'calledComes':
    case 'missedComes':
      await sayOnWay(site, anyIn(site, comes[kind], other));
      return 0;
    case 'leave':
    case 'pick': {
      const ticketId = anyIn(site, 'waiting', other);
      if (ticketId === undefined) return 0;
      if (kind === 'leave') await site.queue.leave(ticketId);
      else await site.queue.pick(by, { ticketId, reason: 'urgent', key: newKey() });
      return 0;
    }
    default: {
      const step = stepOf(press);
      const wanted = askAbout[kind];
      const ticketId =
        wanted === undefined ? site.queue.reads.inHand(by.counterId)?.ticketId : anyIn(site, wanted, other);
      if (step !== null && ticketId !== undefined) await site.queue.step(step, by, ticketId);
      return 0;
    }
  }
};

const config = {
  ...demoConfig(),
  priorities: [{ id: 'tu-75' as PriorityId, name: { vi: 'Từ 75 tuổi', en: 'Over 75' }, minutes: 30 }],
};

it('random days: no double call, no lost ticket, no number twice, no negative wait, the people in memory are those of the tables, and the journal replays to the same tables', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(pressed, { minLength: 40, maxLength: 160 }), async (presses) => {
      using temporary = temporaryFolder();
      await using site = openTestSite(temporary.folder, { config });
      let issued = 0;
      for (const press of presses) {
        issued += await doPress(site, press);
        const day = site.queue.reads.openDay();
        const fresh = createOpenTickets(site.db);
        const known = site.queue.reads;
        if (day !== null) expect(known.waiting(day)).toEqual(fresh.waiting(day));
        if (day !== null) expect(known.aside(day)).toEqual(fresh.aside(day));
        expect(new Set(known.allInHand())).toEqual(new Set(fresh.inHand().values()));
        const busy = site.queue.reads.allInHand().map(({ counterId }) => counterId);
        expect(new Set(busy).size).toBe(busy.length);
        for (const [ticketId, place] of site.queue.places()) {
          const ticket = site.queue.reads.byId(ticketId);
          expect(ticket === undefined ? null : site.queue.ahead(ticket)).toBe(place);
        }
      }
      const count = (sql: string) => site.db.prepare(sql).pluck().get();
      expect(count('SELECT count(*) FROM ticket')).toBe(issued);
      expect(
        count(`SELECT count(*) FROM (SELECT 1 FROM ticket GROUP BY line_day, series_id, sequence HAVING count(*) > 1)`),
      ).toBe(0);
      expect(count('SELECT count(*) FROM ticket_interval WHERE to_ms < from_ms')).toBe(0);
      // The stays of a ticket follow each other without a hole from its number to now.
      expect(
        count(`SELECT count(*) FROM ticket_interval a JOIN ticket_interval b
               ON b.ticket_id = a.ticket_id AND b.ordinal = a.ordinal + 1 WHERE a.to_ms IS NOT b.from_ms`),
      ).toBe(0);
      expect(
        count(`SELECT count(*) FROM ticket t JOIN ticket_interval i ON i.ticket_id = t.id AND i.to_ms IS NULL
               WHERE i.state = t.state AND i.counter_id IS t.counter_id AND i.service_id = t.service_id`),
      ).toBe(issued);
      expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
    }),
    { numRuns: 25 },
  );
}, 60_000);
