// The seats of the room, each with who sits there and whether they came.
import type { PersonId } from '../../contract/ids.ts';
import type { SheetRow } from '../../contract/sheet.ts';
import { useWords } from './words.ts';

/** Seats of one row of the room begin with the same letters: `A1`, `A2`. */
const lineOf = (seat: string): string => /^\D*/.exec(seat)?.[0] ?? '';

export const SeatPlan = ({ rows, onOpen }: { rows: readonly SheetRow[]; onOpen: (id: PersonId) => void }) => {
  const { say } = useWords();
  const lines = [
    ...Map.groupBy(
      rows.filter(({ seat }) => seat !== ''),
      ({ seat }) => lineOf(seat),
    ),
  ];
  const standing = rows.filter(({ seat }) => seat === '');
  return (
    <div class="seat-plan" data-testid="seat-plan">
      {[...lines, ...(standing.length === 0 ? [] : [[say('sheet.noSeat'), standing] as const])].map(([line, seats]) => (
        <ul key={line} class="seat-line" aria-label={line}>
          {seats.map((row) => (
            <li key={row.personId}>
              <button
                type="button"
                class="seat"
                data-status={row.status}
                data-testid={`seat-${row.seat === '' ? row.code : row.seat}`}
                onClick={() => onOpen(row.personId)}
              >
                <strong>{row.seat === '' ? '–' : row.seat}</strong>
                <span>{row.name ?? say('sheet.erased')}</span>
                <span class="status-mark" data-status={row.status}>
                  {say(`sheet.status.${row.status}`)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      ))}
    </div>
  );
};
