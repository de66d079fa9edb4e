// What staff may do about one person on a sheet: each deed says what it does, and none is done without a word why.
import { useState } from 'preact/hooks';
import { AbsenceReason, AttendeeRole, CorrectedStatus, CorrectionReason } from '../../contract/attendance.ts';
import type { SheetPage, SheetRow } from '../../contract/sheet.ts';
import { calendarDayAt } from '../../contract/time-zone.ts';
import { rpc } from '../lib/rpc.ts';
import { AskDialog } from './ask-dialog.tsx';
import { PersonNotices } from './attendance-notices.tsx';
import { stateOf } from './attendance-state.ts';
import type { Ask, Send } from './use-said.ts';
import { useWords } from './words.ts';

interface MarkDialogProps {
  readonly page: SheetPage;
  readonly row: SheetRow;
  readonly send: Send;
  readonly onClose: () => void;
}

export const MarkDialog = ({ page, row, send, onClose }: MarkDialogProps) => {
  const { say } = useWords();
  const { sheetId } = page;
  const { personId } = row;
  const name = row.name ?? say('sheet.erased');
  const of = { sheetId, personId };
  const act = async (ask: Ask<unknown>, status: string) => {
    onClose();
    await send(ask, say('sheet.saved', { name, status }));
  };
  const isOpen = stateOf(page, page.nowMs) === 'open';
  const isIn = row.arrivedAtMs !== null && row.leftAtMs === null;
  return (
    <AskDialog title={`${name} · ${say(`sheet.status.${row.status}`)}`} testId="mark-dialog" onClose={onClose}>
      {isOpen && row.corrected === null && (
        <fieldset class="mark-part">
          <legend>{say('sheet.now')}</legend>
          {(['in', 'out'] as const)
            .filter((way) => (way === 'in' ? !isIn : isIn))
            .map((way) => (
              <button
                key={way}
                type="button"
                class="press quiet"
                data-testid={`mark-${way}`}
                onClick={() =>
                  void act(
                    ({ signal }) => rpc.sheets.seen.mutate({ ...of, way }, { signal }),
                    say(way === 'in' ? 'sheet.came' : 'sheet.wentOut'),
                  )
                }
              >
                {say(way === 'in' ? 'sheet.came' : 'sheet.wentOut')}
              </button>
            ))}
        </fieldset>
      )}
      {row.arrivedAtMs === null && <Leave page={page} row={row} act={act} />}
      {row.notices.length > 0 && <PersonNotices page={page} row={row} act={act} />}
      <ByHand page={page} row={row} act={act} />
      {page.mayPlan && page.kind === 'meeting' && <Invitation page={page} row={row} act={act} />}
      <p class="ask-end">
        <button type="button" class="press quiet" data-testid="mark-close" onClick={onClose}>
          {say('sheet.close')}
        </button>
      </p>
    </AskDialog>
  );
};

interface PartProps {
  readonly page: SheetPage;
  readonly row: SheetRow;
  readonly act: (ask: Ask<unknown>, status: string) => Promise<void>;
}

/** One day or several: what is announced for days ahead counts on their sheets as soon as they open. */
const Leave = ({ page, row, act }: PartProps) => {
  const { say } = useWords();
  const of = { sheetId: page.sheetId, personId: row.personId };
  const day = calendarDayAt(page.times.startsAtMs);
  const [from, setFrom] = useState(day);
  const [to, setTo] = useState(day);
  const isOneDay = page.kind === 'meeting' || (from === day && to === day);
  const isWrong = from === '' || to === '' || to < from;
  const announce = (reason: AbsenceReason): Ask<unknown> =>
    isOneDay
      ? ({ signal }) => rpc.sheets.announce.mutate({ ...of, reason }, { signal })
      : ({ signal }) => rpc.sheets.leave.mutate({ ...of, from, to, reason }, { signal });
  return (
    <fieldset class="mark-part">
      <legend>{say('sheet.announce')}</legend>
      {page.kind === 'school' && (
        <>
          <label>
            {say('sheet.leaveFrom')}
            <input
              type="date"
              data-testid="leave-from"
              value={from}
              onInput={(event) => setFrom(event.currentTarget.value)}
            />
          </label>
          <label>
            {say('sheet.leaveTo')}
            <input
              type="date"
              data-testid="leave-to"
              value={to}
              onInput={(event) => setTo(event.currentTarget.value)}
            />
          </label>
          {isWrong && (
            <p class="wrong" role="alert">
              {say('sheet.leaveWrong')}
            </p>
          )}
        </>
      )}
      <div class="mark-reasons">
        {AbsenceReason.options.map((reason) => (
          <button
            key={reason}
            type="button"
            class="small sheet-choice"
            aria-pressed={row.absence === reason}
            disabled={isWrong}
            data-testid={`announce-${reason}`}
            onClick={() => void act(announce(reason), say(`sheet.absence.${reason}`))}
          >
            {say(`sheet.absence.${reason}`)}
          </button>
        ))}
        {row.absence !== null && (
          <button
            type="button"
            class="small"
            data-testid="announce-recall"
            onClick={() =>
              void act(
                ({ signal }) => rpc.sheets.announce.mutate({ ...of, reason: null }, { signal }),
                say('sheet.recall'),
              )
            }
          >
            {say('sheet.recall')}
          </button>
        )}
      </div>
    </fieldset>
  );
};

