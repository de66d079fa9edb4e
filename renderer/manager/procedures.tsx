// The catalogue of procedures: what is in it, posters, and a new file for it.
import { useState } from 'preact/hooks';
import { foldedWords } from '../../contract/fold.ts';
import type { ProcedureSummary } from '../../contract/procedure.ts';
import { rpc } from '../lib/rpc.ts';
import { Upload } from './procedures-upload.tsx';
import { Said } from './said.tsx';
import { useAnswers } from './use-answers.ts';
import { useWords } from './words.ts';

const askProcedures = ({ signal }: { signal: AbortSignal }) => rpc.admin.procedures.query({}, { signal });
const sizes = ['A4', 'A3'] as const;

export const Procedures = ({ onDenied }: { onDenied: () => void }) => {
  const { say } = useWords();
  const { list, said, change } = useAnswers<ProcedureSummary[]>(askProcedures, onDenied);
  return (
    <div class="columns catalogue" data-testid="manager-procedures">
      <section class="list">
        <h2>{say('desk.list')}</h2>
        <Said said={said} />
        {list?.length === 0 && <p class="soft">{say('desk.none')}</p>}
        {list !== null && list.length > 0 && <List list={list} />}
      </section>
      <Upload onStored={(text) => change(async () => ({ ok: true, value: null }), text)} onDenied={onDenied} />
    </div>
  );
};

const List = ({ list }: { list: readonly ProcedureSummary[] }) => {
  const { say, local } = useWords();
  const [typed, setTyped] = useState('');
  const words = foldedWords(typed);
  const shown = list.filter(({ code, name, field }) => {
    const text = foldedWords(`${code} ${name.vi} ${name.en} ${field.vi}`).join(' ');
    return words.every((word) => text.includes(word));
  });
  return (
    <>
      <p class="catalogue-head">
        <label class="field">
          {say('desk.filter')}
          <input
            type="search"
            data-testid="procedures-filter"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        {(['xlsx', 'csv'] as const).map((ending) => (
          <a key={ending} class="press quiet" href={`/manage/procedures.${ending}`} download>
            {say(`desk.export.${ending}`)}
          </a>
        ))}
        {sizes.map((size) => (
          <a key={size} class="press quiet" href={`/manage/posters.pdf?size=${size}`} target="_blank" rel="noreferrer">
            {say('desk.posterAll', { size })}
          </a>
        ))}
      </p>
      <p class="soft" role="status">
        {say(shown.length === 1 ? 'procedure.countOne' : 'procedure.count', { count: shown.length })}
      </p>
      <ul>
        {shown.map(({ code, name, field, isSample }) => (
          <li key={code} class="person" data-testid={`procedure-${code}`}>
            <p class="person-who">
              <strong>{local(name)}</strong>
              <span>
                {code} · {local(field)}
              </span>
              {isSample && <span class="tag sample">{say('procedure.sample')}</span>}
            </p>
            <p class="person-do">
              {sizes.map((size) => (
                <a
                  key={size}
                  class="press quiet"
                  href={`/manage/posters.pdf?${new URLSearchParams({ code, size })}`}
                  target="_blank"
                  rel="noreferrer"
                  aria-label={`${say('desk.poster', { size })}: ${local(name)}`}
                >
                  {say('desk.poster', { size })}
                </a>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
};
