// Ratings at pads whose cable goes out again and again while somebody presses.
import { setTimeout as pause } from 'node:timers/promises';
import type { CounterId, TicketId } from '../../../contract/ids.ts';
import { type RackUnderTest, startRackUnderTest, until } from '../../../drivers/core/test-kit.ts';
import type { TestApp } from '../../../test/support/app.ts';
import { seeded } from '../../../test/support/seeded.ts';
import { dataFolder } from '../data-folder.ts';
import { atMost, type Benchmark, fact, ms, seconds, type Unit } from '../figure.ts';
import { percentile } from '../stats.ts';
import { openRatingSite, ratingsIn, serve } from './site.ts';

export interface PadRounds {
  readonly pads: number;
  readonly ratings: number;
  /** In this many of them the cable is out while the face is pressed. */
  readonly cuts: number;
}

interface OfflineThanks {
  /** From the press to the thanks, by the pad's own clock. */
  readonly onPadMs: number;
  /** The same seen from the program that presses, through the control server of the pads. */
  readonly seenMs: number;
}

export interface PadOutcome {
  readonly rows: number;
  /** Rows whose level is the one that was pressed for that ticket. */
  readonly right: number;
  /** Of presses with the cable out. */
  readonly offlineThanks: readonly OfflineThanks[];
  readonly cuts: number;
  readonly tookMs: number;
}

interface Counter {
  readonly app: TestApp;
  readonly rack: RackUnderTest;
  readonly counterId: CounterId;
  readonly device: string;
  /** Resolves when the rating of the ticket is on the disk. */
  readonly rated: (ticketId: TicketId) => Promise<void>;
  readonly random: () => number;
}

const patienceMs = 60_000;

/** Presses as soon as the faces are there: until then the pad has nothing to press. */
const press = async ({ rack, device }: Counter, level: number): Promise<void> => {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const outcome = await rack.act({ device, verb: 'touch-face', level }).catch((error: unknown) => error);
    if (outcome === undefined) return;
    if (performance.now() > deadlineMs) throw new Error(`${device} shows no faces: ${String(outcome)}`);
    await pause(10);
  }
};

const glassOf = ({ rack, device }: Counter) => rack.device('rating-pad-nextion', device);

/** The cable goes out, somebody presses, the pad thanks; half of the time the next one is served before it is back. */
const pressOffline = async (counter: Counter, level: number): Promise<OfflineThanks> => {
  const { rack, device } = counter;
  await until(`faces on ${device}`, async () => (await glassOf(counter)).page === 'faces', patienceMs);
  await rack.act({ device, verb: 'unplug' });
  const pressedMs = performance.now();
  await rack.act({ device, verb: 'touch-face', level });
  const { thankedMs } = await until(`thanks on ${device}`, async () => {
    const glass = await glassOf(counter);
    // On a busy machine the thanks may be over when we look: with the cable out nothing else ends the faces.
    return glass.page === 'faces' ? null : glass;
  });
  return { onPadMs: thankedMs ?? Number.POSITIVE_INFINITY, seenMs: performance.now() - pressedMs };
};

const workAt = async (
  counter: Counter,
  { ratings, cuts }: { readonly ratings: number; readonly cuts: number },
): Promise<{ readonly pressed: ReadonlyMap<TicketId, number>; readonly offlineThanks: OfflineThanks[] }> => {
  const { app, rack, counterId, device, rated, random } = counter;
  const pressed = new Map<TicketId, number>();
  const offlineThanks: OfflineThanks[] = [];
  let next = serve(app, counterId);
  for (let index = 0; index < ratings; index++) {
    const { ticketId } = await next;
    const level = 1 + Math.floor(random() * 5);
    pressed.set(ticketId, level);
    // Spread evenly: cut number k is at k × ratings / cuts.
    const isCut = Math.floor(((index + 1) * cuts) / ratings) > Math.floor((index * cuts) / ratings);
    const isNextServedMeanwhile = isCut && random() < 0.5 && index + 1 < ratings;
    if (isCut) {
      offlineThanks.push(await pressOffline(counter, level));
      if (isNextServedMeanwhile) next = serve(app, counterId);
      await next;
      await rack.act({ device, verb: 'plug' });
    } else await press(counter, level);
    await rated(ticketId);
    if (!isNextServedMeanwhile && index + 1 < ratings) next = serve(app, counterId);
  }
  return { pressed, offlineThanks };
};