const ByHand = ({ page, row, act }: PartProps) => {
  const { say } = useWords();
  const [status, setStatus] = useState<CorrectedStatus>(row.corrected ?? 'present');
  const [reason, setReason] = useState<CorrectionReason>(row.correctedBecause ?? 'seen-by-staff');
  const of = { sheetId: page.sheetId, personId: row.personId };
  return (
    <fieldset class="mark-part">
      <legend>{say('sheet.byHand')}</legend>
      <p class="soft">{say('sheet.byHandHint')}</p>
      <label>
        {say('sheet.setTo')}
        <select
          data-testid="correct-status"
          value={status}
          onChange={(event) => setStatus(CorrectedStatus.parse(event.currentTarget.value))}
        >
          {CorrectedStatus.options.map((one) => (
            <option key={one} value={one}>
              {say(`sheet.status.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say('sheet.why')}
        <select
          data-testid="correct-reason"
          value={reason}
          onChange={(event) => setReason(CorrectionReason.parse(event.currentTarget.value))}
        >
          {CorrectionReason.options.map((one) => (
            <option key={one} value={one}>
              {say(`sheet.because.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="press strong"
        data-testid="correct-store"
        onClick={() =>
          void act(
            ({ signal }) => rpc.sheets.correct.mutate({ ...of, status, reason }, { signal }),
            say(`sheet.status.${status}`),
          )
        }
      >
        {say('sheet.store')}
      </button>
      {row.corrected !== null && (
        <button
          type="button"
          class="press quiet"
          data-testid="correct-undo"
          onClick={() =>
            void act(
              ({ signal }) => rpc.sheets.correct.mutate({ ...of, status: null, reason: 'mistake' }, { signal }),
              say('sheet.undoHand'),
            )
          }
        >
          {say('sheet.undoHand')}
        </button>
      )}
    </fieldset>
  );
};

const Invitation = ({ page, row, act }: PartProps) => {
  const { say } = useWords();
  const [role, setRole] = useState<AttendeeRole>(row.role);
  const [seat, setSeat] = useState(row.seat);
  const { sheetId } = page;
  const { personId } = row;
  const mayRelease = row.arrivedAtMs === null && row.corrected === null;
  return (
    <fieldset class="mark-part">
      <legend>{say('sheet.invited')}</legend>
      <label>
        {say('sheet.roleOf')}
        <select
          data-testid="mark-role"
          value={role}
          onChange={(event) => setRole(AttendeeRole.parse(event.currentTarget.value))}
        >
          {AttendeeRole.options.map((one) => (
            <option key={one} value={one}>
              {say(`sheet.role.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {say('sheet.seatOf')}
        <input
          maxLength={20}
          data-testid="mark-seat"
          value={seat}
          onInput={(event) => setSeat(event.currentTarget.value)}
        />
      </label>
      <button
        type="button"
        class="press strong"
        data-testid="mark-store"
        onClick={() =>
          void act(
            ({ signal }) =>
              rpc.sheets.expect.mutate({ sheetId, attendees: [{ personId, role, seat }], groups: [] }, { signal }),
            say(`sheet.role.${role}`),
          )
        }
      >
        {say('sheet.store')}
      </button>
      {mayRelease && (
        <button
          type="button"
          class="press quiet warn"
          data-testid="mark-release"
          onClick={() =>
            void act(
              ({ signal }) => rpc.sheets.release.mutate({ sheetId, personIds: [personId] }, { signal }),
              say('sheet.release'),
            )
          }
        >
          {say('sheet.release')}
        </button>
      )}
    </fieldset>
  );
};
