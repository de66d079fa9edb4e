// The list of fields, and what a word finds.
import { useCallback } from 'preact/hooks';
import type { ProcedureAnswers, ProcedureField } from '../../contract/procedure.ts';
import { ask } from '../lib/small-rpc.ts';
import { useKeptAnswer } from '../lib/use-answer.ts';
import { SampleMark, Waiting } from './parts.tsx';
import type { Place } from './place.ts';
import { useWords } from './words.ts';

interface SearchProps {
  readonly place: Place;
  readonly fields: readonly ProcedureField[];
  readonly onType: (typed: string) => void;
  readonly onGo: (place: Place) => void;
}

export const Search = ({ place, fields, onType, onGo }: SearchProps) => {
  const { say, local } = useWords();
  const isAsked = place.typed.trim() !== '' || place.field !== null;
  const field = fields.find(({ name }) => name.vi === place.field);
  if (fields.length === 0)
    return (
      <section data-testid="procedures-empty">
        <h1>{say('procedure.empty')}</h1>
        <p>{say('procedure.emptyHint')}</p>
      </section>
    );
  return (
    <section>
      <h1>{field === undefined ? say('procedure.title') : local(field.name)}</h1>
      <search>
        <input
          type="search"
          aria-label={say('procedure.typeHere')}
          placeholder={say('procedure.typeHere')}
          autocomplete="off"
          enterkeyhint="search"
          maxLength={100}
          data-testid="procedures-typed"
          value={place.typed}
          onInput={(event) => onType(event.currentTarget.value)}
        />
      </search>
      {isAsked ? (
        <Found place={place} onGo={onGo} />
      ) : (
        <>
          <h2>{say('procedure.fields')}</h2>
          <ul class="choices">
            {fields.map(({ name, count }) => (
              <li key={name.vi}>
                <button
                  type="button"
                  class="choice"
                  data-testid="procedures-field"
                  onClick={() => onGo({ ...place, field: name.vi })}
                >
                  <span>{local(name)}</span>
                  <small>{say(count === 1 ? 'procedure.countOne' : 'procedure.count', { count })}</small>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      {place.field !== null && (
        <button type="button" class="press quiet" onClick={() => onGo({ ...place, field: null, typed: '' })}>
          {say('procedure.fields')}
        </button>
      )}
    </section>
  );
};

const headOf = ({ isNear, found, isMore }: ProcedureAnswers) => {
  if (isNear) return 'procedure.near';
  if (isMore) return 'procedure.foundMany';
  return found.length === 1 ? 'procedure.foundOne' : 'procedure.found';
};

const Found = ({ place, onGo }: Pick<SearchProps, 'place' | 'onGo'>) => {
  const { say, local } = useWords();
  const { typed, field } = place;
  const question = useCallback(() => ask('procedures', 'search', { typed, field }), [typed, field]);
  const answer = useKeptAnswer(question);
  if (answer.value === null)
    return <Waiting status={answer.status === 'lost' ? 'lost' : 'loading'} onAgain={answer.again} />;
  const { found } = answer.value;
  if (found.length === 0)
    return (
      <div class="none" role="status" data-testid="procedures-none">
        <p>{say('procedure.none', { typed })}</p>
        <p>{say('procedure.noneHint')}</p>
      </div>
    );
  const areSamples = found.every(({ isSample }) => isSample);
  return (
    <>
      <p class="soft" role="status">
        {say(headOf(answer.value), { count: found.length })}
      </p>
      {areSamples && <SampleMark />}
      <ul class="choices">
        {found.map(({ code, name, field: of, isSample }) => (
          <li key={code}>
            <a
              class="choice"
              href={`?code=${encodeURIComponent(code)}`}
              data-testid="procedures-found"
              onClick={(event) => {
                event.preventDefault();
                onGo({ ...place, code });
              }}
            >
              <span>{local(name)}</span>
              <small>{local(of)}</small>
              {isSample && !areSamples && <small class="sample">{say('procedure.sample')}</small>}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
};
