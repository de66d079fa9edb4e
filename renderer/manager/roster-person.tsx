// One person: who agreed to what, withdrawing, their data, what they ask.
import { useCallback, useState } from 'preact/hooks';
import { type ConsentPurpose, type ConsentSide, type PersonPage, RequestKind } from '../../contract/consent.ts';
import type { PersonId } from '../../contract/ids.ts';
import type { Person } from '../../contract/people.ts';
import { rpc } from '../lib/rpc.ts';
import { AskDialog } from './ask-dialog.tsx';
import { dayText } from './day-text.ts';
import { Alike } from './roster-alike.tsx';
import { Said } from './said.tsx';
import { type Answers, useAnswers } from './use-answers.ts';
import { useWords } from './words.ts';

interface PersonProps {
  readonly personId: PersonId;
  readonly onBack: () => void;
  readonly onDenied: () => void;
}

type Change = Answers<unknown>['change'];
type Purpose = PersonPage['purposes'][number];

export const RosterPerson = ({ personId, onBack, onDenied }: PersonProps) => {
  const { say } = useWords();
  const askPage = useCallback(
    ({ signal }: { signal: AbortSignal }) => rpc.people.page.query({ personId }, { signal }),
    [personId],
  );
  const { list: page, said, change } = useAnswers<PersonPage>(askPage, onDenied);
  return (
    <div class="columns catalogue" data-testid="roster-person">
      <section class="list">
        <p>
          <button type="button" class="press quiet" data-testid="roster-back" onClick={onBack}>
            {say('roster.back')}
          </button>
        </p>
        <Said said={said} />
        {page !== null && <Who person={page.person} />}
        {page?.purposes.map((one) => (
          <Consent key={one.purpose} person={page.person} standing={one} change={change} />
        ))}
        {page !== null && <Alike page={page} change={change} />}
      </section>
      {page !== null && (
        <section class="panel">
          <h2>{say('roster.export')}</h2>
          <p class="roster-papers">
            {(['pdf', 'json'] as const).map((ending) => (
              <a
                key={ending}
                class="press quiet"
                href={`/manage/person.${ending}?id=${personId}`}
                target="_blank"
                rel="noreferrer"
              >
                {say(ending === 'pdf' ? 'roster.exportPdf' : 'roster.exportJson')}
              </a>
            ))}
            {page.receipts.map(({ id }) => (
              <a key={id} class="press quiet" href={`/manage/receipt.pdf?id=${id}`} target="_blank" rel="noreferrer">
                {say('roster.receipt', { id })}
              </a>
            ))}
          </p>
          <Ask personId={personId} change={change} />
        </section>
      )}
    </div>
  );
};

