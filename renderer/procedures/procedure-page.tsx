// One procedure: what to bring, what it costs, how long it takes, and how to get there.
import { useCallback } from 'preact/hooks';
import type { ProcedureView } from '../../contract/procedure.ts';
import { feeWords, limitWords } from '../lib/procedure-words.ts';
import { ask } from '../lib/small-rpc.ts';
import { useAnswer } from '../lib/use-answer.ts';
import { SampleMark, Waiting } from './parts.tsx';
import { useWords } from './words.ts';

export const ProcedurePage = ({ code, onSearch }: { code: string; onSearch: () => void }) => {
  const { say } = useWords();
  const question = useCallback(() => ask('procedures', 'find', { code }), [code]);
  const answer = useAnswer(question);
  return (
    <section>
      {answer.status !== 'known' && <Waiting status={answer.status} onAgain={answer.again} />}
      {answer.status === 'known' && answer.value === null && (
        <div class="unknown" data-testid="procedure-unknown">
          <h1>{say('procedure.unknown')}</h1>
          <p>{say('procedure.unknownHint')}</p>
        </div>
      )}
      {answer.value !== null && <Found procedure={answer.value} />}
      <button type="button" class="press quiet" data-testid="procedure-search" onClick={onSearch}>
        {say('procedure.title')}
      </button>
    </section>
  );
};

const Found = ({ procedure }: { procedure: ProcedureView }) => {
  const { say, local, language } = useWords();
  const { name, field, bring, steps, forms, feeDong, feeNote, workingDays, isSample } = procedure;
  return (
    <article data-testid="procedure">
      <p class="field">{local(field)}</p>
      <h1>{local(name)}</h1>
      {isSample && (
        <>
          <SampleMark />
          <p class="soft">{say('procedure.sampleHint')}</p>
        </>
      )}
      <dl class="facts">
        <div>
          <dt>{say('procedure.fee')}</dt>
          <dd>{feeWords(feeDong, say)}</dd>
        </div>
        <div>
          <dt>{say('procedure.limit')}</dt>
          <dd>{limitWords(workingDays, say)}</dd>
        </div>
      </dl>
      {feeNote !== '' && (
        <p class="soft" lang="vi">
          {feeNote}
        </p>
      )}
      <h2>{say('procedure.bring')}</h2>
      {language !== 'vi' && <p class="soft">{say('procedure.vietnameseOnly')}</p>}
      {bring.length === 0 ? (
        <p>{say('procedure.bringNone')}</p>
      ) : (
        <ul class="bring" lang="vi">
          {bring.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      )}
      {steps.length > 0 && (
        <>
          <h2>{say('procedure.steps')}</h2>
          <ol class="steps" lang="vi">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </>
      )}
      {forms.length > 0 && (
        <>
          <h2>{say('procedure.forms')}</h2>
          {forms.map((form, index) => (
            <a key={form} class="press quiet" href={form} rel="noreferrer">
              {say('procedure.form', { number: index + 1 })}
            </a>
          ))}
        </>
      )}
      <Come procedure={procedure} />
      <p class="soft">{say('procedure.code', { code: procedure.code })}</p>
      <a class="press quiet" data-testid="procedure-remark" href="/remarks/">
        {say('procedure.remark')}
      </a>
    </article>
  );
};

/** How one gets to the counter with it. */
const Come = ({ procedure: { service } }: { procedure: ProcedureView }) => {
  const { say, local } = useWords();
  if (service === null) return <p class="come">{say('procedure.askDesk')}</p>;
  const named = { service: local(service.name) };
  if (!service.isBookable) return <p class="come">{say('procedure.comeOnly', named)}</p>;
  return (
    <>
      <a class="press strong" data-testid="procedure-book" href={`/book/#service=${service.id}`}>
        {say('procedure.book')}
      </a>
      <p class="come">{say('procedure.comeTake', named)}</p>
    </>
  );
};
