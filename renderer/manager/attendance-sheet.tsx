// One sheet, live: who is there, as a list or as the seats of the room.
import { useCallback, useState } from 'preact/hooks';
import type { AttendanceStatus } from '../../contract/attendance.ts';
import { foldedWords } from '../../contract/fold.ts';
import type { GuardianNoticeState } from '../../contract/guardian-notice.ts';
import type { PersonId, SheetId } from '../../contract/ids.ts';
import type { SheetPage, SheetRow } from '../../contract/sheet.ts';
import { siteOffsetMs } from '../../contract/time-zone.ts';
import { timeOfDay } from '../lib/clock.ts';
import { rpc } from '../lib/rpc.ts';
import { Icon } from '../ui/icons.tsx';
import { type SheetAsk, SheetAsks } from './attendance-asks.tsx';
import { MarkDialog } from './attendance-mark.tsx';
import { SeatPlan } from './attendance-seats.tsx';
import { stateOf } from './attendance-state.ts';
import { Said } from './said.tsx';
import { useFollowed } from './use-followed.ts';
import type { Send } from './use-said.ts';
import { useWords } from './words.ts';

const statuses = [
  'present',
  'late',
  'expected',
  'absent',
  'excused',
  'left-early',
] as const satisfies readonly AttendanceStatus[];

interface SheetDeskProps {
  readonly sheetId: SheetId;
  readonly version: string;
  readonly onBack: () => void;
  readonly onDenied: () => void;
}

export const SheetDesk = ({ sheetId, version, onBack, onDenied }: SheetDeskProps) => {
  const { say } = useWords();
  const ask = useCallback(
    ({ signal }: { signal: AbortSignal }) => rpc.sheets.read.query({ sheetId }, { signal }),
    [sheetId],
  );
  const { value: page, said, send } = useFollowed<SheetPage>(ask, version, onDenied);
  const [asked, setAsked] = useState<SheetAsk | null>(null);
  return (
    <div
      class="sheet-desk"
      data-testid="attendance-sheet"
      data-state={page === null ? 'reading' : stateOf(page, page.nowMs)}
    >
      <div class="sheet-top">
        <button type="button" class="press quiet" data-testid="sheet-back" onClick={onBack}>
          {say('sheet.back')}
        </button>
        {page !== null && <About page={page} />}
        {page?.mayPlan && !page.isCancelled && <Deeds page={page} onAsk={setAsked} />}
      </div>
      <Said said={said} />
      {page === null ? (
        <p class="words">{say('sheet.reading')}</p>
      ) : (
        <>
          <Notes page={page} send={send} />
          <Files page={page} />
          <Rows page={page} send={send} />
        </>
      )}
      {page !== null && asked !== null && (
        <SheetAsks ask={asked} page={page} send={send} onClose={() => setAsked(null)} onDenied={onDenied} />
      )}
    </div>
  );
};

