// Days of a hall that have passed, with the ratings that citizens gave: for stories and pictures of results.
import type { ServiceId, StaffId, TicketToken } from '../../contract/ids.ts';
import { RatingInput } from '../../contract/rating.ts';
import { demoLogins } from '../../main/host/demo.ts';
import { openSite } from '../../main/host/open-site.ts';
import { openDatabase } from '../../main/store/open-db.ts';
import { seeded } from './seeded.ts';
import { accepted, counters, demoConfig, newKey, randomToken, services } from './site.ts';

export interface RatedDays {
  readonly dataFolder: string;
  /** The last visit ends now. */
  readonly nowMs: number;
  /** Weekdays before today. */
  readonly days: number;
  readonly visitsADay: number;
}

const dayMs = 24 * 3_600_000;
const words = [
  'Cán bộ nhiệt tình, giải thích rõ.',
  'Chờ lâu quá, phải xin nghỉ làm buổi sáng.',
  '',
  '',
  'Rất tốt!',
  '',
];

/** Three visits of four are rated, most of them well; the token of one more visit, which was finished now and is not rated. */
export const playRatedDays = async ({ dataFolder, nowMs, days, visitsADay }: RatedDays): Promise<TicketToken> => {
  const clock = { nowMs: nowMs - 3 * days * dayMs };
  const site = openSite({
    config: demoConfig(),
    dataFolder,
    kind: 'demo',
    now: () => clock.nowMs,
    monotonicMs: () => clock.nowMs,
    openDatabase: (file) => {
      const db = openDatabase(file);
      db.pragma('synchronous = OFF');
      return db;
    },
    randomToken,
    maxGroup: 256,
    log: () => undefined,
  });
  try {
    for (const login of demoLogins) accepted(await site.staff.add({ ...login, roles: [...login.roles] }, null));
    const clerks = site.staff.list().filter(({ roles }) => roles.includes('clerk'));
    const places = [
      [counters.one, services.copies],
      [counters.two, services.civil],
      [counters.three, services.land],
    ] as const;
    const random = seeded(11);
    const visit = async (at: number): Promise<TicketToken> => {
      const [counterId, serviceId] = places[at % places.length] ?? places[0];
      const by = { counterId, staffId: (clerks[at % clerks.length]?.id ?? 'nobody') as StaffId };
      const ticket = accepted(
        await site.queue.issue({ serviceId: serviceId as ServiceId, language: 'vi', key: newKey() }),
      );
      accepted(await site.queue.next(by, newKey()));
      accepted(await site.queue.step({ step: 'start' }, by, ticket.ticketId));
      accepted(await site.queue.step({ step: 'finish' }, by, ticket.ticketId));
      return ticket.token;
    };
    const rate = async (token: TicketToken): Promise<void> => {
      const level = random() < 0.05 ? 1 + Math.floor(random() * 2) : random() < 0.12 ? 3 : random() < 0.45 ? 4 : 5;
      const reasons = level <= 2 ? ['cho-lau'] : [];
      const criteria = { 'thai-do': Math.min(5, level + 1), 'thoi-gian': level, 'huong-dan': level };
      const text = words[Math.floor(random() * words.length)] ?? '';
      accepted(await site.ratings.give(token, RatingInput.parse({ level, criteria, reasons, text }), newKey()));
    };
    // Until four in the morning the business day is still that of the evening before.
    const midnightMs = Math.floor((nowMs + 3 * 3_600_000) / dayMs) * dayMs - 7 * 3_600_000;
    const past: number[] = [];
    for (let ms = midnightMs - dayMs; past.length < days; ms -= dayMs)
      if (![0, 6].includes(new Date(ms + 7 * 3_600_000).getUTCDay())) past.unshift(ms);
    for (const dayStartMs of past) {
      clock.nowMs = dayStartMs + 7 * 3_600_000;
      await site.queue.openDay();
      for (let at = 0; at < visitsADay; at += 1) {
        clock.nowMs = Math.max(clock.nowMs, dayStartMs + 8 * 3_600_000 + (at / visitsADay) * 8 * 3_600_000);
        const token = await visit(at);
        clock.nowMs += 30_000;
        if (random() < 0.75) await rate(token);
      }
    }
    clock.nowMs = Math.max(clock.nowMs, nowMs - 60_000);
    await site.queue.openDay();
    return await visit(0);
  } finally {
    await site.close();
  }
};
