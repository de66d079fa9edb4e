// Do the shown ranges hold, and does the call order keep its promise?
import type { BusinessDay, CounterId, ServiceId } from '../../../contract/ids.ts';
import { type DayOfWork, learnPast } from '../../../main/services/waits/pace.ts';
import { type Benchmark, type BenchSetting, type Figure, fact, type Unit } from '../figure.ts';
import { createMemoryQueue, hallSettings } from './memory-queue.ts';
import { playMorning, type Told } from './morning.ts';
import type { HallPlan } from './plan.ts';
import { estimators } from './rivals.ts';

const percent: Unit = { name: '%', digits: 1 };
const minutes: Unit = { name: 'min', digits: 2 };
const count: Unit = { name: '', digits: 0 };

const mornings = 300;
const teaching = 15;
/** Past weeks that the product learns from. */
const remembered = 20;

const service = (name: string): ServiceId => name as ServiceId;

/** One service and so many counters, somewhat overloaded in the peak. */
const oneLine = (counters: number): HallPlan => {
  const all = service('mot-cua');
  const perHour = (counters * 60) / 7;
  return {
    counters: new Map(
      Array.from({ length: counters }, (_, index) => [`quay-${index + 1}` as CounterId, new Set([all])]),
    ),
    services: new Map([[all, { minutes: 6, share: 1 }]]),
    peakPerHour: 1.15 * perHour,
    otherPerHour: 0.8 * perHour,
    breaks: 'none',
  };
};

/** Four services, five counters of different skills, breaks. */
const mixed: HallPlan = {
  counters: new Map<CounterId, ReadonlySet<ServiceId>>([
    ['quay-1' as CounterId, new Set([service('chung-thuc')])],
    ['quay-2' as CounterId, new Set([service('ho-tich'), service('cu-tru')])],
    ['quay-3' as CounterId, new Set([service('dat-dai'), service('chung-thuc')])],
    ['quay-4' as CounterId, new Set([service('dat-dai'), service('ho-tich')])],
    ['quay-5' as CounterId, new Set([service('cu-tru'), service('chung-thuc'), service('ho-tich')])],
  ]),
  services: new Map([
    [service('chung-thuc'), { minutes: 4, share: 0.45 }],
    [service('ho-tich'), { minutes: 7, share: 0.2 }],
    [service('cu-tru'), { minutes: 9, share: 0.2 }],
    [service('dat-dai'), { minutes: 12, share: 0.15 }],
  ]),
  peakPerHour: 46,
  otherPerHour: 32,
  breaks: 'ten-minutes-each',
};

interface Outcome {
  readonly told: readonly Told[];
  readonly mostPassed: number;
  readonly issued: number;
}

const playMornings = async (plan: HallPlan, name: string, { say }: BenchSetting): Promise<Outcome> => {
  const startMs = Date.UTC(2026, 0, 5);
  const queue = createMemoryQueue(
    hallSettings(plan.counters, [...plan.services.keys()]),
    '2026-01-05' as BusinessDay,
    startMs,
  );
  const past: DayOfWork[] = [];
  const told: Told[] = [];
  let mostPassed = 0;
  let issued = 0;
  for (let morning = 0; morning < teaching + mornings; morning += 1) {
    if (morning % 100 === teaching) say(`${name}: morning ${morning - teaching} of ${mornings}`);
    queue.clock.nowMs = startMs + morning * 86_400_000;
    const learn = learnPast(past.slice(-remembered), {
      usualMs: () => 10 * 60_000,
      hourOf: (atMs) => new Date(atMs).getUTCHours(),
    });
    const purpose = morning < teaching ? 'teach' : 'measure';
    const report = await playMorning({ queue, plan, learn, seed: 1000 + morning, purpose });
    past.push(report.work);
    if (purpose === 'teach') continue;
    told.push(...report.told);
    mostPassed = Math.max(mostPassed, report.mostPassed);
    issued += report.issued;
  }
  return { told, mostPassed, issued };
};

const holds = ({ range, waitedMs }: Told): boolean => waitedMs >= range.low * 60_000 && waitedMs <= range.high * 60_000;

