// Whom a meeting is for: whole groups, and people one by one with their role and seat.
import { useEffect, useState } from 'preact/hooks';
import { type Attendee, AttendeeRole } from '../../contract/attendance.ts';
import { foldedWords } from '../../contract/fold.ts';
import type { Invitable } from '../../contract/sheet.ts';
import { command, rpc } from '../lib/rpc.ts';
import { useWords } from './words.ts';

export interface Chosen {
  readonly groups: readonly string[];
  readonly attendees: readonly Attendee[];
}

export const nobodyChosen: Chosen = { groups: [], attendees: [] };
/** So many one by one; a command stays small. */
export const mostChosen = 400;
const shownPeople = 8;

export type ChoiceLack = { readonly lack: 'nobody' | 'many' } | { readonly lack: 'seat'; readonly seat: string };

export const lackOf = ({ groups, attendees }: Chosen): ChoiceLack | null => {
  if (groups.length + attendees.length === 0) return { lack: 'nobody' };
  if (attendees.length > mostChosen) return { lack: 'many' };
  const seats = attendees.map(({ seat }) => seat.trim().toLocaleUpperCase('vi')).filter((seat) => seat !== '');
  const twice = seats.find((seat, at) => seats.indexOf(seat) !== at);
  return twice === undefined ? null : { lack: 'seat', seat: twice };
};

/** Null until the host answered. */
export const useInvitable = (onDenied: () => void): Invitable | null => {
  const [invitable, setInvitable] = useState<Invitable | null>(null);
  useEffect(() => {
    void command(({ signal }) => rpc.sheets.invitable.query({}, { signal })).then((answer) => {
      if (answer.ok) setInvitable(answer.value);
      else if (answer.error.code === 'not-logged-in') onDenied();
    });
  }, [onDenied]);
  return invitable;
};

interface ChooserProps {
  readonly invitable: Invitable;
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

export const Chooser = ({ invitable, chosen, onChoose }: ChooserProps) => {
  const { say } = useWords();
  const [typed, setTyped] = useState('');
  const words = foldedWords(typed);
  const taken = new Set<string>(chosen.attendees.map(({ personId }) => personId));
  const found =
    words.length === 0
      ? []
      : invitable.people.filter(({ personId, name, code, group }) => {
          const text = foldedWords(`${code} ${name} ${group}`).join(' ');
          return !taken.has(personId) && words.every((word) => text.includes(word));
        });
  const people = new Map(invitable.people.map((one) => [one.personId, one]));
  const put = (attendee: Attendee) =>
    onChoose({
      ...chosen,
      attendees: chosen.attendees.map((one) => (one.personId === attendee.personId ? attendee : one)),
    });
  if (invitable.people.length === 0) return <p class="soft">{say('sheet.peopleNone')}</p>;
  return (
    <>
      <fieldset class="mark-part">
        <legend>{say('sheet.groups')}</legend>
        {invitable.groups.map(({ name, count }) => (
          <button
            key={name}
            type="button"
            class="small sheet-choice"
            aria-pressed={chosen.groups.includes(name)}
            data-testid={`invite-group-${name}`}
            onClick={() =>
              onChoose({
                ...chosen,
                groups: chosen.groups.includes(name)
                  ? chosen.groups.filter((one) => one !== name)
                  : [...chosen.groups, name],
              })
            }
          >
            {name === '' ? say('sheet.groupNone') : name} · {count}
          </button>
        ))}
      </fieldset>
      <label class="field">
        {say('sheet.people')}
        <input
          type="search"
          data-testid="invite-find"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      <ul class="invite-found">
        {found.slice(0, shownPeople).map(({ personId, name, code, group }) => (
          <li key={personId}>
            <span>
              <strong>{name}</strong>{' '}
              <span class="soft">{[code, group].filter((part) => part !== '').join(' · ')}</span>
            </span>
            <button
              type="button"
              class="small"
              aria-label={`${say('sheet.add')}: ${name}`}
              data-testid={`invite-${code}`}
              onClick={() => {
                onChoose({ ...chosen, attendees: [...chosen.attendees, { personId, role: 'member', seat: '' }] });
                setTyped('');
              }}
            >
              {say('sheet.add')}
            </button>
          </li>
        ))}
      </ul>
      {found.length > shownPeople && <p class="soft">{say('roster.more', { count: found.length - shownPeople })}</p>}
      {chosen.attendees.length > 0 && (
        <fieldset class="invite-chosen">
          <legend>{say('sheet.chosen')}</legend>
          {chosen.attendees.map((attendee) => {
            const who = people.get(attendee.personId);
            const name = who?.name ?? '';
            return (
              <div key={attendee.personId} class="invite-one" data-testid={`chosen-${who?.code ?? ''}`}>
                <strong>{name}</strong>
                <select
                  aria-label={`${say('sheet.roleOf')}: ${name}`}
                  value={attendee.role}
                  onChange={(event) => put({ ...attendee, role: AttendeeRole.parse(event.currentTarget.value) })}
                >
                  {AttendeeRole.options.map((role) => (
                    <option key={role} value={role}>
                      {say(`sheet.role.${role}`)}
                    </option>
                  ))}
                </select>
                <input
                  maxLength={20}
                  placeholder={say('sheet.seatOf')}
                  aria-label={`${say('sheet.seatOf')}: ${name}`}
                  value={attendee.seat}
                  onInput={(event) => put({ ...attendee, seat: event.currentTarget.value })}
                />
                <button
                  type="button"
                  class="small"
                  aria-label={`${say('sheet.remove')}: ${name}`}
                  onClick={() =>
                    onChoose({
                      ...chosen,
                      attendees: chosen.attendees.filter(({ personId }) => personId !== attendee.personId),
                    })
                  }
                >
                  {say('sheet.remove')}
                </button>
              </div>
            );
          })}
        </fieldset>
      )}
    </>
  );
};
