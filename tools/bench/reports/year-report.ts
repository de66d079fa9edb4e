// How long the report of a year takes, and for how long the hall is kept from its turn by it.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { writePdf, writeXlsx } from '../../../main/documents/write-table.ts';
import { createReports, reportTables } from '../../../main/services/reports/index.ts';
import { createHistory } from '../../../main/services/waits/history.ts';
import { databaseFile } from '../../../main/store/backup.ts';
import { openDatabase } from '../../../main/store/open-db.ts';
import { demoConfig, temporaryFolder } from '../../../test/support/site.ts';
import { atMost, type Benchmark, type BenchSetting, type Figure, fact, ms, seconds } from '../figure.ts';
import { playPastDays } from './past-days.ts';

const days = 250;
const ticketsADay = 800;
const firstMs = Date.parse('2025-12-01T00:00:00+07:00');

/** Processor time of this thread from one turn of the event loop to the next: what other programs of the machine take is not in it. */
const watchTurns = () => {
  let longestMs = 0;
  let last = process.threadCpuUsage();
  let next: NodeJS.Immediate;
  const look = (): void => {
    const now = process.threadCpuUsage();
    longestMs = Math.max(longestMs, (now.user + now.system - last.user - last.system) / 1000);
    last = process.threadCpuUsage();
    next = setImmediate(look);
  };
  next = setImmediate(look);
  return { longestMs: () => longestMs, stop: () => clearImmediate(next) };
};

const run = async ({ keep, say }: BenchSetting): Promise<readonly Figure[]> => {
  const { folder } = keep.use(temporaryFolder());
  const config = demoConfig();
  await playPastDays({ dataFolder: folder, config, kind: 'real', firstMs, days, ticketsADay, say });
  const db = openDatabase(databaseFile(folder));
  keep.defer(() => void db.close());
  const tickets = db.prepare<[], number>('SELECT count(*) FROM ticket').pluck().get() ?? 0;
  const reports = createReports({
    db,
    write: async (work) => work(),
    waits: createHistory(db),
    services: config.services,
    counters: new Map(config.counters.map(({ id, name, services }) => [id, { name, services: new Set(services) }])),
    staffName: () => null,
    now: Date.now,
    offsetMs: 7 * 3_600_000,
    target: { minutes: 15, share: 0.1 },
  });
  const range = { from: '2025-12-01' as never, to: '2026-11-30' as never };
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const times: number[] = [];
  delay.enable();
  const turns = watchTurns();
  const firstBeganMs = performance.now();
  await reports.prepare();
  const preparedMs = performance.now() - firstBeganMs;
  for (let round = 0; round < 5; round += 1) {
    const beganMs = performance.now();
    const report = await reports.read(range);
    times.push(performance.now() - beganMs);
    if (report.total.issued !== tickets) throw new Error(`The report has ${report.total.issued} of ${tickets} tickets`);
  }
  delay.disable();
  turns.stop();
  const longestMs = delay.max / 1e6;
  const paper = { title: 'Báo cáo', about: [], printedAt: new Date() };
  const tables = reportTables(await reports.read(range));
  const drawing = monitorEventLoopDelay({ resolution: 1 });
  drawing.enable();
  const pdfBegan = performance.now();
  await writePdf(tables, paper);
  const pdfMs = performance.now() - pdfBegan;
  drawing.disable();
  const xlsxBegan = performance.now();
  await writeXlsx(tables, paper);
  return [
    fact('tickets', tickets, { name: '', digits: 0 }),
    atMost(1, seconds, {
      name: 'report of the year, median of 5',
      value: (times.toSorted((a, b) => a - b)[2] ?? 0) / 1000,
    }),
    atMost(50, ms, {
      name: 'longest time without a turn for the hall, while days are added up and read',
      value: longestMs,
    }),
    fact('processor time of the longest turn meanwhile', turns.longestMs(), ms),
    fact('adding up all days for the first time, a day at a time as each of them ends', preparedMs / 1000, seconds),
    fact('the same as PDF', pdfMs / 1000, seconds),
    atMost(50, ms, { name: 'longest time without a turn for the hall, while it is drawn', value: drawing.max / 1e6 }),
    fact('the same as XLSX', (performance.now() - xlsxBegan) / 1000, seconds),
  ];
};

export const yearReport: Benchmark = {
  name: 'year-report',
  title: 'The report of a year',
  method: `${days} business days of about ${ticketsADay} numbers, played through the services with a moved clock; then each day is added up, as the host does it once a day is over, and the report of the whole year is read as /manager/ does, a day at a time.`,
  run,
};
