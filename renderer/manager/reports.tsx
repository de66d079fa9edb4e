// How the queue went: headline figures, then tables with a bar beside each figure that is worth comparing.
import { useEffect, useState } from 'preact/hooks';
import type { BusinessDay } from '../../contract/ids.ts';
import type { Report } from '../../contract/report.ts';
import { command, rpc } from '../lib/rpc.ts';
import { Icon } from '../ui/icons.tsx';
import { isReadable, lastDays, type Range, RangeForm } from './range-form.tsx';
import { Accuracy, CounterTimes, Headlines, Heat, Kpis, Reasons, Staffing } from './report-parts.tsx';
import './reports.css';
import { useWords } from './words.ts';

const presets = [
  ['today', () => lastDays(1)],
  ['yesterday', () => lastDays(1, 1)],
  ['week', () => lastDays(7)],
  ['month', () => lastDays(30)],
  ['year', () => lastDays(365)],
] as const;

type Read =
  | { readonly at: 'reading' }
  | { readonly at: 'read'; readonly report: Report }
  | { readonly at: 'wrong'; readonly why: string };

export const Reports = ({ onDenied }: { onDenied: () => void }) => {
  const { say } = useWords();
  const [range, setRange] = useState<Range>(() => lastDays(1));
  const [read, setRead] = useState<Read>({ at: 'reading' });
  const { from, to } = range;
  const isRange = isReadable(range);

  useEffect(() => {
    if (!isRange) return undefined;
    let isNewest = true;
    setRead({ at: 'reading' });
    const wanted = { from, to } as { from: BusinessDay; to: BusinessDay };
    void command(({ signal }) => rpc.reports.read.query(wanted, { signal })).then((answer) => {
      if (!isNewest) return;
      if (answer.ok) setRead({ at: 'read', report: answer.value });
      else if (answer.error.code === 'not-logged-in') onDenied();
      else setRead({ at: 'wrong', why: say(`refusal.${answer.error.code}`, answer.error.params) });
    });
    return () => {
      isNewest = false;
    };
  }, [from, to, isRange, onDenied, say]);

  return (
    <div class="reports" data-testid="reports" data-at={isRange ? read.at : 'wrong'}>
      <RangeForm
        testId="report"
        range={range}
        presets={presets.map(([name, make]) => ({ name, words: say(`report.range.${name}`), range: make() }))}
        files={isRange ? '/reports/' : null}
        onRange={setRange}
      />
      {!isRange && (
        <p class="wrong" role="alert">
          <Icon name="warning" />
          {say('report.rangeWrong')}
        </p>
      )}
      {isRange && read.at === 'reading' && (
        <p class="words" role="status">
          {say('report.reading')}
        </p>
      )}
      {isRange && read.at === 'wrong' && (
        <p class="wrong" role="alert">
          <Icon name="warning" />
          {read.why}
        </p>
      )}
      {isRange && read.at === 'read' && <Pages report={read.report} />}
    </div>
  );
};

const Pages = ({ report }: { report: Report }) => {
  const { say } = useWords();
  if (report.total.issued === 0)
    return (
      <>
        <p class="words" data-testid="report-nothing">
          {say('report.nothing')}
        </p>
        <Staffing staffing={report.staffing} />
      </>
    );
  return (
    <>
      {report.isRunning && <p class="soft">{say('report.running')}</p>}
      <Headlines report={report} />
      <Kpis title={say('report.byService')} what={say('report.service')} rows={report.byService} />
      <Kpis title={say('report.byHour')} what={say('report.hour')} rows={report.byHour} />
      <Heat cells={report.heat} />
      <Kpis title={say('report.byCounter')} what={say('report.counter')} rows={report.byCounter} />
      <Kpis title={say('report.byStaff')} what={say('report.staff')} rows={report.byStaff} />
      {report.byDay.length > 1 && <Kpis title={say('report.byDay')} what={say('report.day')} rows={report.byDay} />}
      <CounterTimes counters={report.counters} />
      <Reasons reasons={report.outOfOrder} />
      <Accuracy rows={report.accuracy} />
      <Staffing staffing={report.staffing} />
    </>
  );
};
