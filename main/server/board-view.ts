// What the large screens of the hall are told.
import type { CounterId } from '../../contract/ids.ts';
import type { BoardCall, BoardView } from '../../contract/live.ts';
import { siteOffsetMs } from '../../contract/time-zone.ts';
import type { Announcer } from '../services/announce/index.ts';
import type { Media } from '../services/media/index.ts';
import type { Notices } from '../services/notices/index.ts';
import type { Pauses } from '../services/pauses/index.ts';
import type { Queue } from '../services/queue/index.ts';
import type { Staff } from '../services/staff/index.ts';
import type { BoardScreen, SiteFacts } from './site-facts.ts';

export interface BoardViewDeps {
  readonly site: SiteFacts;
  readonly queue: Pick<Queue, 'seen'>;
  readonly staff: Pick<Staff, 'seats'>;
  readonly pauses: Pick<Pauses, 'list'>;
  readonly notices: Pick<Notices, 'emergency' | 'running'>;
  readonly media: Pick<Media, 'shownOn'>;
  readonly announcer: Announcer;
  readonly now: () => number;
}

/** Shown whatever their age. */
const alwaysSent = 8;
/** A board that was away for so long, or is told of many at once, still hears each call of this time. */
const recentMs = 120_000;
/** More calls than any hall makes in that time. */
const mostSent = 300;

const dateInHall = (atMs: number): string => new Date(atMs + siteOffsetMs).toISOString().slice(0, 10);

export const createBoardView = ({ site, queue, staff, pauses, notices, media, announcer, now }: BoardViewDeps) => {
  const reads = queue.seen;

  const callsOf = (numbers: ReadonlyMap<CounterId, number>): BoardCall[] => {
    const day = reads.openDay();
    if (day === null) return [];
    const calls = reads.lastCalled(day, mostSent).flatMap((ticket): BoardCall[] => {
      const counterNumber = ticket.counterId === null ? undefined : numbers.get(ticket.counterId);
      if (ticket.callSeq === null || ticket.calledAtMs === null || counterNumber === undefined) return [];
      return [
        {
          seq: ticket.callSeq,
          number: ticket.number,
          counterNumber,
          calledAtMs: ticket.calledAtMs,
          isRecall: ticket.calls > 1,
          isOpen: ticket.state === 'called',
          voice: announcer.pathOf(ticket.number, counterNumber),
        },
      ];
    });
    const oldestMs = now() - recentMs;
    return calls.filter(({ calledAtMs, isOpen }, at) => at < alwaysSent || isOpen || calledAtMs >= oldestMs);
  };

  const countersOf = (shown: SiteFacts['counters']): BoardView['counters'] => {
    const seats = staff.seats();
    const paused = pauses.list();
    const inHand = new Map(reads.allInHand().map((ticket) => [ticket.counterId, ticket]));
    return shown.map(({ id, number, name }) => {
      const ticket = inHand.get(id);
      if (ticket !== undefined)
        return { number, name, state: ticket.state === 'called' ? 'calling' : 'serving', ticket: ticket.number };
      if (!seats.has(id)) return { number, name, state: 'closed', ticket: null };
      return { number, name, state: paused.has(id) ? 'paused' : 'free', ticket: null };
    });
  };

  return ({ id, counters: ids, layout, speaks }: BoardScreen): BoardView => {
    const counters = site.counters.filter((counter) => ids?.has(counter.id) ?? true);
    const services = site.services.filter(({ id }) => counters.some((counter) => counter.services.has(id)));
    const day = reads.openDay();
    const counts = day === null ? null : reads.waitingByService(day);
    const waitingByService = services.map(({ id: service, name, prefix }) => ({
      name,
      prefix,
      waiting: counts?.get(service) ?? 0,
    }));
    return {
      siteName: site.name,
      layout,
      speaks,
      calls: callsOf(new Map(counters.map(({ id, number }) => [id, number]))),
      counters: countersOf(counters),
      waiting: waitingByService.reduce((sum, { waiting }) => sum + waiting, 0),
      waitingByService,
      notice: notices.running() ?? site.notice,
      emergency: notices.emergency()?.text ?? null,
      media: media
        .shownOn(id, dateInHall(now()))
        .map(({ name, kind }) => ({ path: `/media/${encodeURIComponent(name)}`, kind })),
    };
  };
};
