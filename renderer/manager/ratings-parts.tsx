// Figures of ratings. Below ten there are none: it is said instead.
import type { RatingFigures } from '../../contract/rating.ts';
import type { RatingResults } from '../../contract/rating-results.ts';
import { shortDay } from './range-form.tsx';
import { Bar, Section, useFigures, Week } from './report-parts.tsx';
import { useWords } from './words.ts';

interface PartProps {
  readonly results: RatingResults;
}

export const Glance = ({ results: { total, response, indexPoints } }: PartProps) => {
  const { say } = useWords();
  const { number, share } = useFigures();
  const few = say('ratings.few');
  const percent = (value: number | null): string => (value === null ? '–' : `${number(value * 100, 0)} %`);
  const figures: readonly { name: string; value: string; more: string; id: string }[] = [
    { id: 'n', name: say('ratings.n'), value: number(total.n, 0), more: say('ratings.verified') },
    { id: 'mean', name: say('ratings.mean'), value: total.few ? few : number(total.mean, 2), more: '' },
    {
      id: 'satisfied',
      name: say('ratings.satisfied'),
      value: total.few ? few : share(total.satisfied),
      more: total.few
        ? ''
        : say('ratings.interval', { low: percent(total.satisfied.low), high: percent(total.satisfied.high) }),
    },
    {
      id: 'response',
      name: say('ratings.responseShort'),
      value: share(response),
      more: say('ratings.response', { count: number(response.count, 0), n: number(response.n, 0) }),
    },
    {
      id: 'index',
      name: say('ratings.index'),
      value: indexPoints === null ? few : say('ratings.points', { points: number(indexPoints, 2) }),
      more: '',
    },
  ];
  return (
    <>
      <dl class="rating-glance">
        {figures.map(({ id, name, value, more }) => (
          <div key={id}>
            <dt>{name}</dt>
            <dd class="rating-figure" data-few={value === few} data-testid={`ratings-${id}`}>
              {value}
            </dd>
            <dd class="soft">{more}</dd>
          </div>
        ))}
      </dl>
      <p class="soft">
        {say('ratings.intervalHint')} {say('ratings.index')}: {say('ratings.indexFormula')}
      </p>
    </>
  );
};

interface FiguresProps {
  readonly what: string;
  readonly testId: string;
  readonly rows: readonly {
    readonly id: string;
    readonly name: string;
    readonly figures: RatingFigures;
    readonly response?: string;
  }[];
}

