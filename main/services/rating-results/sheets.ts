// Results as tables for paper and spreadsheets. Too few ratings are said so, and stay out of every figure.
import type { RatingFigures } from '../../../contract/rating.ts';
import { withinSteps } from '../../../contract/rating-alert.ts';
import type { RatingResults } from '../../../contract/rating-results.ts';
import { type TextKey, text } from '../../../contract/texts.ts';
import type { Cell, Column, Table } from '../../documents/write-table.ts';

const say = (key: TextKey, values: Readonly<Record<string, number>> = {}): string => text('vi', key, values);

const figure = (heading: string, format?: string): Column => ({ heading, width: 10, format });
const figureColumns: readonly Column[] = [
  figure(say('ratings.n')),
  figure(say('ratings.mean'), '0.00'),
  figure(say('ratings.satisfied'), '0%'),
  figure(say('ratings.low'), '0%'),
  figure(say('ratings.high'), '0%'),
  { heading: say('ratings.note'), width: 14 },
];
const figureCells = (figures: RatingFigures): Cell[] => {
  if (figures.few) return [figures.n, null, null, null, null, say('ratings.few')];
  const { value, low, high } = figures.satisfied;
  return [figures.n, figures.mean, value, low, high, ''];
};

const table = (name: TextKey, what: TextKey, rows: readonly (readonly [string, RatingFigures])[]): Table => ({
  name: say(name),
  columns: [{ heading: say(what), width: 28 }, ...figureColumns],
  rows: rows.map(([heading, figures]) => [heading, ...figureCells(figures)]),
});

const answersOf = (values: Readonly<Record<string, unknown>>, names: RatingResults['criteria']): string =>
  Object.entries(values)
    .map(([id, level]) => `${names.find((one) => one.id === id)?.name.vi ?? id}: ${String(level)}`)
    .join('; ');

const wordsTable = (results: RatingResults): Table => {
  const reason = (id: string): string => results.reasons.find((one) => one.id === id)?.name.vi ?? id;
  const headings = ['report.day', 'ratings.half', 'report.counter', 'report.service', 'ratings.level'] as const;
  return {
    name: say('ratings.rows'),
    columns: [
      ...headings.map((key, at) => ({ heading: say(key), width: at === 2 || at === 3 ? 20 : 11 })),
      { heading: say('ratings.criteria'), width: 30 },
      { heading: say('ratings.reasons'), width: 24 },
      { heading: say('ratings.words'), width: 40 },
      { heading: say('ratings.source'), width: 14 },
    ],
    rows: [
      ...results.rows.map((row) => [
        ...[new Date(row.day), say(`ratings.${row.half}`), row.counter.vi, row.service.vi, row.level],
        answersOf(row.criteria, results.criteria),
        row.reasons.map(reason).join('; '),
        row.text,
        say('ratings.verified'),
      ]),
      ...results.signs.rows.map((row) => [
        ...[new Date(row.day), say(`ratings.${row.half}`), row.counter.vi, '', row.level],
        answersOf(row.criteria, results.criteria),
        row.reasons.map(reason).join('; '),
        row.text,
        say('ratings.unverified'),
      ]),
    ],
  };
};

const alertTable = ({ alerts }: RatingResults): Table => ({
  name: say('ratings.alerts'),
  columns: [
    { heading: say('report.figure'), width: 50 },
    { heading: say('report.value'), width: 14 },
  ],
  rows: [
    [say('ratings.raised'), alerts.raised],
    ...(['open', 'taken', 'answered', 'closed'] as const).map((state) => [
      say(`ratings.state.${state}`),
      alerts.byState[state],
    ]),
    [say('ratings.lateCount'), alerts.late],
    ...withinSteps.map((step) => [
      `${say('ratings.answeredWithin')}: ${say(`ratings.within.${step}`)}`,
      alerts.answeredWithin[step],
    ]),
  ],
});

/** Weekdays beside hours, as on the screen: the band and the whole tens that it rests on. */
const heatTable = ({ heat }: RatingResults): Table => {
  const hours = [...new Set(heat.map(({ hour }) => hour))].toSorted((a, b) => a - b);
  const weekdays = ([1, 2, 3, 4, 5, 6, 7] as const).filter((day) => heat.some(({ weekday }) => weekday === day));
  const told = heat.some((cell) => cell.told !== null);
  return {
    name: say('ratings.heat'),
    columns: [
      { heading: say('report.weekday'), width: 12 },
      ...hours.map((hour) => ({ heading: say('ratings.hour', { hour }), width: 15 })),
    ],
    rows: (told ? weekdays : []).map((day) => [
      say(`weekday.${day}`),
      ...hours.map((hour) => {
        const band = heat.find((cell) => cell.weekday === day && cell.hour === hour)?.told ?? null;
        return band === null ? '' : `${say(`ratings.band.${band.band}`)} (≥ ${band.atLeast})`;
      }),
    ]),
  };
};

/** The first holds every rating that may be listed; all of them together are the report. */
export const resultTables = (results: RatingResults): Table[] =>
  [
    {
      ...table('ratings.summary', 'report.figure', [
        [say('ratings.verified'), results.total],
        [say('ratings.unverified'), results.signs.total],
      ]),
    },
    {
      name: say('ratings.index'),
      columns: [
        { heading: say('report.figure'), width: 50 },
        { heading: say('report.value'), width: 14, format: '0.00' },
      ],
      rows: [
        [
          say('ratings.responseShort'),
          results.response.value === null ? null : `${Math.round(100 * results.response.value)} %`,
        ],
        [say('ratings.indexPoints'), results.indexPoints ?? say('ratings.few')],
        [say('ratings.indexFormula'), null],
      ],
    },
    table(
      'ratings.byCounter',
      'report.counter',
      results.counters.map(({ name, figures }) => [name.vi, figures]),
    ),
    table(
      'ratings.byStaff',
      'report.staff',
      results.staff.map(({ name, figures }) => [name, figures]),
    ),
    table(
      'ratings.trend',
      results.trend.unit === 'day' ? 'report.day' : 'ratings.weekFrom',
      results.trend.points.map(({ from, figures }) => [from, figures]),
    ),
    heatTable(results),
    table(
      'ratings.criteria',
      'ratings.criterion',
      results.criteria.map(({ name, figures }) => [name.vi, figures]),
    ),
    {
      name: say('ratings.reasons'),
      columns: [
        { heading: say('ratings.reasons'), width: 50 },
        { heading: say('ratings.n'), width: 14 },
      ],
      rows: results.reasons.map(({ name, count }) => [name.vi, count]),
    },
    alertTable(results),
    table(
      'ratings.signs',
      'report.counter',
      results.signs.counters.map(({ name, figures }) => [name.vi, figures]),
    ),
    wordsTable(results),
  ].filter(({ rows }) => rows.length > 0);
