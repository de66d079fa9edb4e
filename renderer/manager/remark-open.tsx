// One remark: what was written and done, and what can be done now.
import { useState } from 'preact/hooks';
import type { UnitId } from '../../contract/ids.ts';
import type { RemarkDesk, RemarkRow } from '../../contract/remark.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import { rpc } from '../lib/rpc.ts';
import type { Send } from './use-said.ts';
import { useWords } from './words.ts';

interface RemarkOpenProps {
  readonly row: RemarkRow;
  readonly desk: RemarkDesk;
  readonly change: Send;
}

export const RemarkOpen = ({ row, desk, change }: RemarkOpenProps) => {
  const { say, local, language } = useWords();
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short', timeZone: siteTimeZone });
  const unitOf = (id: UnitId | null) => {
    const unit = desk.units.find((one) => one.id === id);
    return unit ? local(unit.name) : (id ?? '');
  };
  const isOpen = !row.isErased && (row.state === 'received' || row.state === 'routed');
  return (
    <article class="remark-open" data-testid="remark-open" data-state={row.state}>
      <h2>
        {say('remarkDesk.numberOf', { number: row.number })} · {say(`remark.kind.${row.kind}`)} ·{' '}
        {say(`remark.state.${row.state}`)}
      </h2>
      <p class="soft">
        {[say(`remarkDesk.source.${row.source}`), ...(row.place ? [local(row.place)] : [])].join(' · ')}
      </p>
      {row.isErased && <p class="words">{say('remarkDesk.erased')}</p>}
      <ol class="remark-steps">
        {row.steps.map((step) => (
          <li key={`${step.kind} ${step.atMs}`}>
            <p class="remark-step-head">
              <strong>{say(`remarkDesk.step.${step.kind}`, { unit: unitOf(step.unitId) })}</strong>
              <span class="soft">
                {[moment.format(step.atMs), ...(step.who === null ? [] : [step.who])].join(' · ')}
              </span>
            </p>
            {step.text !== '' && <p class="remark-words">{step.text}</p>}
          </li>
        ))}
      </ol>
      {row.hasPhoto && (
        <a href={`/remarks/photos/${row.id}`} target="_blank" rel="noreferrer">
          <img
            class="remark-photo"
            data-testid="remark-photo"
            src={`/remarks/photos/${row.id}`}
            alt={say('remarkDesk.photo')}
          />
        </a>
      )}
      {isOpen && <Deeds row={row} desk={desk} change={change} />}
    </article>
  );
};

type Deed = 'answer' | 'route' | 'close';

const Deeds = ({ row, desk, change }: RemarkOpenProps) => {
  const { say, local, language } = useWords();
  const [deed, setDeed] = useState<Deed>(desk.mayRoute && row.unitId === null ? 'route' : 'answer');
  const [answer, setAnswer] = useState(row.draft?.text ?? '');
  const [why, setWhy] = useState('');
  const [unitId, setUnitId] = useState<UnitId | null>(row.unitId ?? desk.units[0]?.id ?? null);
  const { id, number } = row;
  const deeds: readonly Deed[] = desk.mayRoute ? ['route', 'answer', 'close'] : ['answer'];

  const act = async () => {
    if (deed === 'answer')
      await change(
        ({ signal }) => rpc.remarks.answer.mutate({ id, text: answer }, { signal }),
        say('remarkDesk.answered', { number }),
      );
    if (deed === 'close')
      await change(
        ({ signal }) => rpc.remarks.close.mutate({ id, why }, { signal }),
        say('remarkDesk.closed', { number }),
      );
    if (deed === 'route' && unitId !== null) {
      const isDone = await change(
        ({ signal }) => rpc.remarks.route.mutate({ id, unitId, why }, { signal }),
        say('remarkDesk.routed', { number }),
      );
      if (isDone) {
        setWhy('');
        setDeed('answer');
      }
    }
  };
  const draft = () =>
    change(({ signal }) => rpc.remarks.draft.mutate({ id, text: answer }, { signal }), say('remarkDesk.draftSaved'));
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'short', timeZone: siteTimeZone });

  return (
    <form
      class="remark-deeds"
      onSubmit={(event) => {
        event.preventDefault();
        void act();
      }}
    >
      {deeds.length > 1 && (
        <p class="remark-choices">
          {deeds.map((one) => (
            <button
              key={one}
              type="button"
              class="small"
              aria-pressed={one === deed}
              data-testid={`remark-deed-${one}`}
              onClick={() => setDeed(one)}
            >
              {say(`remarkDesk.${one}`)}
            </button>
          ))}
        </p>
      )}
      {deed === 'route' && (
        <label class="field">
          {say('remarkDesk.routeTo')}
          <select
            data-testid="remark-unit"
            value={unitId ?? ''}
            onChange={(event) => setUnitId(desk.units.find((one) => one.id === event.currentTarget.value)?.id ?? null)}
          >
            {desk.units.map((unit) => (
              <option key={unit.id} value={unit.id}>
                {local(unit.name)}
              </option>
            ))}
          </select>
        </label>
      )}
      {deed === 'answer' ? (
        <label class="field">
          {say('remarkDesk.answerLabel')}
          <textarea
            rows={5}
            maxLength={desk.answerMax * 2}
            data-testid="remark-answer"
            value={answer}
            onInput={(event) => setAnswer(event.currentTarget.value)}
          />
          {row.draft !== null && (
            <small>{say('remarkDesk.draftOf', { who: row.draft.who, time: time.format(row.draft.atMs) })}</small>
          )}
        </label>
      ) : (
        <label class="field">
          {say(deed === 'route' ? 'remarkDesk.routeWhy' : 'remarkDesk.closeWhy')}
          <textarea
            rows={3}
            maxLength={desk.answerMax * 2}
            data-testid="remark-why"
            value={why}
            onInput={(event) => setWhy(event.currentTarget.value)}
          />
          {deed === 'close' && <small>{say('remarkDesk.closeHint')}</small>}
        </label>
      )}
      <p class="remark-choices">
        {deed === 'answer' && (
          <button type="button" class="press quiet" data-testid="remark-draft" onClick={() => void draft()}>
            {say('remarkDesk.draftSave')}
          </button>
        )}
        <button type="submit" class="press strong" data-testid="remark-act">
          {say(`remarkDesk.${deed}Send`)}
        </button>
      </p>
    </form>
  );
};
