// A report as tables for paper and spreadsheets. Times in minutes, shares as fractions that spreadsheets show as percent.
import type { KpiRow, Report, Spread } from '../../../contract/report.ts';
import { type TextKey, text } from '../../../contract/texts.ts';
import type { Cell, Column, Table } from '../../documents/write-table.ts';

const say = (key: TextKey): string => text('vi', key);

const minutes = (ms: number | null): number | null => (ms === null ? null : Math.round(ms / 6000) / 10);
const p50 = ({ p50Ms }: Spread) => minutes(p50Ms);
const p90 = ({ p90Ms }: Spread) => minutes(p90Ms);

const figure = (heading: string, format?: string): Column => ({ heading, width: 9, format });

/** Heading and value of each figure of a row. */
const kpiColumns: readonly (readonly [Column, (row: KpiRow) => Cell])[] = [
  [figure(say('report.people')), ({ kpis }) => kpis.issued],
  [figure(say('report.served')), ({ kpis }) => kpis.served],
  [figure(say('report.noShow')), ({ kpis }) => kpis.noShow],
  [figure(say('report.abandoned')), ({ kpis }) => kpis.abandoned],
  [figure(say('report.waitMean'), '0.0'), ({ kpis }) => minutes(kpis.wait.meanMs)],
  [figure(say('report.waitP50'), '0.0'), ({ kpis }) => p50(kpis.wait)],
  [figure(say('report.waitP90'), '0.0'), ({ kpis }) => p90(kpis.wait)],
  [figure(say('report.waitMax'), '0.0'), ({ kpis }) => minutes(kpis.wait.maxMs)],
  [figure(say('report.within15'), '0%'), ({ kpis }) => kpis.within15.value],
  [figure(say('report.serviceMean'), '0.0'), ({ kpis }) => minutes(kpis.service.meanMs)],
  [figure(say('report.serviceP90'), '0.0'), ({ kpis }) => p90(kpis.service)],
  [figure(say('report.outOfOrder')), ({ kpis }) => kpis.outOfOrder],
];

const kpiTable = (name: string, what: string, rows: readonly KpiRow[]): Table => ({
  name,
  columns: [{ heading: what, width: 24 }, ...kpiColumns.map(([column]) => column)],
  rows: rows.map((row) => [row.name.vi, ...kpiColumns.map(([, value]) => value(row))]),
});

/** The headline figures of a report, one a line: as people read them. */
const headlines = ({ total }: Report): Table => ({
  name: say('report.headlines'),
  columns: [
    { heading: say('report.figure'), width: 50 },
    { heading: say('report.value'), width: 14, format: '0.0' },
  ],
  rows: [
    [say('report.issued'), total.issued],
    [say('report.served'), total.served],
    [`${say('report.waitMean')} (${say('report.inMinutes')})`, minutes(total.wait.meanMs)],
    [`${say('report.waitP90')} (${say('report.inMinutes')})`, p90(total.wait)],
    [`${say('report.walkMean')} (${say('report.inMinutes')})`, minutes(total.walk.meanMs)],
    [`${say('report.serviceMean')} (${say('report.inMinutes')})`, minutes(total.service.meanMs)],
    [`${say('report.within15')} (%)`, percent(total.within15.value)],
    [`${say('report.within30')} (%)`, percent(total.within30.value)],
    [`${say('report.abandonment')} (%)`, percent(total.abandonment.value)],
    [`${say('report.noShowShare')} (%)`, percent(total.noShowShare.value)],
    [say('report.recallsPerCall'), total.recallsPerCall],
    [say('report.outOfOrder'), total.outOfOrder],
    [say('report.passedMax'), total.passedMax],
    [`${say('report.supplement')} (%)`, percent(total.supplement.value)],
    [`${say('report.punctual')} (%)`, percent(total.punctual.value)],
    [say('report.inaccurate'), total.inaccurate],
  ],
});

const percent = (share: number | null): number | null => (share === null ? null : share * 100);

/** Every table of the report that has a row. */
export const reportTables = (report: Report): Table[] =>
  [
    headlines(report),
    kpiTable(say('report.byService'), say('report.service'), report.byService),
    kpiTable(say('report.byCounter'), say('report.counter'), report.byCounter),
    kpiTable(say('report.byStaff'), say('report.staff'), report.byStaff),
    kpiTable(say('report.byDay'), say('report.day'), report.byDay),
    kpiTable(say('report.byHour'), say('report.hour'), report.byHour),
    {
      name: say('report.counterTime'),
      columns: [
        { heading: say('report.counter'), width: 24 },
        figure(say('report.openHours'), '0.0'),
        figure(say('report.busyHours'), '0.0'),
        figure(say('report.pausedHours'), '0.0'),
        figure(say('report.idleHours'), '0.0'),
      ],
      rows: report.counters.map(({ name, openMs, busyMs, pausedMs, idleWithQueueMs }) => [
        name.vi,
        ...[openMs, busyMs, pausedMs, idleWithQueueMs].map((ms) => ms / 3_600_000),
      ]),
    },
    {
      name: say('report.accuracy'),
      columns: [
        { heading: say('report.service'), width: 24 },
        figure(say('report.promised')),
        figure(say('report.inside'), '0%'),
        figure(say('report.sooner')),
        figure(say('report.later')),
      ],
      rows: report.accuracy.map(({ name, inside, sooner, later }) => [name.vi, inside.n, inside.value, sooner, later]),
    },
    {
      name: say('report.staffing'),
      columns: [
        { heading: say('report.weekday'), width: 12 },
        { heading: say('report.hour'), width: 10 },
        figure(say('report.perHour'), '0.0'),
        figure(say('report.serviceMean'), '0.0'),
        figure(say('report.open'), '0.0'),
        figure(say('report.needed')),
      ],
      rows: report.staffing.rows.map((row) => [
        say(`weekday.${row.weekday}`),
        `${row.hour}:00`,
        row.perHour,
        minutes(row.serviceMeanMs),
        row.open,
        row.needed,
      ]),
    },
  ].filter(({ rows }) => rows.length > 0);