const watchRatings = ({ site }: TestApp) => {
  const done = new Set<TicketId>();
  const waiting = new Map<TicketId, () => void>();
  const following = site.ledger.subscribe((recorded) => {
    for (const { event } of recorded) {
      if (event.type !== 'rating-given') continue;
      done.add(event.ticketId);
      waiting.get(event.ticketId)?.();
    }
  });
  return {
    rated: (ticketId: TicketId) =>
      done.has(ticketId) ? Promise.resolve() : new Promise<void>((resolve) => waiting.set(ticketId, resolve)),
    [Symbol.dispose]: () => following[Symbol.dispose](),
  };
};

export const ratePads = async (folder: string, { pads, ratings, cuts }: PadRounds): Promise<PadOutcome> => {
  const names = Array.from({ length: pads }, (_, index) => `man-${index + 1}`);
  await using ending = new AsyncDisposableStack();
  const rack = await startRackUnderTest(
    names.map((id) => ({ kind: 'rating-pad-nextion', id, listen: { pty: id, baud: 115_200 } })),
  );
  ending.defer(() => rack.close());
  const app = ending.use(
    await openRatingSite(
      folder,
      (await rack.state()).devices.map(({ url }) => url),
    ),
  );
  const { rated } = ending.use(watchRatings(app));
  const startedMs = performance.now();
  const worked = await Promise.all(
    names.map((device, index) =>
      workAt(
        { app, rack, counterId: `quay-${index + 1}` as CounterId, device, rated, random: seeded(index + 1) },
        { ratings: ratings / pads, cuts: cuts / pads },
      ),
    ),
  );
  const tookMs = performance.now() - startedMs;
  const levels = new Map(
    app.site.db
      .prepare<[], { id: TicketId; level: number }>('SELECT ticket_id AS id, level FROM rating')
      .all()
      .map(({ id, level }) => [id, level]),
  );
  const pressed = worked.flatMap((one) => [...one.pressed]);
  const offlineThanks = worked.flatMap((one) => one.offlineThanks);
  return {
    rows: ratingsIn(app),
    right: pressed.filter(([ticketId, level]) => levels.get(ticketId) === level).length,
    offlineThanks,
    cuts: offlineThanks.length,
    tookMs,
  };
};

const rounds: PadRounds = { pads: 20, ratings: 10_000, cuts: 1000 };
const plain: Unit = { name: '', digits: 0 };

export const padCuts: Benchmark = {
  name: 'pad-cuts',
  title: 'Ten thousand ratings at pads, a thousand pulled cables',
  method: `${rounds.pads} simulated Nextion pads on PTYs, one at each counter, ${rounds.ratings} people served and rating one behind the other; at ${rounds.cuts} of them the cable is out while the face is pressed, and at half of those the next one is finished before it is back. The pads keep their real times, nobody takes time to press. The thanks are those of the simulated panel; how fast a real one draws is not in them. The program that presses shares the machine with host and pads and sees them later.`,
  async run({ keep }) {
    const { rows, right, offlineThanks, cuts, tookMs } = await ratePads(dataFolder(keep), rounds);
    const seenMs = offlineThanks.map((one) => one.seenMs);
    const exactly = (wanted: number, name: string, value: number) => ({
      ...fact(name, value, plain),
      target: { text: `${wanted}`, isMet: value === wanted },
    });
    return [
      exactly(rounds.ratings, 'ratings in the database', rows),
      exactly(rounds.ratings, 'of them with the level that was pressed for that ticket', right),
      exactly(rounds.cuts, 'cables pulled while somebody pressed', cuts),
      atMost(300, ms, {
        name: 'thanks with the cable out, by the clock of the pad, slowest',
        value: Math.max(...offlineThanks.map(({ onPadMs }) => onPadMs)),
      }),
      fact('the same seen by the program that presses, median', percentile(seenMs, 0.5), ms),
      fact('the same, 99 of 100', percentile(seenMs, 0.99), ms),
      fact('whole run', tookMs / 1000, seconds),
    ];
  },
};
