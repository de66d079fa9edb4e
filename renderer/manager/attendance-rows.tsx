// Who is there, as a list or as the seats of the room, narrowed down by state and by what is typed.
import { useState } from 'preact/hooks';
import type { AttendanceStatus } from '../../contract/attendance.ts';
import { foldedWords } from '../../contract/fold.ts';
import type { PersonId } from '../../contract/ids.ts';
import type { SheetPage } from '../../contract/sheet.ts';
import { MarkDialog } from './attendance-mark.tsx';
import { PersonRow } from './attendance-row.tsx';
import { SeatPlan } from './attendance-seats.tsx';
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

const shownRows = 150;

export const SheetRows = ({ page, send }: { page: SheetPage; send: Send }) => {
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
            <PersonRow key={row.personId} row={row} page={page} send={send} onOpen={() => setOpen(row.personId)} />
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
