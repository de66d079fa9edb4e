// One procedure in large type, turned page by page, with a code to take it home and the number for it.
import { useCallback, useState } from 'preact/hooks';
import type { ServiceId } from '../../contract/ids.ts';
import type { KioskView } from '../../contract/live.ts';
import type { ProcedureView } from '../../contract/procedure.ts';
import { feeWords, limitWords } from '../lib/procedure-words.ts';
import { question, rpc } from '../lib/rpc.ts';
import { useAnswer } from '../lib/use-answer.ts';
import { Icon } from '../ui/icons.tsx';
import { Qr } from '../ui/qr.tsx';
import { Waiting } from './found.tsx';
import { FullPage } from './full-page.tsx';
import { Pager, Pages } from './pages.tsx';
import type { Reading, Visit } from './visit.ts';
import { useWords } from './words.ts';

interface ProcedurePageProps {
  readonly stage: Reading;
  readonly services: KioskView['services'];
  readonly onStage: (stage: Visit['stage']) => void;
  readonly onTake: (serviceId: ServiceId) => void;
}

export const ProcedurePage = ({ stage, services, onStage, onTake }: ProcedurePageProps) => {
  const { say } = useWords();
  const { code } = stage;
  const ask = useCallback(() => question(({ signal }) => rpc.procedures.find.query({ code }, { signal })), [code]);
  const answer = useAnswer(ask);
  const back = () => onStage(stage.back);
  if (answer.status !== 'known')
    return (
      <main class="search">
        <Waiting status={answer.status} onAgain={answer.again} />
      </main>
    );
  if (answer.value === null)
    return (
      <FullPage
        testId="procedure-unknown"
        icon="warning"
        title={say('procedure.unknown')}
        hint={say('procedure.unknownHint')}
        actions={[{ label: say('procedure.back'), weight: 'strong', run: back }]}
      />
    );
  const { service } = answer.value;
  const isOffered = services.some(({ id, closed }) => id === service?.id && closed === null);
  return (
    <Sheet
      procedure={answer.value}
      page={stage.page}
      onPage={(page) => onStage({ ...stage, page })}
      onBack={back}
      onTake={service !== null && isOffered ? () => onTake(service.id) : null}
    />
  );
};

interface SheetProps {
  readonly procedure: ProcedureView;
  readonly page: number;
  readonly onPage: (page: number) => void;
  readonly onBack: () => void;
  /** Null where it has no queue that gives numbers now. */
  readonly onTake: (() => void) | null;
}

const Sheet = ({ procedure, page, onPage, onBack, onTake }: SheetProps) => {
  const { say, local, language } = useWords();
  const [pages, setPages] = useState(1);
  const at = Math.min(page, pages - 1);
  const { name, field, feeDong, workingDays, isSample, service } = procedure;
  return (
    <main class="sheet-page" data-testid="kiosk-procedure">
      <header class="sheet-head">
        <p>{local(field)}</p>
        <h1 data-aloud>{local(name)}</h1>
        {isSample && (
          <p class="sample-mark" data-testid="procedure-sample">
            {say('procedure.sample')}
          </p>
        )}
      </header>
      <dl class="sheet-facts">
        <div>
          <dt data-aloud>{say('procedure.fee')}</dt>
          <dd data-aloud>{feeWords(feeDong, say)}</dd>
        </div>
        <div>
          <dt data-aloud>{say('procedure.limit')}</dt>
          <dd data-aloud>{limitWords(workingDays, say)}</dd>
        </div>
      </dl>
      <Pages what={`${language} ${procedure.code}`} page={at} onCount={setPages}>
        <Contents procedure={procedure} />
      </Pages>
      <Pager page={at} pages={pages} onPage={onPage} />
      <aside class="sheet-home">
        <Qr qr={procedure.qr} label={say('procedure.takeHome')} />
        <p>{say('procedure.takeHome')}</p>
      </aside>
      <footer class="sheet-do">
        {onTake !== null && service !== null ? (
          <button type="button" class="press strong" data-testid="procedure-take" onClick={onTake}>
            <Icon name="ticket" />
            {say('procedure.takeNumber', { service: local(service.name) })}
          </button>
        ) : (
          <p>{say('procedure.askDesk')}</p>
        )}
        <button type="button" class="press quiet" data-testid="procedure-back" onClick={onBack}>
          <Icon name="back" />
          {say('procedure.back')}
        </button>
      </footer>
    </main>
  );
};

const Contents = ({ procedure: { bring, steps, feeNote } }: { procedure: ProcedureView }) => {
  const { say, language } = useWords();
  return (
    <>
      {language !== 'vi' && <p class="sheet-soft">{say('procedure.vietnameseOnly')}</p>}
      <h2 data-aloud>{say('procedure.bring')}</h2>
      {bring.length === 0 && <p data-aloud>{say('procedure.bringNone')}</p>}
      <ul class="sheet-bring" lang="vi">
        {bring.map((item) => (
          <li key={item} data-aloud>
            {item}
          </li>
        ))}
      </ul>
      {feeNote !== '' && (
        <>
          <h2>{say('procedure.fee')}</h2>
          <p lang="vi">{feeNote}</p>
        </>
      )}
      {steps.length > 0 && <h2>{say('procedure.steps')}</h2>}
      <ol class="sheet-steps" lang="vi">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </>
  );
};
