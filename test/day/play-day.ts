// A whole day of a hall, and the morning after it: the real host as a process of its own, over real HTTP, its clock
// running so many times faster.
import { setTimeout as pause } from 'node:timers/promises';
import type { TicketId } from '../../contract/ids.ts';
import type { Report } from '../../contract/report.ts';
import type { CounterTicket } from '../../contract/rpc.ts';
import { parseLine } from '../../tools/hall.ts';
import { createHostClient } from '../support/client.ts';
import { readLive } from '../support/live-stream.ts';
import { seeded } from '../support/seeded.ts';
import { accepted, services, temporaryFolder } from '../support/site.ts';
import { checkDay } from './check-day.ts';
import { createCitizens, createRaters } from './citizens.ts';
import { type HallTalk, workAt } from './clerk.ts';
import { createDayHall, type DayHall, type OpenHall } from './hall.ts';
import { createNotebook, type Notebook } from './notebook.ts';
import { startPace } from './pace.ts';
import type { Finding } from './tally.ts';
import { type Board, createLookout, isSettled, type Phone, watchBoard, watchTurn } from './watchers.ts';

export interface DayPlan {
  readonly tickets: number;
  readonly speed: number;
  readonly seed: number;
  readonly counters: number;
  /** Minutes after seven o'clock. */
  readonly closesAtMinute: number;
  readonly say: (text: string) => void;
}

export interface DayReport {
  readonly findings: readonly Finding[];
  readonly acts: ReadonlyMap<string, number>;
  readonly errors: readonly string[];
  /** Of both days. */
  readonly numbers: number;
  readonly calls: number;
  readonly tookMs: number;
}

/** What the host logs at level error and above, and whatever is no line of its log. */
const isError = (line: string): boolean => line !== '' && Number(parseLine(line)?.['level'] ?? 60) >= 50;

const days = ['2026-11-24', '2026-11-25'] as const;
const phoneOfTen = 1;

/** When people come: a rush in the morning, fewer later on. */
const arrivalAt = (random: () => number, closesAtMinute: number): number => {
  const share = random() < 0.45 ? random() * 0.3 : random();
  return 5 + share * (closesAtMinute - 12);
};

interface Part {
  readonly hall: DayHall;
  readonly plan: DayPlan;
  readonly notebook: Notebook;
  readonly phones: (Phone & { readonly day: string })[];
  /** By clerk: who is left at the counter over night. */
  readonly forgotten: Map<number, CounterTicket>;
  readonly random: () => number;
}