const shareOf = (told: readonly Told[], test: (one: Told) => boolean): number =>
  (100 * told.filter(test).length) / Math.max(1, told.length);

const between = (name: string, value: number, [low, high]: readonly [number, number]): Figure => ({
  ...fact(name, value, percent),
  target: { text: `${low} to ${high} %`, isMet: value >= low && value <= high },
});

const rmse = (told: readonly Told[], by: string): number =>
  Math.sqrt(
    told.reduce((sum, { waitedMs, guesses }) => {
      const guess = guesses.find((one) => one.by === by);
      return sum + (((guess?.waitMs ?? 0) - waitedMs) / 60_000) ** 2;
    }, 0) / told.length,
  );

const near = (told: readonly Told[], by: string): number =>
  shareOf(told, ({ waitedMs, guesses }) => {
    const guess = guesses.find((one) => one.by === by);
    return Math.abs((guess?.waitMs ?? 0) - waitedMs) <= 300_000;
  });

const figuresOf = (name: string, { told, mostPassed, issued }: Outcome): Figure[] => [
  between(`${name}: shown 80 % range holds`, shareOf(told, holds), [75, 85]),
  fact(
    `${name}: waited less than shown`,
    shareOf(told, (one) => one.waitedMs < one.range.low * 60_000),
    percent,
  ),
  fact(
    `${name}: waited longer than shown`,
    shareOf(told, (one) => one.waitedMs > one.range.high * 60_000),
    percent,
  ),
  ...[7, 8, 9, 10].map((hour) =>
    fact(
      `${name}: holds for those who came from ${hour} to ${hour + 1}`,
      shareOf(
        told.filter((one) => one.hour === hour),
        holds,
      ),
      percent,
    ),
  ),
  ...(['priority', 'appointment'] as const).map((kind) =>
    fact(
      `${name}: holds for those with ${kind}`,
      shareOf(
        told.filter((one) => one.kind === kind),
        holds,
      ),
      percent,
    ),
  ),
  fact(
    `${name}: mean width of the range`,
    told.reduce((sum, { range }) => sum + range.high - range.low, 0) / told.length,
    minutes,
  ),
  fact(`${name}: mean wait`, told.reduce((sum, { waitedMs }) => sum + waitedMs, 0) / told.length / 60_000, minutes),
  {
    ...fact(`${name}: most passings of a walk-in`, mostPassed, count),
    target: { text: '≤ 5', isMet: mostPassed <= 5 },
  },
  fact(`${name}: numbers taken`, issued, count),
];

const rivalFigures = (name: string, { told }: Outcome): Figure[] =>
  estimators.map((by): Figure => {
    const value = rmse(told, by);
    return {
      name: `${name}: RMSE of ${by}`,
      value,
      measured: `${value.toFixed(2)} min, ${near(told, by).toFixed(0)} % within 5 min`,
      target: null,
    };
  });

export const waitingRanges: Benchmark = {
  name: 'waiting-ranges',
  title: 'Waiting times of 300 mornings',
  method: `Each hall plays ${mornings} mornings after ${teaching} that only teach: people come by chance (Poisson) from 7:20 to 11:00 with a peak from 8:00 to 9:30, services are log-normal with cv 0.8, each day all of them are up to 25 % quicker or slower, 5 % are absent when called, 6 % come 30 minutes earlier for a priority reason, 10 % with an appointment, 2 % leave. Issuing, calling, passing and serving are the product's own rules on tables in memory. The range is what the phone shows at the moment of taking the number; those whom an idle counter calls at once count nowhere. RMSE: guesses of one number at the same moment.`,
  run: async (setting) => {
    const figures: Figure[] = [];
    for (const counters of [2, 4, 8]) {
      const name = `${counters} counters`;
      const outcome = await playMornings(oneLine(counters), name, setting);
      figures.push(...figuresOf(name, outcome), ...rivalFigures(name, outcome));
    }
    const name = '4 services, 5 counters, breaks';
    figures.push(...figuresOf(name, await playMornings(mixed, name, setting)));
    return figures;
  },
};
