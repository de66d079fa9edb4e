// Looks procedures and services up at the kiosk: by a word typed on the glass, or by field.
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { ServiceId } from '../../contract/ids.ts';
import type { KioskView } from '../../contract/live.ts';
import type { ProcedureAnswers, ProcedureField } from '../../contract/procedure.ts';
import { question, rpc } from '../lib/rpc.ts';
import { useAnswer, useKeptAnswer } from '../lib/use-answer.ts';
import { Icon } from '../ui/icons.tsx';
import { Lines, Nothing, Waiting } from './found.tsx';
import { Keyboard } from './keyboard.tsx';
import { useOrientation } from './use-orientation.ts';
import type { Searching, Visit } from './visit.ts';
import { useWords } from './words.ts';

const mostLetters = 40;
const askFields = () => question(({ signal }) => rpc.procedures.fields.query({}, { signal }));

interface SearchPageProps {
  readonly stage: Searching;
  readonly textSize: Visit['textSize'];
  readonly services: KioskView['services'];
  readonly onStage: (stage: Visit['stage']) => void;
  readonly onTake: (serviceId: ServiceId) => void;
  readonly onHome: () => void;
}

export const SearchPage = ({ stage, textSize, services, onStage, onTake, onHome }: SearchPageProps) => {
  const { say } = useWords();
  const { typed, field } = stage;
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const type = (text: string) => onStage({ ...stage, typed: text.trimStart().slice(0, mostLetters), page: 0 });
  const isAsked = typed.trim() !== '' || field !== null;
  return (
    <main class="search" data-testid="kiosk-search">
      <header class="search-head">
        <button
          type="button"
          class="press quiet"
          data-testid="search-back"
          onClick={() => (isAsked ? onStage({ at: 'search', typed: '', field: null, page: 0 }) : onHome())}
        >
          <Icon name="back" />
          {say('procedure.back')}
        </button>
        <h1 data-aloud>{say('procedure.title')}</h1>
      </header>
      <div class="search-type">
        <input
          ref={input}
          class="search-typed"
          inputMode="none"
          autocomplete="off"
          spellcheck={false}
          aria-label={say('procedure.typeHere')}
          placeholder={say('procedure.typeHere')}
          data-testid="search-typed"
          value={typed}
          onInput={(event) => type(event.currentTarget.value)}
        />
        <Keyboard
          onLetter={(letter) => type(typed + letter)}
          onErase={() => type(typed.slice(0, -1))}
          onClear={() => type('')}
        />
      </div>
      {isAsked ? (
        <Answers stage={stage} textSize={textSize} services={services} onStage={onStage} onTake={onTake} />
      ) : (
        <Fields stage={stage} textSize={textSize} onStage={onStage} />
      )}
    </main>
  );
};

const useRows = (textSize: Visit['textSize']): number => {
  const orientation = useOrientation();
  if (textSize === 'large') return 4;
  return orientation === 'portrait' ? 6 : 5;
};

type PartProps = Pick<SearchPageProps, 'stage' | 'textSize' | 'onStage'>;

const Fields = ({ stage, textSize, onStage }: PartProps) => {
  const { say, local } = useWords();
  const rows = useRows(textSize);
  const answer = useAnswer(askFields);
  if (answer.value === null) return <Waiting status={answer.status} onAgain={answer.again} />;
  const fields: readonly ProcedureField[] = answer.value.fields;
  if (fields.length === 0) return <Nothing title={say('procedure.empty')} hint={say('procedure.emptyHint')} />;
  return (
    <Lines
      head={say('procedure.fields')}
      isSample={false}
      columns={2}
      rows={rows}
      page={stage.page}
      onPage={(page) => onStage({ ...stage, page })}
      lines={fields.map(({ name }) => ({
        key: name.vi,
        testId: 'search-field',
        icon: 'folder',
        text: local(name),
        isStrong: false,
        run: () => onStage({ ...stage, field: name.vi, page: 0 }),
      }))}
    />
  );
};

const headOf = ({ isNear, found, isMore }: ProcedureAnswers) => {
  if (isNear && found.length > 0) return 'procedure.near';
  if (isMore) return 'procedure.foundMany';
  return found.length === 1 ? 'procedure.foundOne' : 'procedure.found';
};

const Answers = ({
  stage,
  textSize,
  services,
  onStage,
  onTake,
}: PartProps & Pick<SearchPageProps, 'services' | 'onTake'>) => {
  const { say, local } = useWords();
  const rows = useRows(textSize);
  const { typed, field } = stage;
  const ask = useCallback(
    () => question(({ signal }) => rpc.procedures.search.query({ typed, field }, { signal })),
    [typed, field],
  );
  const answer = useKeptAnswer(ask);
  if (answer.value === null) return <Waiting status={answer.status} onAgain={answer.again} />;
  const { found } = answer.value;
  const areSamples = found.length > 0 && found.every(({ isSample }) => isSample);
  const open = answer.value.services.filter(({ id }) =>
    services.some((service) => service.id === id && service.closed === null),
  );
  if (found.length + open.length === 0)
    return <Nothing title={say('procedure.none', { typed })} hint={say('procedure.noneHint')} />;
  return (
    <Lines
      head={say(headOf(answer.value), { count: found.length })}
      isSample={areSamples}
      columns={1}
      rows={rows}
      page={stage.page}
      onPage={(page) => onStage({ ...stage, page })}
      lines={[
        ...open.map(({ id, name }) => ({
          key: id,
          testId: `search-take-${id}`,
          icon: 'ticket' as const,
          text: say('procedure.takeNumber', { service: local(name) }),
          isStrong: true,
          run: () => onTake(id),
        })),
        ...found.map(({ code, name, isSample }) => ({
          key: code,
          testId: 'search-found',
          icon: 'paper' as const,
          text: isSample && !areSamples ? say('procedure.sampleOf', { name: local(name) }) : local(name),
          isStrong: false,
          run: () => onStage({ at: 'procedure', code, page: 0, back: stage }),
        })),
      ]}
    />
  );
};
