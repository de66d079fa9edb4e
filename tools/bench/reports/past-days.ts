// Days of a hall that have passed: people come, are called, served, held, absent or gone, by the services themselves with
// a clock that is moved. For figures and pictures of reports.
import type { CounterId, ServiceId } from '../../../contract/ids.ts';
import { demoLogins } from '../../../main/host/demo.ts';
import { type OpenSite, openSite } from '../../../main/host/open-site.ts';
import { createTokenSource } from '../../../main/host/random-token.ts';
import type { SiteConfig } from '../../../main/host/site-schema.ts';
import { openDatabase } from '../../../main/store/open-db.ts';
import { seeded } from '../../../test/support/seeded.ts';
import { accepted, newKey } from '../../../test/support/site.ts';

export interface PastDays {
  readonly dataFolder: string;
  readonly config: SiteConfig;
  readonly kind: 'demo' | 'real';
  /** 00:00 local of the first day, milliseconds since 1970. */
  readonly firstMs: number;
  /** Weekdays are played, weekends skipped. */
  readonly days: number;
  readonly ticketsADay: number;
  readonly say: (text: string) => void;
}

const minuteMs = 60_000;
const opensAtMinute = 7.5 * 60;
const closesAtMinute = 17 * 60;
const lunch = { fromMinute: 11.5 * 60, toMinute: 13.5 * 60 };

/** More people in the morning than late in the day. */
const comersAt = (minute: number, ticketsADay: number): number => {
  if (minute < opensAtMinute || (minute >= lunch.fromMinute && minute < lunch.toMinute) || minute > 16.5 * 60) return 0;
  const open = 7 * 60;
  return (ticketsADay / open) * (minute < 9.5 * 60 ? 1.7 : 0.75);
};

interface Seat {
  readonly counterId: CounterId;
  readonly by: Parameters<OpenSite['queue']['next']>[0];
  busyUntilMinute: number;
}

/** One minute of one counter. */
const work = async (site: OpenSite, seat: Seat, minute: number, random: () => number): Promise<void> => {
  const { queue } = site;
  if (minute < seat.busyUntilMinute) return;
  const inHand = queue.reads.inHand(seat.counterId);
  if (inHand?.state === 'serving') {
    const step = random() < 0.03 ? ({ step: 'papersMissing' } as const) : ({ step: 'finish' } as const);
    await queue.step(
      step.step === 'finish' && inHand.serviceId === 'cu-tru' ? { step: 'finish', result: 'da-nhan' as never } : step,
      seat.by,
      inHand.ticketId,
    );
    return;
  }
  if (inHand?.state === 'called') {
    const isAbsent = random() < 0.06;
    await queue.step({ step: isAbsent ? 'noShow' : 'start' }, seat.by, inHand.ticketId);
    if (!isAbsent) seat.busyUntilMinute = minute + 3 + Math.ceil(-Math.log(1 - random()) * 6);
    return;
  }
  const day = queue.reads.openDay();
  const chosen = random() < 0.02 && day !== null ? queue.reads.waiting(day).at(-1) : undefined;
  if (chosen === undefined) await queue.next(seat.by, newKey());
  else await queue.pick(seat.by, { ticketId: chosen.ticketId, reason: 'frail', key: newKey() });
};

/** Plays the days one after the other. Rejects when the folder is in use or of another kind. */
export const playPastDays = async (wanted: PastDays): Promise<void> => {
  const clock = { nowMs: wanted.firstMs };
  const site = openSite({
    config: wanted.config,
    dataFolder: wanted.dataFolder,
    kind: wanted.kind,
    now: () => clock.nowMs,
    monotonicMs: () => clock.nowMs,
    // What is written here can be made again: it need not survive a power cut.
    openDatabase: (file) => {
      const db = openDatabase(file);
      db.pragma('synchronous = OFF');
      return db;
    },
    randomToken: createTokenSource(),
    maxGroup: 256,
    log: () => undefined,
  });
  try {
    for (const login of demoLogins) accepted(await site.staff.add({ ...login, roles: [...login.roles] }, null));
    const past: Past = { site, clock, random: seeded(7), ...wanted };
    let played = 0;
    for (let day = 0; played < wanted.days; day += 1) {
      const midnightMs = wanted.firstMs + day * 24 * 60 * minuteMs;
      const weekday = new Date(midnightMs + 7 * 60 * minuteMs).getUTCDay();
      if (weekday === 0 || weekday === 6) continue;
      await playDay(past, midnightMs);
      played += 1;
      if (played % 25 === 0) wanted.say(`day ${played} of ${wanted.days}`);
    }
  } finally {
    await site.close();
  }
};

interface Past extends PastDays {
  readonly site: OpenSite;
  readonly clock: { nowMs: number };
  readonly random: () => number;
}

const takeSeats = async ({ site, config }: Past): Promise<Seat[]> => {
  const clerks = demoLogins.filter(({ roles }) => roles.includes('clerk'));
  const seats: Seat[] = [];
  for (const [at, { id: counterId }] of config.counters.entries()) {
    const clerk = clerks[at];
    if (clerk === undefined) continue;
    const { session } = accepted(await site.staff.login({ ...clerk, counterId, address: 'past' }));
    seats.push({ counterId, by: { counterId, staffId: session.staff.id }, busyUntilMinute: opensAtMinute });
  }
  return seats;
};

const playDay = async (past: Past, midnightMs: number): Promise<void> => {
  const { site, clock, random, config, ticketsADay } = past;
  clock.nowMs = midnightMs + (opensAtMinute - 5) * minuteMs;
  await site.queue.openDay();
  const seats = await takeSeats(past);
  for (let minute = opensAtMinute; minute < closesAtMinute; minute += 1) {
    for (let comers = comersAt(minute, ticketsADay); random() < comers; comers -= 1) {
      clock.nowMs = Math.max(clock.nowMs, midnightMs + minute * minuteMs + Math.floor(random() * 30_000));
      const service = config.services[Math.floor(random() ** 1.5 * config.services.length)];
      accepted(await site.queue.issue({ serviceId: service?.id as ServiceId, language: 'vi', key: newKey() }));
    }
    clock.nowMs = midnightMs + minute * minuteMs + 45_000;
    const isLunch = minute >= lunch.fromMinute && minute < lunch.toMinute;
    // Who is there is served before lunch.
    for (const seat of seats)
      if (!isLunch || site.queue.reads.inHand(seat.counterId) !== undefined) await work(site, seat, minute, random);
  }
};