const FiguresTable = ({ what, testId, rows }: FiguresProps) => {
  const { say } = useWords();
  const { number, share } = useFigures();
  const most = Math.max(0, ...rows.map(({ figures }) => figures.n));
  const hasResponse = rows.some(({ response }) => response !== undefined);
  const percent = (value: number | null): string => (value === null ? '–' : `${number(value * 100, 0)} %`);
  return (
    <table class="figures" data-testid={testId}>
      <thead>
        <tr>
          <th scope="col">{what}</th>
          <th scope="col">{say('ratings.n')}</th>
          <th scope="col">{say('ratings.mean')}</th>
          <th scope="col">{say('ratings.satisfied')}</th>
          {hasResponse && <th scope="col">{say('ratings.responseShort')}</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, figures, response }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            <Bar value={figures.n} most={most}>
              {number(figures.n, 0)}
            </Bar>
            {figures.few ? (
              <td colSpan={2} class="soft">
                {say('ratings.few')}
              </td>
            ) : (
              <>
                <td>{number(figures.mean, 2)}</td>
                <td>
                  <strong>{share(figures.satisfied)}</strong>{' '}
                  <small class="soft">
                    {percent(figures.satisfied.low)}–{percent(figures.satisfied.high)}
                  </small>
                </td>
              </>
            )}
            {hasResponse && <td>{response}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

export const ByCounter = ({ results: { counters } }: PartProps) => {
  const { say, local } = useWords();
  const { share } = useFigures();
  if (counters.length === 0) return null;
  return (
    <Section title={say('ratings.byCounter')}>
      <FiguresTable
        what={say('report.counter')}
        testId="ratings-counters"
        rows={counters.map(({ id, name, figures, response }) => ({
          ...{ id, name: local(name), figures, response: share(response) },
        }))}
      />
    </Section>
  );
};

export const ByStaff = ({ results: { staff } }: PartProps) => {
  const { say } = useWords();
  if (staff.length === 0) return null;
  return (
    <Section title={say('ratings.byStaff')}>
      <p class="soft">{say('ratings.staffHint')}</p>
      <FiguresTable what={say('report.staff')} testId="ratings-staff" rows={staff} />
    </Section>
  );
};

export const Levels = ({ results: { levels } }: PartProps) => {
  const { say } = useWords();
  const { number } = useFigures();
  if (levels === null) return null;
  const most = Math.max(...levels);
  return (
    <Section title={say('ratings.levels')}>
      <table class="figures" data-testid="ratings-levels">
        <tbody>
          {([5, 4, 3, 2, 1] as const).map((level) => (
            <tr key={level}>
              <th scope="row">{say(`ratings.level.${level}`)}</th>
              <Bar value={levels[level - 1] ?? 0} most={most}>
                {number(levels[level - 1] ?? 0, 0)}
              </Bar>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
};

const chart = { width: 640, height: 240, left: 56, right: 16, top: 16, bottom: 36 } as const;

/** Share of satisfied with its interval, a point a day or a week; where there are few there is a gap. */
export const Trend = ({ results: { trend } }: PartProps) => {
  const { say } = useWords();
  const { number } = useFigures();
  const title = say(trend.unit === 'day' ? 'ratings.trendDay' : 'ratings.trendWeek');
  const told = trend.points.filter(({ figures }) => !figures.few);
  if (told.length === 0)
    return (
      <Section title={title}>
        <p class="soft" data-testid="ratings-trend-few">
          {say('ratings.few')}
        </p>
      </Section>
    );
  const { points } = trend;
  const xOf = (at: number): number =>
    chart.left + ((at + 0.5) * (chart.width - chart.left - chart.right)) / points.length;
  const yOf = (share: number): number => chart.top + (1 - share) * (chart.height - chart.top - chart.bottom);
  const every = Math.ceil(points.length / 10);
  const drawn = points.flatMap(({ from, figures }, at) => (figures.few ? [] : [{ at, from, ...figures.satisfied }]));
  return (
    <Section title={title}>
      <svg
        class="trend"
        viewBox={`0 0 ${chart.width} ${chart.height}`}
        role="img"
        aria-label={title}
        data-testid="ratings-trend"
      >
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <g key={share}>
            <line x1={chart.left} x2={chart.width - chart.right} y1={yOf(share)} y2={yOf(share)} class="trend-grid" />
            <text x={chart.left - 8} y={yOf(share) + 5} text-anchor="end">{`${number(share * 100, 0)} %`}</text>
          </g>
        ))}
        <polyline class="trend-line" points={drawn.map(({ at, value }) => `${xOf(at)},${yOf(value ?? 0)}`).join(' ')} />
        {drawn.map(({ at, from, n, value, low, high }) => (
          <g key={from}>
            <title>{`${shortDay(from)}: ${number((value ?? 0) * 100, 0)} % (n = ${n})`}</title>
            <line class="trend-interval" x1={xOf(at)} x2={xOf(at)} y1={yOf(low ?? 0)} y2={yOf(high ?? 0)} />
            <circle cx={xOf(at)} cy={yOf(value ?? 0)} r="5" />
          </g>
        ))}
        {points.map(({ from }, at) =>
          at % every === 0 ? (
            <text key={from} x={xOf(at)} y={chart.height - 10} text-anchor="middle">
              {shortDay(from)}
            </text>
          ) : null,
        )}
      </svg>
    </Section>
  );
};

export const Heat = ({ results: { heat } }: PartProps) => {
  const { say } = useWords();
  if (heat.every(({ told }) => told === null)) return null;
  return (
    <Section title={say('ratings.heat')}>
      <p class="soft">{say('ratings.heatHint')}</p>
      <Week
        testId="ratings-heat"
        cells={heat}
        look={({ weekday, hour, told }) => {
          const at = { weekday: say(`weekday.${weekday}`), hour };
          if (told === null) return { words: say('ratings.heatFew', at), figures: '–' };
          const band = say(`ratings.band.${told.band}`);
          return {
            step: told.band,
            words: say('ratings.heatCell', { ...at, band, n: told.atLeast }),
            figures: (
              <>
                <strong>{band}</strong>
                <small>n ≥ {told.atLeast}</small>
              </>
            ),
          };
        }}
      />
    </Section>
  );
};

export const Criteria = ({ results: { criteria } }: PartProps) => {
  const { say, local } = useWords();
  if (criteria.length === 0) return null;
  return (
    <Section title={say('ratings.criteria')}>
      <FiguresTable
        what={say('ratings.criterion')}
        testId="ratings-criteria"
        rows={criteria.map(({ id, name, figures }) => ({ id, name: local(name), figures }))}
      />
    </Section>
  );
};

export const Reasons = ({ results: { reasons } }: PartProps) => {
  const { say, local } = useWords();
  const { number } = useFigures();
  if (reasons.length === 0) return null;
  const most = reasons[0]?.count ?? 0;
  return (
    <Section title={say('ratings.reasons')}>
      <table class="figures">
        <tbody>
          {reasons.map(({ id, name, count }) => (
            <tr key={id}>
              <th scope="row">{local(name)}</th>
              <Bar value={count} most={most}>
                {number(count, 0)}
              </Bar>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
};

interface RowLine {
  readonly day: string;
  readonly half: 'morning' | 'afternoon';
  readonly level: number;
  readonly text: string;
  readonly reasons: readonly string[];
  readonly where: string;
}

const RowList = ({ rows, left, testId }: { rows: readonly RowLine[]; left: number; testId: string }) => {
  const { say } = useWords();
  return (
    <>
      <ul class="rating-rows" data-testid={testId}>
        {rows.map((row, at) => (
          <li key={at}>
            <strong class="rating-level" data-low={row.level <= 2}>
              {say(`ratings.level.${row.level as 1}`)}
            </strong>
            <span>{row.where}</span>
            <span class="soft">
              {say('ratings.alertWhen', { half: say(`ratings.${row.half}`), day: shortDay(row.day) })}
            </span>
            {row.reasons.length > 0 && <span>{row.reasons.join(' · ')}</span>}
            {row.text !== '' && <q>{row.text}</q>}
          </li>
        ))}
      </ul>
      {left > 0 && <p class="soft">{say('ratings.left', { count: left })}</p>}
    </>
  );
};

export const Rows = ({ results: { rows, left, reasons } }: PartProps) => {
  const { say, local } = useWords();
  if (rows.length === 0) return null;
  const reasonOf = (id: string): string => {
    const found = reasons.find((one) => one.id === id);
    return found === undefined ? id : local(found.name);
  };
  return (
    <Section title={say('ratings.rows')}>
      <p class="soft">{say('ratings.rowsHint')}</p>
      <RowList
        testId="ratings-rows"
        left={left}
        rows={rows.map((row) => ({
          ...row,
          where: `${local(row.counter)} · ${local(row.service)}`,
          reasons: row.reasons.map(reasonOf),
        }))}
      />
    </Section>
  );
};

export const Signs = ({ results: { signs } }: PartProps) => {
  const { say, local } = useWords();
  if (signs.total.n === 0) return null;
  return (
    <Section title={say('ratings.signs')}>
      <p class="soft">{say('ratings.signsHint')}</p>
      <FiguresTable
        what={say('report.counter')}
        testId="ratings-signs"
        rows={signs.counters.map(({ id, name, figures }) => ({ id, name: local(name), figures }))}
      />
      <RowList
        testId="ratings-sign-rows"
        left={signs.left}
        rows={signs.rows.map((row) => ({ ...row, where: local(row.counter), reasons: [] }))}
      />
    </Section>
  );
};