/** Opens the hall for one day, lets `tickets` people come, and closes it. */
const playOne = async (
  { hall, plan, notebook, phones, forgotten, random }: Part,
  today: { readonly day: string; readonly tickets: number; readonly closesAtMinute: number; readonly isLast: boolean },
): Promise<{ board: Board; report: Report }> => {
  const open: OpenHall = await hall.open(`${today.day}T06:50:00+07:00`);
  const abort = new AbortController();
  try {
    const board = await watchBoard(open.url, abort.signal);
    const morningMs = Date.parse(`${today.day}T07:00:00+07:00`);
    const pace = startPace(plan.speed, (board.openedAtMs - morningMs) / 60_000);
    const manager = await open.office('manager');
    // The manager's page is open all day, which keeps the log-in alive.
    await readLive(
      { url: `${open.url}/live/hall`, headers: { cookie: manager.cookie() }, signal: abort.signal },
      () => undefined,
    );
    const talk: HallTalk = { waiting: [], orphans: [], papers: [] };
    const watching: Promise<unknown>[] = [];
    const citizens = createCitizens({
      kiosk: createHostClient(open.url),
      reception: [await open.office(0), await open.office(1)],
      random,
      pace,
      notebook,
      talk,
      onNumber: (ticket) => {
        if (random() * 10 < phoneOfTen)
          watching.push(
            watchTurn(open.url, ticket, abort.signal).then((phone) => phones.push({ ...phone, day: today.day })),
          );
      },
    });
    const rate = createRaters({ url: open.url, random, pace, notebook });
    const rating: Promise<void>[] = [];
    const busyMinutes = hall.counters.length * (today.closesAtMinute - 5) * 0.8;
    const work = hall.counters.map(async (_, which) =>
      workAt({
        client: await open.clerk(which),
        manager,
        ...(hall.counters[which] as DayHall['counters'][number]),
        allServices: Object.values(services),
        random,
        pace,
        notebook,
        talk,
        serviceMinutes: Math.max(0.5, busyMinutes / today.tickets - 1.4),
        closesAtMinute: today.closesAtMinute,
        looksUp: createLookout(board, which + 1, (ticketId) =>
          phones.find((phone) => phone.ticketId === ticketId && phone.day === today.day),
        ),
        onFinished: (ticketId: TicketId) => void rating.push(rate(ticketId)),
        forgetsToFinish: (person) => {
          if (today.isLast || forgotten.size > 0 || pace.minute() < today.closesAtMinute - 8) return false;
          forgotten.set(which, person);
          return true;
        },
        fromYesterday: today.isLast ? (forgotten.get(which) ?? null) : null,
      }),
    );
    const bus = today.isLast ? 0 : Math.round(hall.counters.length * 1.4);
    const appointments = today.isLast ? 0 : Math.round(today.tickets * 0.06);
    const people = [
      ...Array.from({ length: appointments }, (_, which) => citizens.keepAppointment(which, today)),
      ...Array.from({ length: today.tickets - appointments }, () =>
        citizens.walkIn(arrivalAt(random, today.closesAtMinute)),
      ),
      // A bus comes just before closing: not everybody of it can be served.
      ...Array.from({ length: bus }, () => citizens.walkIn(today.closesAtMinute - 1)),
    ];
    const closing = async (): Promise<void> => {
      await pace.until(today.closesAtMinute * 0.6);
      const serviceId = services.land;
      const ask = { serviceId, reason: 'full-today' } as const;
      await notebook.ask('closes a service', manager.rpc.hall.closeService.mutate(ask), []);
      await pace.wait(today.closesAtMinute / 40);
      await notebook.ask('opens it again', manager.rpc.hall.reopenService.mutate({ serviceId }), []);
    };
    const telling = setInterval(() => {
      const minute = Math.round(pace.minute());
      const clock = `${7 + Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
      plan.say(`${today.day} ${clock}: ${notebook.promised.length} numbers, ${notebook.called.length} calls`);
    }, 30_000);
    await Promise.all([...work, ...people, closing()]).finally(() => clearInterval(telling));
    await Promise.all(rating);
    await Promise.all(watching);
    await notebook.ask(
      'ends the day',
      manager.rpc.hall.endDay.mutate({ unfinished: today.isLast ? 'expire' : 'keep', reason: 'out-of-time' }),
      [],
    );
    for (let tries = 0; tries < 100 && !phones.every(isSettled); tries += 1) await pause(50);
    const [first, last] = [days[0], today.day];
    const report = accepted(await manager.rpc.reports.read.query({ from: first, to: last }));
    return { board, report };
  } finally {
    abort.abort();
    await open.stop();
    for (const line of open.output().split('\n')) if (isError(line)) notebook.trouble(`the host logged ${line}`);
  }
};

export const playDay = async (plan: DayPlan): Promise<DayReport> => {
  using temporary = temporaryFolder();
  const beganMs = performance.now();
  const hall = await createDayHall(temporary.folder, plan);
  const notebook = createNotebook();
  const phones: Part['phones'] = [];
  const part: Part = { hall, plan, notebook, phones, forgotten: new Map(), random: seeded(plan.seed) };
  const boards = new Map<string, Board>();
  const [day, morning] = days;
  const first = await playOne(part, { ...plan, day, isLast: false });
  boards.set(day, first.board);
  const next = await playOne(part, {
    day: morning,
    tickets: Math.ceil(plan.tickets / 20),
    closesAtMinute: Math.ceil(plan.closesAtMinute / 10),
    isLast: true,
  });
  boards.set(morning, next.board);
  const findings = checkDay({ hall, notebook, boards, phones, report: next.report });
  return {
    findings,
    acts: notebook.acts,
    errors: notebook.errors,
    numbers: new Set(notebook.promised.map(({ ticketId }) => ticketId)).size,
    calls: notebook.called.length,
    tookMs: performance.now() - beganMs,
  };
};
