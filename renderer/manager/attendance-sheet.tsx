// One sheet, live: what it is about, what may be done with it, and who is there.
import { useCallback, useState } from 'preact/hooks';
import type { SheetId } from '../../contract/ids.ts';
import type { SheetPage } from '../../contract/sheet.ts';
import { siteOffsetMs } from '../../contract/time-zone.ts';
import { timeOfDay } from '../lib/clock.ts';
import { rpc } from '../lib/rpc.ts';
import { Icon } from '../ui/icons.tsx';
import { type SheetAsk, SheetAsks } from './attendance-asks.tsx';
import { SheetRows } from './attendance-rows.tsx';
import { stateOf } from './attendance-state.ts';
import { Said } from './said.tsx';
import { useFollowed } from './use-followed.ts';
import type { Send } from './use-said.ts';
import { useWords } from './words.ts';

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
          <SheetRows page={page} send={send} />
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