const About = ({ page }: { page: SheetPage }) => {
  const { say } = useWords();
  const { title, place, times } = page;
  return (
    <div class="sheet-about">
      <h2>{title}</h2>
      <p class="soft">
        {[
          new Date(times.startsAtMs + siteOffsetMs).toISOString().slice(0, 10).split('-').toReversed().join('/'),
          say('sheet.times', { starts: timeOfDay(times.startsAtMs), ends: timeOfDay(times.endsAtMs) }),
          place,
          say('sheet.window', { opens: timeOfDay(times.opensAtMs), late: timeOfDay(times.lateAfterMs) }),
          say(`sheet.state.${stateOf(page, page.nowMs)}`),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
    </div>
  );
};

const Deeds = ({ page, onAsk }: { page: SheetPage; onAsk: (ask: SheetAsk) => void }) => {
  const { say } = useWords();
  return (
    <p class="sheet-deeds">
      <button type="button" class="press quiet" data-testid="sheet-invite" onClick={() => onAsk('invite')}>
        {say('sheet.invite')}
      </button>
      <button type="button" class="press quiet" data-testid="sheet-change" onClick={() => onAsk('change')}>
        {say(page.kind === 'meeting' ? 'sheet.change' : 'sheet.changeSession')}
      </button>
      <button type="button" class="press quiet warn" data-testid="sheet-cancel" onClick={() => onAsk('cancel')}>
        {say('sheet.cancel')}
      </button>
    </p>
  );
};

const Files = ({ page }: { page: SheetPage }) => {
  const { say } = useWords();
  const files = [
    ['danh-sach.pdf', say('sheet.filePdf')],
    ['danh-sach.xlsx', 'XLSX'],
    ['danh-sach.csv', 'CSV'],
    ...(page.kind === 'meeting' && page.mayPlan ? [['bien-ban.docx', say('sheet.fileDocx')] as const] : []),
  ] as const;
  return (
    <p class="sheet-files">
      {files.map(([file, words]) => (
        <a key={file} class="press quiet" href={`/sheets/${page.sheetId}/${file}`} data-testid={`file-${file}`}>
          {words}
        </a>
      ))}
    </p>
  );
};

/** Quorum, and whether the absences were told. */
const Notes = ({ page, send }: { page: SheetPage; send: Send }) => {
  const { say } = useWords();
  const { quorum, report, sheetId, counts, times, nowMs } = page;
  const mayReport = page.mayPlan && (report.at === 'held' || (report.at === 'ahead' && nowMs > times.lateAfterMs));
  return (
    <>
      {quorum !== null && !page.isCancelled && (
        <p class="sheet-note" data-tone={quorum.isReached ? 'good' : 'bad'} data-testid="sheet-quorum">
          <Icon name={quorum.isReached ? 'check' : 'warning'} />
          {say(quorum.isReached ? 'sheet.quorumReached' : 'sheet.quorumMissing', { ...quorum, isReached: '' })}
        </p>
      )}
      {page.notices !== null && report.at === 'done' && (
        <p class="sheet-note" data-tone={page.notices.toPhone > 0 ? 'bad' : 'plain'} data-testid="sheet-notices">
          <Icon name={page.notices.toPhone > 0 ? 'warning' : 'bell'} />
          {say('sheet.noticesAll', page.notices)}
        </p>
      )}
      {report.at !== 'none' && (
        <p class="sheet-note" data-tone={report.at === 'held' ? 'bad' : 'plain'} data-testid="sheet-report">
          <Icon name={report.at === 'held' ? 'warning' : report.at === 'done' ? 'check' : 'clock'} />
          {report.at === 'held' && say('sheet.reportHeld')}
          {report.at === 'ahead' && say('sheet.reportAhead', { time: timeOfDay(report.atMs) })}
          {report.at === 'done' && say('sheet.reportDone', { time: timeOfDay(report.atMs) })}
          {mayReport && counts.absent > 0 && (
            <button
              type="button"
              class="press quiet"
              data-testid="sheet-report-now"
              onClick={() =>
                void send(
                  ({ signal }) => rpc.sheets.report.mutate({ sheetId }, { signal }),
                  ({ absent }) => say('sheet.reported', { count: absent }),
                )
              }
            >
              {say('sheet.reportNow')}
            </button>
          )}
        </p>
      )}
    </>
  );
};

const shownRows = 150;

const Rows = ({ page, send }: { page: SheetPage; send: Send }) => {
  const { say } = useWords();
  const [look, setLook] = useState<'list' | 'seats'>('list');
  const [only, setOnly] = useState<AttendanceStatus | null>(null);
  const [typed, setTyped] = useState('');
  const [limit, setLimit] = useState(shownRows);
  const [open, setOpen] = useState<PersonId | null>(null);
  const { rows, counts } = page;
  const words = foldedWords(typed);
  const found = rows.filter(({ name, code, group, seat, status }) => {
    if (only !== null && status !== only) return false;
    const text = foldedWords(`${name ?? ''} ${code} ${group} ${seat}`).join(' ');
    return words.every((word) => text.includes(word));
  });
  const hasSeats = rows.some(({ seat }) => seat !== '');
  const chosen = rows.find(({ personId }) => personId === open);
  return (
    <>
      <fieldset class="sheet-counts">
        <legend class="unseen">{say('sheet.list')}</legend>
        <Count
          label={say('sheet.all')}
          count={rows.length}
          isOn={only === null}
          testId="all"
          onPress={() => setOnly(null)}
        />
        {statuses.map((status) => (
          <Count
            key={status}
            label={say(`sheet.status.${status}`)}
            count={counts[status]}
            status={status}
            isOn={only === status}
            testId={status}
            onPress={() => setOnly(only === status ? null : status)}
          />
        ))}
      </fieldset>
      <form class="range" onSubmit={(event) => event.preventDefault()}>
        {hasSeats &&
          (['list', 'seats'] as const).map((one) => (
            <button
              key={one}
              type="button"
              class="small"
              aria-pressed={one === look}
              data-testid={`sheet-look-${one}`}
              onClick={() => setLook(one)}
            >
              {say(`sheet.${one}`)}
            </button>
          ))}
        <label class="sheet-find">
          {say('sheet.find')}
          <input
            type="search"
            data-testid="sheet-find"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <p class="soft" role="status">
          {say('sheet.shown', { count: found.length })}
        </p>
      </form>
      {found.length === 0 && <p class="words">{say('sheet.nobody')}</p>}
      {look === 'seats' && hasSeats ? (
        <SeatPlan rows={found} onOpen={setOpen} />
      ) : (
        <ul class="sheet-rows">
          {found.slice(0, limit).map((row) => (
            <Row key={row.personId} row={row} page={page} send={send} onOpen={() => setOpen(row.personId)} />
          ))}
        </ul>
      )}
      {look === 'list' && found.length > limit && (
        <button type="button" class="press quiet" onClick={() => setLimit(limit + 1000)}>
          {say('sheet.more', { count: found.length - limit })}
        </button>
      )}
      {chosen && <MarkDialog page={page} row={chosen} send={send} onClose={() => setOpen(null)} />}
    </>
  );
};

interface CountProps {
  readonly label: string;
  readonly count: number;
  readonly status?: AttendanceStatus;
  readonly isOn: boolean;
  readonly testId: string;
  readonly onPress: () => void;
}

const Count = ({ label, count, status, isOn, testId, onPress }: CountProps) => (
  <button
    type="button"
    aria-pressed={isOn}
    data-tone={status === 'absent' && count > 0 ? 'bad' : undefined}
    data-testid={`count-${testId}`}
    onClick={onPress}
  >
    <strong>{count}</strong>
    <span>{label}</span>
  </button>
);

const mustPhone = (state: GuardianNoticeState): boolean =>
  state === 'refused' || state === 'gave-up' || state === 'no-contact';

interface RowProps {
  readonly row: SheetRow;
  readonly page: SheetPage;
  readonly send: Send;
  readonly onOpen: () => void;
}

const Row = ({ row, page, send, onOpen }: RowProps) => {
  const { say } = useWords();
  const { personId, code, group, seat, role, status } = row;
  const name = row.name ?? say('sheet.erased');
  const mayCome = row.arrivedAtMs === null && row.corrected === null && stateOf(page, page.nowMs) === 'open';
  return (
    <li class="sheet-row" data-status={status} data-testid={`row-${code}`}>
      <p class="sheet-who">
        <strong>{name}</strong>
        <span class="soft">
          {[
            code,
            group,
            seat === '' ? '' : say('sheet.seat', { seat }),
            page.kind === 'meeting' && role !== 'member' ? say(`sheet.role.${role}`) : '',
          ]
            .filter((part) => part !== '')
            .join(' · ')}
        </span>
      </p>
      <p class="sheet-what">
        <span class="status-mark" data-status={status}>
          {say(`sheet.status.${status}`)}
        </span>
        <span class="soft">{useDetail(row)}</span>
        {row.notices.map(({ kind, state }) => (
          <span
            key={kind}
            class="status-mark"
            data-tone={mustPhone(state) ? 'bad' : undefined}
            data-testid={`notice-${code}-${kind}`}
          >
            {say(`sheet.notice.${kind}`)}: {say(`sheet.noticeState.${state}`)}
          </span>
        ))}
      </p>
      <p class="person-do">
        {mayCome && (
          <button
            type="button"
            class="press strong"
            aria-label={`${say('sheet.came')}: ${name}`}
            data-testid={`came-${code}`}
            onClick={() =>
              void send(
                ({ signal }) => rpc.sheets.seen.mutate({ sheetId: page.sheetId, personId, way: 'in' }, { signal }),
                say('sheet.saved', { name, status: say('sheet.came') }),
              )
            }
          >
            {say('sheet.came')}
          </button>
        )}
        <button
          type="button"
          class="press quiet"
          aria-label={`${say('sheet.edit')}: ${name}`}
          data-testid={`edit-${code}`}
          onClick={onOpen}
        >
          {say('sheet.edit')}
        </button>
      </p>
    </li>
  );
};

/** When and by what somebody came, why they are away, what was done by hand. */
const useDetail = (row: SheetRow): string => {
  const { say } = useWords();
  const { arrivedAtMs, arrivedBy, leftAtMs, absence, correctedBecause, correctedBy } = row;
  return [
    arrivedAtMs === null || arrivedBy === null
      ? ''
      : say('sheet.arrived', { time: timeOfDay(arrivedAtMs), method: say(`sheet.method.${arrivedBy}`) }),
    leftAtMs === null ? '' : say('sheet.left', { time: timeOfDay(leftAtMs) }),
    absence === null ? '' : say(`sheet.absence.${absence}`),
    correctedBecause === null
      ? ''
      : say(correctedBy === null ? 'sheet.correctedGone' : 'sheet.correctedBy', {
          reason: say(`sheet.because.${correctedBecause}`),
          who: correctedBy ?? '',
        }),
  ]
    .filter((part) => part !== '')
    .join(' · ');
};
