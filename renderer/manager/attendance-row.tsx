// One person of a sheet: whether they came, when and by what, and what may be done about it.
import type { GuardianNoticeState } from '../../contract/guardian-notice.ts';
import type { SheetPage, SheetRow } from '../../contract/sheet.ts';
import { timeOfDay } from '../lib/clock.ts';
import { rpc } from '../lib/rpc.ts';
import { stateOf } from './attendance-state.ts';
import type { Send } from './use-said.ts';
import { useWords } from './words.ts';

const mustPhone = (state: GuardianNoticeState): boolean =>
  state === 'refused' || state === 'gave-up' || state === 'no-contact';

interface RowProps {
  readonly row: SheetRow;
  readonly page: SheetPage;
  readonly send: Send;
  readonly onOpen: () => void;
}

export const PersonRow = ({ row, page, send, onOpen }: RowProps) => {
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
