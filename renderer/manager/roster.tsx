// People who are checked in: the list, one person's page, a new list from a file, and what people ask.
import { useState } from 'preact/hooks';
import type { DueRequest, FaceCare } from '../../contract/consent.ts';
import { foldedWords } from '../../contract/fold.ts';
import type { PersonId } from '../../contract/ids.ts';
import type { Person } from '../../contract/people.ts';
import { rpc } from '../lib/rpc.ts';
import { dayText } from './day-text.ts';
import { RosterPerson } from './roster-person.tsx';
import { RosterUpload } from './roster-upload.tsx';
import { Said } from './said.tsx';
import { useAnswers } from './use-answers.ts';
import { useWords } from './words.ts';
import './roster.css';

const askPeople = ({ signal }: { signal: AbortSignal }) => rpc.people.list.query({}, { signal });
const askDue = ({ signal }: { signal: AbortSignal }) => rpc.people.due.query({}, { signal });
const askCare = ({ signal }: { signal: AbortSignal }) => rpc.people.faceCare.query({}, { signal });
const shownPeople = 60;

export const Roster = ({ onDenied }: { onDenied: () => void }) => {
  const { list, said, change } = useAnswers<Person[]>(askPeople, onDenied);
  const [open, setOpen] = useState<PersonId | null>(null);
  if (open !== null) return <RosterPerson personId={open} onBack={() => setOpen(null)} onDenied={onDenied} />;
  const refresh = (text: string) => change(async () => ({ ok: true, value: null }), text);
  return (
    <div class="columns catalogue" data-testid="manager-roster">
      <div class="side">
        <Due onDenied={onDenied} />
        <Care onDenied={onDenied} onOpen={setOpen} />
        <People list={list} said={said} onOpen={setOpen} />
      </div>
      <RosterUpload onStored={refresh} onDenied={onDenied} />
    </div>
  );
};

interface PeopleProps {
  readonly list: readonly Person[] | null;
  readonly said: Parameters<typeof Said>[0]['said'];
  readonly onOpen: (id: PersonId) => void;
}

const People = ({ list, said, onOpen }: PeopleProps) => {
  const { say } = useWords();
  const [typed, setTyped] = useState('');
  const words = foldedWords(typed);
  const found = (list ?? []).filter(({ code, name, group }) => {
    const text = foldedWords(`${code} ${name} ${group}`).join(' ');
    return words.every((word) => text.includes(word));
  });
  return (
    <section class="list">
      <h2>{say('roster.title')}</h2>
      <Said said={said} />
      {list?.length === 0 && <p class="soft">{say('roster.none')}</p>}
      {list !== null && list.length > 0 && (
        <>
          <label class="field">
            {say('roster.filter')}
            <input
              type="search"
              data-testid="roster-filter"
              value={typed}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </label>
          <p class="soft" role="status">
            {say('roster.count', { count: found.length })}
          </p>
          <ul>
            {found.slice(0, shownPeople).map(({ id, code, name, group, kind, leftAtMs }) => (
              <li key={id} class="person" data-testid={`roster-${code}`}>
                <p class="person-who">
                  <strong>{name}</strong>
                  <span>{[code, group, say(`personKind.${kind}`)].filter((part) => part !== '').join(' · ')}</span>
                  {leftAtMs !== null && <span class="tag">{say('roster.left')}</span>}
                </p>
                <p class="person-do">
                  <button
                    type="button"
                    class="press quiet"
                    aria-label={`${say('roster.open')}: ${name}`}
                    data-testid={`roster-open-${code}`}
                    onClick={() => onOpen(id)}
                  >
                    {say('roster.open')}
                  </button>
                </p>
              </li>
            ))}
          </ul>
          {found.length > shownPeople && (
            <p class="soft">{say('roster.more', { count: found.length - shownPeople })}</p>
          )}
        </>
      )}
    </section>
  );
};

const Due = ({ onDenied }: { onDenied: () => void }) => {
  const { say } = useWords();
  const { list, said, change } = useAnswers<DueRequest[]>(askDue, onDenied);
  return (
    <section class="list" data-testid="roster-due">
      <h2>{say('roster.due')}</h2>
      <Said said={said} />
      {list?.length === 0 && <p class="soft">{say('roster.dueNone')}</p>}
      <ul>
        {list?.map(({ id, personName, kind, note, dueBy, isLate, answeredAtMs }) => {
          const how = answeredAtMs === null ? 'answer' : 'close';
          return (
            <li key={id} class="person" data-testid={`due-${id}`}>
              <p class="person-who">
                <strong>{personName}</strong>
                <span>
                  {say(`request.${kind}`)}
                  {note === '' ? '' : ` · ${note}`}
                </span>
                <span class={isLate ? 'tag sample' : 'tag'}>
                  {say(how === 'answer' ? 'roster.dueAnswer' : 'roster.dueDo', { day: dayText(dueBy) })}
                  {isLate && ` · ${say('roster.late')}`}
                </span>
              </p>
              <p class="person-do">
                <button
                  type="button"
                  class="press quiet"
                  onClick={() =>
                    void change(
                      ({ signal }) => rpc.people.settle.mutate({ requestId: id, how }, { signal }),
                      say('roster.saved'),
                    )
                  }
                >
                  {say(how === 'answer' ? 'roster.answered' : 'roster.done')}
                </button>
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
};

/** What the faces of this site need. Nothing is shown where they need nothing: most sites take none. */
const Care = ({ onDenied, onOpen }: { onDenied: () => void; onOpen: (id: PersonId) => void }) => {
  const { list: care } = useAnswers<FaceCare>(askCare, onDenied);
  if (care === null) return null;
  return (
    <>
      {care.drift && <Drift drift={care.drift} />}
      {care.renewals.length > 0 && <Renewals list={care.renewals} onOpen={onOpen} />}
    </>
  );
};

const Drift = ({ drift: { before, now, faces, since } }: { drift: NonNullable<FaceCare['drift']> }) => {
  const { say, language } = useWords();
  const number = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return (
    <section class="list" role="alert" data-testid="roster-drift">
      <h2>
        <span class="tag sample">{say('roster.drift')}</span>
      </h2>
      <p>
        {say('roster.driftHint', {
          since: dayText(since),
          faces,
          now: number.format(now),
          before: number.format(before),
        })}
      </p>
    </section>
  );
};

interface RenewalsProps {
  readonly list: FaceCare['renewals'];
  readonly onOpen: (id: PersonId) => void;
}

const Renewals = ({ list, onOpen }: RenewalsProps) => {
  const { say } = useWords();
  return (
    <section class="list" data-testid="roster-renewals">
      <h2>{say('roster.renewals')}</h2>
      <p class="soft">{say('roster.renewHint')}</p>
      <ul>
        {list.slice(0, shownPeople).map(({ personId, purpose, code, personName, dueBy, isLate }) => (
          <li key={`${personId} ${purpose}`} class="person">
            <p class="person-who">
              <strong>{personName}</strong>
              <span>
                {code} · {say(`purpose.${purpose}`)}
              </span>
              <span class={isLate ? 'tag sample' : 'tag'}>
                {say('roster.renewBy', { day: dayText(dueBy) })}
                {isLate && ` · ${say('roster.late')}`}
              </span>
            </p>
            <p class="person-do">
              <button type="button" class="press quiet" onClick={() => onOpen(personId)}>
                {say('roster.open')}
              </button>
            </p>
          </li>
        ))}
      </ul>
      {list.length > shownPeople && <p class="soft">{say('roster.more', { count: list.length - shownPeople })}</p>}
    </section>
  );
};
