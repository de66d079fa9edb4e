// Attendance: the sheets of a day, one of them open, or a new meeting.
import { useCallback, useState } from 'preact/hooks';
import type { SheetId } from '../../contract/ids.ts';
import type { SheetSummary, SheetsDay } from '../../contract/sheet.ts';
import { timeOfDay } from '../lib/clock.ts';
import { useLive } from '../lib/live.ts';
import { rpc } from '../lib/rpc.ts';
import './attendance.css';
import './attendance-forms.css';
import { MeetingForm } from './attendance-plan.tsx';
import { SheetDesk } from './attendance-sheet.tsx';
import { stateOf } from './attendance-state.ts';
import { Said } from './said.tsx';
import { useFollowed } from './use-followed.ts';
import { useWords } from './words.ts';

type Place = { readonly at: 'day' } | { readonly at: 'plan' } | { readonly at: 'sheet'; readonly sheetId: SheetId };

const shifted = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

export const AttendanceDesk = ({ onDenied }: { onDenied: () => void }) => {
  const live = useLive('sheets');
  const { since = '', list = 0, versions = {} } = live.view ?? {};
  const [place, setPlace] = useState<Place>({ at: 'day' });
  /** Null: today, by the host. */
  const [day, setDay] = useState<string | null>(null);
  const toDay = useCallback(() => setPlace({ at: 'day' }), []);
  const nowMs = Date.now() + live.offsetMs;
  if (place.at === 'sheet') {
    const version = `${since} ${(versions as Readonly<Record<string, string>>)[place.sheetId] ?? ''}`;
    return <SheetDesk sheetId={place.sheetId} version={version} onBack={toDay} onDenied={onDenied} />;
  }
  if (place.at === 'plan')
    return (
      <MeetingForm
        nowMs={nowMs}
        onBack={toDay}
        onPlanned={(sheetId) => setPlace({ at: 'sheet', sheetId })}
        onDenied={onDenied}
      />
    );
  return (
    <Day
      day={day}
      version={`${since} ${list} ${Object.values(versions).join(' ')}`}
      nowMs={nowMs}
      onDay={setDay}
      onPlace={setPlace}
      onDenied={onDenied}
    />
  );
};

interface DayProps {
  readonly day: string | null;
  readonly version: string;
  readonly nowMs: number;
  readonly onDay: (day: string | null) => void;
  readonly onPlace: (place: Place) => void;
  readonly onDenied: () => void;
}

const Day = ({ day, version, nowMs, onDay, onPlace, onDenied }: DayProps) => {
  const { say } = useWords();
  const ask = useCallback(
    ({ signal }: { signal: AbortSignal }) => rpc.sheets.day.query(day === null ? {} : { day }, { signal }),
    [day],
  );
  const { value, said } = useFollowed<SheetsDay>(ask, version, onDenied);
  const shown = day ?? value?.day ?? '';
  const none = value?.isWithoutGroups ? 'sheet.noGroups' : value?.mayPlan ? 'sheet.nonePlan' : 'sheet.none';
  return (
    <div class="sheet-desk" data-testid="attendance-day" data-day={shown}>
      <form class="range" onSubmit={(event) => event.preventDefault()}>
        <button type="button" class="small" aria-pressed={day === null} onClick={() => onDay(null)}>
          {say('sheet.today')}
        </button>
        {shown !== '' && (
          <button type="button" class="small" onClick={() => onDay(shifted(shown, -1))}>
            {say('sheet.dayBefore')}
          </button>
        )}
        <label>
          {say('sheet.day')}
          <input
            type="date"
            data-testid="attendance-date"
            value={shown}
            onInput={(event) => onDay(event.currentTarget.value === '' ? null : event.currentTarget.value)}
          />
        </label>
        {shown !== '' && (
          <button type="button" class="small" data-testid="attendance-next" onClick={() => onDay(shifted(shown, 1))}>
            {say('sheet.dayAfter')}
          </button>
        )}
        {shown !== '' && <MonthFiles day={shown} />}
        {value?.mayPlan && (
          <button
            type="button"
            class="press strong"
            data-testid="attendance-plan"
            onClick={() => onPlace({ at: 'plan' })}
          >
            {say('sheet.plan')}
          </button>
        )}
      </form>
      <Said said={said} />
      {value === null && <p class="words">{say('sheet.reading')}</p>}
      {value?.sheets.length === 0 && (
        <p class="words" data-testid="attendance-none">
          {say(none)}
        </p>
      )}
      <ul class="sheet-list">
        {value?.sheets.map((sheet) => (
          <Line
            key={sheet.sheetId}
            sheet={sheet}
            nowMs={nowMs}
            onOpen={() => onPlace({ at: 'sheet', sheetId: sheet.sheetId })}
          />
        ))}
      </ul>
    </div>
  );
};

/** The month of the day that is shown: a line for each person, a column for each session. */
const MonthFiles = ({ day }: { day: string }) => {
  const { say } = useWords();
  const [year = '', month = ''] = day.split('-');
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return (
    <p class="saves">
      {(['xlsx', 'csv'] as const).map((ending) => (
        <a
          key={ending}
          class="small"
          href={`/sheets/range/${year}-${month}-01_${year}-${month}-${last}.${ending}`}
          data-testid={`month-${ending}`}
        >
          {say('sheet.month', { month: `${month}/${year}`, format: ending.toUpperCase() })}
        </a>
      ))}
    </p>
  );
};

const Line = ({ sheet, nowMs, onOpen }: { sheet: SheetSummary; nowMs: number; onOpen: () => void }) => {
  const { say } = useWords();
  const { title, place, times, counts, quorum, report, kind } = sheet;
  const state = stateOf(sheet, nowMs);
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <li>
      <button type="button" class="sheet-line" data-state={state} data-testid={`sheet-${title}`} onClick={onOpen}>
        <span class="sheet-line-time">
          {say('sheet.times', { starts: timeOfDay(times.startsAtMs), ends: timeOfDay(times.endsAtMs) })}
        </span>
        <span class="sheet-line-what">
          <strong>{title}</strong>
          <span class="soft">
            {[say(`sheet.kind.${kind}`), place, say(`sheet.state.${state}`)].filter((part) => part !== '').join(' · ')}
          </span>
        </span>
        <span class="sheet-line-counts">
          <strong>{say('sheet.of', { there: counts.present + counts.late, all })}</strong>
          <span class="soft">
            {(['late', 'absent', 'excused', 'left-early'] as const)
              .filter((status) => counts[status] > 0)
              .map((status) => `${counts[status]} ${say(`sheet.status.${status}`)}`)
              .join(' · ')}
          </span>
        </span>
        {quorum !== null && state !== 'cancelled' && (
          <span class="tag" data-tone={quorum.isReached ? 'good' : 'bad'}>
            {say(quorum.isReached ? 'sheet.quorumReached' : 'sheet.quorumMissing', { ...quorum, isReached: '' })}
          </span>
        )}
        {report.at === 'held' && (
          <span class="tag" data-tone="bad">
            {say('sheet.reportHeld')}
          </span>
        )}
      </button>
    </li>
  );
};