const Who = ({ person }: { person: Person }) => {
  const { say } = useWords();
  const { name, code, group, kind, birthDate, guardians, cardCount } = person;
  const names = guardians.map((one) => [one.name, one.relation].filter((part) => part !== '').join(', ')).join('; ');
  return (
    <>
      <h2>{name}</h2>
      <p class="soft">
        {[
          code,
          group,
          say(`personKind.${kind}`),
          birthDate === null ? '' : say('roster.birth', { day: dayText(birthDate) }),
          cardCount === 0 ? '' : say('roster.cards', { count: cardCount }),
          names === '' ? '' : say('roster.guardian', { names }),
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
    </>
  );
};

interface ConsentProps {
  readonly person: Person;
  readonly standing: Purpose;
  readonly change: Change;
}

const Consent = ({ person, standing, change }: ConsentProps) => {
  const { say } = useWords();
  const { purpose, isLive, lacks, hasFace } = standing;
  const [mode, setMode] = useState<'closed' | 'give' | 'withdraw'>('closed');
  return (
    <div class="box roster-consent" data-testid={`consent-${purpose}`}>
      <h3>{say(`purpose.${purpose}`)}</h3>
      <p>
        <span class={isLive ? 'tag' : 'tag sample'} data-testid={`consent-state-${purpose}`}>
          {isLive
            ? say('roster.live')
            : say('roster.notLive', { lacks: lacks.map((lack) => say(`lack.${lack}`)).join(', ') })}
        </span>
      </p>
      <p class="soft">{say(hasFace ? 'roster.hasFace' : 'roster.noFace')}</p>
      {mode === 'give' ? (
        <Give person={person} standing={standing} change={change} onClose={() => setMode('closed')} />
      ) : (
        <p class="person-do">
          <button
            type="button"
            class="press quiet"
            data-testid={`consent-give-${purpose}`}
            onClick={() => setMode('give')}
          >
            {say('roster.give')}
          </button>
          <button
            type="button"
            class="press quiet warn"
            data-testid={`consent-withdraw-${purpose}`}
            onClick={() => setMode('withdraw')}
          >
            {say('roster.withdraw')}
          </button>
        </p>
      )}
      {mode === 'withdraw' && (
        <Withdraw person={person} purpose={purpose} change={change} onClose={() => setMode('closed')} />
      )}
    </div>
  );
};

const Give = ({ person, standing, change, onClose }: ConsentProps & { readonly onClose: () => void }) => {
  const { say } = useWords();
  const { purpose, textVersions } = standing;
  const guardians = person.guardians.map(({ name }) => ({ side: 'guardian' as ConsentSide, name }));
  const givers = [...guardians, { side: 'self' as ConsentSide, name: person.name }];
  const [who, setWho] = useState(0);
  const [text, setText] = useState(textVersions[0] ?? '');
  const [paper, setPaper] = useState('');
  const giver = givers[who];
  const send = async () => {
    if (giver === undefined || paper.trim() === '') return;
    const consent = {
      purpose,
      side: giver.side,
      givenBy: giver.name,
      textVersion: text,
      evidence: { kind: 'paper' as const, reference: paper.trim() },
      untilDay: null,
    };
    const isDone = await change(
      ({ signal }) => rpc.people.give.mutate({ personId: person.id, consent }, { signal }),
      say('roster.saved'),
    );
    if (isDone) onClose();
  };
  return (
    <form
      class="roster-consent"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label class="field">
        {say('roster.who')}
        <select
          data-testid="give-who"
          value={String(who)}
          onChange={(event) => setWho(Number(event.currentTarget.value))}
        >
          {givers.map(({ side, name }, at) => (
            <option key={`${side} ${name}`} value={String(at)}>
              {name} ({say(`side.${side}`)})
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        {say('roster.text')}
        <select value={text} onChange={(event) => setText(event.currentTarget.value)}>
          {textVersions.map((version) => (
            <option key={version} value={version}>
              {version}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        {say('roster.paper')}
        <input
          data-testid="give-paper"
          maxLength={100}
          value={paper}
          onInput={(event) => setPaper(event.currentTarget.value)}
        />
      </label>
      <p class="person-do">
        <button type="submit" class="press strong" data-testid="give-send" disabled={paper.trim() === ''}>
          {say('roster.give')}
        </button>
        <button type="button" class="press quiet" onClick={onClose}>
          {say('roster.cancel')}
        </button>
      </p>
    </form>
  );
};

interface WithdrawProps {
  readonly person: Person;
  readonly purpose: ConsentPurpose;
  readonly change: Change;
  readonly onClose: () => void;
}

const Withdraw = ({ person, purpose, change, onClose }: WithdrawProps) => {
  const { say } = useWords();
  const send = async () => {
    await change(
      ({ signal }) => rpc.people.withdraw.mutate({ personId: person.id, purpose }, { signal }),
      ({ id }) => say('roster.withdrawn', { id }),
    );
    onClose();
  };
  return (
    <AskDialog title={say('roster.withdraw')} testId="withdraw-ask" onClose={onClose}>
      <p>{say('roster.withdrawSure', { name: person.name })}</p>
      <p class="ask-choices">
        <button type="button" class="press quiet" onClick={onClose}>
          {say('roster.cancel')}
        </button>
        <button type="button" class="press strong warn" data-testid="withdraw-do" onClick={() => void send()}>
          {say('roster.withdraw')}
        </button>
      </p>
    </AskDialog>
  );
};

const Ask = ({ personId, change }: { personId: PersonId; change: Change }) => {
  const { say } = useWords();
  const [kind, setKind] = useState<RequestKind>('access');
  const [note, setNote] = useState('');
  return (
    <form
      class="roster-consent"
      onSubmit={(event) => {
        event.preventDefault();
        void change(
          ({ signal }) => rpc.people.ask.mutate({ personId, kind, note }, { signal }),
          say('roster.saved'),
        ).then((isDone) => isDone && setNote(''));
      }}
    >
      <h2>{say('roster.ask')}</h2>
      <label class="field">
        {say('roster.askKind')}
        <select value={kind} onChange={(event) => setKind(event.currentTarget.value as RequestKind)}>
          {RequestKind.options.map((one) => (
            <option key={one} value={one}>
              {say(`request.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        {say('roster.note')}
        <input
          data-testid="ask-note"
          maxLength={300}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </label>
      <button type="submit" class="press strong" data-testid="ask-send">
        {say('roster.ask')}
      </button>
    </form>
  );
};
