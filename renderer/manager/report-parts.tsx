// The tables of a report. A bar stands behind the figure that it draws, so that no chart needs a legend and none is
// without its number.
import type { ComponentChildren } from 'preact';
import type { CounterTime, KpiRow, Report, Share, Spread, StaffingRow, Weekday } from '../../contract/report.ts';
import { useWords } from './words.ts';

export const useFigures = () => {
  const { language } = useWords();
  const number = (value: number, digits: number): string =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  return {
    number,
    minutes: (ms: number | null): string => (ms === null ? '–' : number(ms / 60_000, ms < 600_000 ? 1 : 0)),
    share: (share: Share): string => (share.value === null ? '–' : `${number(share.value * 100, 0)} %`),
  };
};

export const Section = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section class="box report">
    <h2>{title}</h2>
    {children}
  </section>
);

export const Headlines = ({ report: { total } }: { report: Report }) => {
  const { say } = useWords();
  const { minutes, share, number } = useFigures();
  const time = (ms: Spread['meanMs']): string => (ms === null ? '–' : say('report.minutes', { minutes: minutes(ms) }));
  const figures: readonly (readonly [string, string])[] = [
    [say('report.issued'), number(total.issued, 0)],
    [say('report.served'), number(total.served, 0)],
    [say('report.waitMean'), time(total.wait.meanMs)],
    [say('report.waitP90'), time(total.wait.p90Ms)],
    [say('report.within15'), share(total.within15)],
    [say('report.within30'), share(total.within30)],
    [say('report.serviceMean'), time(total.service.meanMs)],
    [say('report.walkMean'), time(total.walk.meanMs)],
    [say('report.abandonment'), share(total.abandonment)],
    [say('report.noShowShare'), share(total.noShowShare)],
    [say('report.recallsPerCall'), total.recallsPerCall === null ? '–' : number(total.recallsPerCall, 2)],
    [say('report.outOfOrder'), number(total.outOfOrder, 0)],
    [say('report.passedMax'), number(total.passedMax, 0)],
    [say('report.supplement'), share(total.supplement)],
    [say('report.punctual'), share(total.punctual)],
    [say('report.inaccurate'), number(total.inaccurate, 0)],
  ];
  return (
    <dl class="headlines" data-testid="report-headlines">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
};

/** A figure over a bar of its share of the largest. */
export const Bar = ({ value, most, children }: { value: number; most: number; children: ComponentChildren }) => (
  <td class="bar">
    <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect width={most === 0 ? 0 : (100 * value) / most} height="10" />
    </svg>
    <span>{children}</span>
  </td>
);

interface KpisProps {
  readonly title: string;
  readonly what: string;
  readonly rows: readonly KpiRow[];
}

export const Kpis = ({ title, what, rows }: KpisProps) => {
  const { say, local } = useWords();
  const { minutes, share, number } = useFigures();
  if (rows.length === 0) return null;
  const mostIssued = Math.max(...rows.map(({ kpis }) => kpis.issued));
  const mostWait = Math.max(...rows.map(({ kpis }) => kpis.wait.p90Ms ?? 0));
  return (
    <Section title={title}>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{what}</th>
            <th scope="col">{say('report.people')}</th>
            <th scope="col">{say('report.served')}</th>
            <th scope="col">{say('report.waitMean')}</th>
            <th scope="col">{say('report.waitP90')}</th>
            <th scope="col">{say('report.within15')}</th>
            <th scope="col">{say('report.serviceMean')}</th>
            <th scope="col">{say('report.noShow')}</th>
            <th scope="col">{say('report.abandoned')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, kpis }) => (
            <tr key={id}>
              <th scope="row">{local(name)}</th>
              <Bar value={kpis.issued} most={mostIssued}>
                {number(kpis.issued, 0)}
              </Bar>
              <td>{number(kpis.served, 0)}</td>
              <td>{minutes(kpis.wait.meanMs)}</td>
              <Bar value={kpis.wait.p90Ms ?? 0} most={mostWait}>
                {minutes(kpis.wait.p90Ms)}
              </Bar>
              <td>{share(kpis.within15)}</td>
              <td>{minutes(kpis.service.meanMs)}</td>
              <td>{number(kpis.noShow, 0)}</td>
              <td>{number(kpis.abandoned, 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
};

interface HourOfWeek {
  readonly weekday: Weekday;
  readonly hour: number;
}

/** What a cell of the week says: its look, its words for who cannot tell the colours, its figures. */
interface CellLook {
  readonly step?: number;
  readonly band?: 'tooLong' | 'fresh';
  readonly words: string;
  readonly figures: ComponentChildren;
}

interface WeekProps<T extends HourOfWeek> {
  readonly testId: string;
  readonly cells: readonly T[];
  readonly look: (cell: T) => CellLook;
}

/** Weekdays downwards, hours across; only those that have a cell. */
export const Week = <T extends HourOfWeek>({ testId, cells, look }: WeekProps<T>) => {
  const { say } = useWords();
  const hours = [...new Set(cells.map(({ hour }) => hour))].toSorted((a, b) => a - b);
  const weekdays = [...new Set(cells.map(({ weekday }) => weekday))].toSorted((a, b) => a - b);
  const cellOf = (weekday: Weekday, hour: number) => {
    const cell = cells.find((one) => one.weekday === weekday && one.hour === hour);
    if (cell === undefined) return <td key={hour} />;
    const { step, band, words, figures } = look(cell);
    return (
      <td key={hour} data-step={step} data-band={band} title={words}>
        {figures}
      </td>
    );
  };
  return (
    <table class="heat" data-testid={testId}>
      <thead>
        <tr>
          <td />
          {hours.map((hour) => (
            <th key={hour} scope="col">{`${hour}:00`}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weekdays.map((weekday) => (
          <tr key={weekday}>
            <th scope="row">{say(`weekday.${weekday}`)}</th>
            {hours.map((hour) => cellOf(weekday, hour))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

export const Heat = ({ cells }: { cells: Report['heat'] }) => {
  const { say } = useWords();
  const { minutes, number } = useFigures();
  const most = Math.max(...cells.map(({ issued }) => issued));
  return (
    <Section title={say('report.heat')}>
      <Week
        testId="report-heat"
        cells={cells}
        look={({ weekday, hour, issued, waitMeanMs }) => ({
          step: Math.ceil((4 * issued) / most),
          words: say('report.heatCell', {
            ...{ weekday: say(`weekday.${weekday}`), hour, issued: number(issued, 0) },
            minutes: minutes(waitMeanMs),
          }),
          figures: number(issued, 0),
        })}
      />
    </Section>
  );
};

export const CounterTimes = ({ counters }: { counters: readonly CounterTime[] }) => {
  const { say, local } = useWords();
  const { number } = useFigures();
  if (counters.length === 0) return null;
  const hours = (ms: number): string => number(ms / 3_600_000, 1);
  const most = Math.max(...counters.map(({ openMs }) => openMs));
  return (
    <Section title={say('report.counterTime')}>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">{say('report.counter')}</th>
            <th scope="col">{say('report.openHours')}</th>
            <th scope="col">{say('report.busyHours')}</th>
            <th scope="col">{say('report.pausedHours')}</th>
            <th scope="col">{say('report.idleHours')}</th>
          </tr>
        </thead>
        <tbody>
          {counters.map((counter) => (
            <tr key={counter.id}>
              <th scope="row">{local(counter.name)}</th>
              <Bar value={counter.openMs} most={most}>
                {hours(counter.openMs)}
              </Bar>
              <Bar value={counter.busyMs} most={most}>
                {hours(counter.busyMs)}
              </Bar>
              <td>{hours(counter.pausedMs)}</td>
              <td>{hours(counter.idleWithQueueMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
};

export const Reasons = ({ reasons }: { reasons: Report['outOfOrder'] }) => {
  const { say } = useWords();
  if (reasons.length === 0) return null;
  return (
    <Section title={say('report.outOfOrderWhy')}>
      <ul class="lines">
        {reasons.map(({ reason, count }) => (
          <li key={reason}>
            <span>{say(`outOfOrder.${reason}`)}</span>
            <strong class="lines-end">{count}</strong>
          </li>
        ))}
      </ul>
    </Section>
  );
};

export const Accuracy = ({ rows }: { rows: Report['accuracy'] }) => {
  const { say, local } = useWords();
  const { number } = useFigures();
  const percent = (value: number | null): string => (value === null ? '–' : `${number(value * 100, 0)} %`);
  if (rows.length === 0) return null;
  return (
    <Section title={say('report.accuracy')}>
      <p class="soft">{say('report.accuracyHint')}</p>
      <table class="figures" data-testid="report-accuracy">
        <thead>
          <tr>
            <th scope="col">{say('report.service')}</th>
            <th scope="col">{say('report.inside')}</th>
            <th scope="col">{say('report.sooner')}</th>
            <th scope="col">{say('report.later')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, inside, sooner, later }) => (
            <tr key={id}>
              <th scope="row">{local(name)}</th>
              <td>
                {say('report.insideOf', {
                  ...{ share: percent(inside.value), low: percent(inside.low), high: percent(inside.high) },
                  n: inside.n,
                })}
              </td>
              <td>{sooner}</td>
              <td>{later}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
};

/** Fewer business days say too little about an hour of the week. */
const daysNeeded = 10;

export const Staffing = ({ staffing }: { staffing: Report['staffing'] }) => {
  const { say } = useWords();
  const { minutes, number } = useFigures();
  const { rows, days, targetMinutes, targetShare } = staffing;
  if (days < daysNeeded)
    return (
      <Section title={say('report.staffing')}>
        <p class="soft" data-testid="report-staffing-few">
          {say('report.staffingFew', { days })}
        </p>
      </Section>
    );
  const look = ({ weekday, hour, perHour, serviceMeanMs, ...row }: StaffingRow): CellLook => {
    const needed = row.needed === null ? say('report.neededMore') : String(row.needed);
    const open = number(row.open, 1);
    return {
      band: row.needed === null || row.needed > row.open + 0.5 ? 'tooLong' : 'fresh',
      words: say('report.staffingCell', {
        ...{ weekday: say(`weekday.${weekday}`), hour, needed, open },
        ...{ people: number(perHour, 1), minutes: minutes(serviceMeanMs) },
      }),
      figures: (
        <>
          <strong>{needed}</strong>
          <small>{say('report.openOf', { open })}</small>
        </>
      ),
    };
  };
  return (
    <Section title={say('report.staffing')}>
      <p class="soft">
        {say('report.staffingHint', { days, share: number(targetShare * 100, 0), minutes: targetMinutes })}
      </p>
      <Week testId="report-staffing" cells={rows} look={look} />
    </Section>
  );
};
