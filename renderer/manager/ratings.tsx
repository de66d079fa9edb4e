// How citizens rated: what waits for an answer first, then figures of the chosen days. Renewed with each rating.
import { useEffect, useState } from 'preact/hooks';
import type { RatingResults, WeeklyReport } from '../../contract/rating-results.ts';
import { timeOfDay, useNow } from '../lib/clock.ts';
import type { useLive } from '../lib/live.ts';
import { command, rpc } from '../lib/rpc.ts';
import { Icon } from '../ui/icons.tsx';
import { dayOf, isReadable, lastDays, type Range, RangeForm, shortDay, todayMs } from './range-form.tsx';
import { AlertFiguresTable, Alerts, ClosedAlerts } from './ratings-alerts.tsx';
import './ratings.css';
import { ByCounter, ByStaff, Criteria, Glance, Heat, Levels, Reasons, Rows, Signs, Trend } from './ratings-parts.tsx';
import './reports.css';
import { Said } from './said.tsx';
import { useSaid } from './use-said.ts';
import { useWords } from './words.ts';

interface RatingsProps {
  readonly onDenied: () => void;
  readonly live: ReturnType<typeof useLive<'ratings'>>;
}

const thisMonth = (): Range => ({ from: `${dayOf(todayMs()).slice(0, 7)}-01`, to: dayOf(todayMs()) });

export const Ratings = ({ onDenied, live: { view, status, offsetMs, seenAtMs } }: RatingsProps) => {
  const { say } = useWords();
  const nowMs = useNow(30_000, offsetMs);
  const { said, tell, send } = useSaid(onDenied);
  const [range, setRange] = useState<Range>(() => lastDays(1));
  const [results, setResults] = useState<RatingResults | null>(null);
  const { from, to } = range;
  const isRange = isReadable(range);
  const version = view?.version;
  useEffect(() => {
    if (!isRange) return undefined;
    let isNewest = true;
    void command(({ signal }) => rpc.ratingDesk.read.query({ from, to }, { signal })).then((answer) => {
      if (!isNewest) return;
      if (answer.ok) setResults(answer.value);
      else tell(answer.error);
    });
    return () => {
      isNewest = false;
    };
  }, [from, to, isRange, version, tell]);
  const shown = results !== null && results.from === from && results.to === to ? results : null;
  const presets = [
    { name: 'today', words: say('report.range.today'), range: lastDays(1) },
    { name: 'week', words: say('report.range.week'), range: lastDays(7) },
    { name: 'month', words: say('ratings.month'), range: thisMonth() },
    { name: 'days30', words: say('report.range.month'), range: lastDays(30) },
  ];
  return (
    <div
      class="reports ratings"
      data-testid="ratings"
      data-live={status}
      data-version={version}
      data-at={shown ? 'read' : 'reading'}
    >
      {status === 'lost' && seenAtMs !== null && (
        <p class="wrong" role="alert">
          <Icon name="offline" />
          {say('ratings.lost', { time: timeOfDay(seenAtMs) })}
        </p>
      )}
      <Said said={said} />
      {view !== null && <Alerts view={view} nowMs={nowMs} onSend={send} />}
      <RangeForm
        testId="ratings"
        range={range}
        presets={presets}
        files={isRange ? '/ratings/' : null}
        onRange={setRange}
      />
      {!isRange && (
        <p class="wrong" role="alert">
          <Icon name="warning" />
          {say('report.rangeWrong')}
        </p>
      )}
      {isRange && shown === null && (
        <p class="words" role="status">
          {say('ratings.reading')}
        </p>
      )}
      {isRange && shown !== null && <Pages results={shown} />}
      <Weekly onTrouble={tell} />
      <SignPosters />
    </div>
  );
};

const Pages = ({ results }: { results: RatingResults }) => {
  const { say } = useWords();
  if (results.total.n === 0 && results.signs.total.n === 0)
    return (
      <p class="words" data-testid="ratings-none">
        {say('ratings.none')}
      </p>
    );
  return (
    <>
      <Glance results={results} />
      <div class="rating-columns">
        <Trend results={results} />
        <Levels results={results} />
      </div>
      <ByCounter results={results} />
      <ByStaff results={results} />
      <Heat results={results} />
      <div class="rating-columns">
        <Criteria results={results} />
        <Reasons results={results} />
      </div>
      <AlertFiguresTable results={results} />
      <ClosedAlerts results={results} />
      <Rows results={results} />
      <Signs results={results} />
    </>
  );
};

const Weekly = ({ onTrouble }: { onTrouble: ReturnType<typeof useSaid>['tell'] }) => {
  const { say } = useWords();
  const [weeks, setWeeks] = useState<readonly WeeklyReport[] | null>(null);
  useEffect(() => {
    void command(({ signal }) => rpc.ratingDesk.weeks.query({}, { signal })).then((answer) => {
      if (answer.ok) setWeeks(answer.value);
      else onTrouble(answer.error);
    });
  }, [onTrouble]);
  return (
    <section class="box report">
      <h2>{say('ratings.weekly')}</h2>
      <p class="soft">{say(weeks?.length === 0 ? 'ratings.weeklyNone' : 'ratings.weeklyHint')}</p>
      <p class="weeks">
        {weeks?.map(({ from, to }) => (
          <a key={from} class="small" href={`/ratings/weekly/${from}.pdf`} data-testid={`ratings-week-${from}`}>
            <Icon name="paper" />
            {say('ratings.weeklyOf', { from: shortDay(from), to: shortDay(to) })}
          </a>
        ))}
      </p>
    </section>
  );
};

const SignPosters = () => {
  const { say } = useWords();
  return (
    <section class="box report">
      <h2>{say('ratings.posters')}</h2>
      <p class="soft">{say('ratings.postersHint')}</p>
      <p class="weeks">
        {(['A4', 'A3'] as const).map((size) => (
          <a
            key={size}
            class="small"
            href={`/ratings/signs.pdf?size=${size}`}
            target="_blank"
            rel="noreferrer"
            data-testid={`ratings-signs-${size}`}
          >
            <Icon name="paper" />
            {say('ratings.postersPrint', { size })}
          </a>
        ))}
      </p>
    </section>
  );
};
