// What became of a remark, for whoever holds its slip before the scanner.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RemarkView } from '../../contract/remark.ts';
import { command, rpc, type Trouble } from '../lib/rpc.ts';
import { Waiting } from './found.tsx';
import { FullPage } from './full-page.tsx';
import { Pager, Pages } from './pages.tsx';
import { dayWords } from './remark-left.tsx';
import type { Stage } from './visit.ts';
import { useWords } from './words.ts';

interface RemarkReadProps {
  readonly stage: Extract<Stage, { at: 'remark-read' }>;
  readonly onStage: (stage: Stage) => void;
  readonly onDone: () => void;
}

export const RemarkRead = ({ stage, onStage, onDone }: RemarkReadProps) => {
  const { say } = useWords();
  const { token } = stage;
  const [found, setFound] = useState<RemarkView | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const load = useCallback(async () => {
    setFound(null);
    setTrouble(null);
    const answer = await command(({ signal }) => rpc.remarks.find.mutate({ token }, { signal }));
    if (answer.ok) setFound(answer.value);
    else setTrouble(answer.error);
  }, [token]);
  useEffect(() => void load(), [load]);
  if (found !== null)
    return <Remark remark={found} page={stage.page} onPage={(page) => onStage({ ...stage, page })} onDone={onDone} />;
  if (trouble === null || trouble.code === 'no-connection')
    return (
      <main class="search">
        <Waiting status={trouble === null ? 'loading' : 'lost'} onAgain={() => void load()} />
      </main>
    );
  return (
    <FullPage
      testId="kiosk-remark-unknown"
      icon="warning"
      title={say('remark.unknown')}
      hint={say(trouble.code === 'unknown-remark' ? 'remark.unknownHint' : `refusal.${trouble.code}`, trouble.params)}
      actions={[{ label: say('kiosk.goHome'), weight: 'strong', run: onDone }]}
    />
  );
};

interface RemarkProps {
  readonly remark: RemarkView;
  readonly page: number;
  readonly onPage: (page: number) => void;
  readonly onDone: () => void;
}

const Remark = ({ remark, page, onPage, onDone }: RemarkProps) => {
  const { say, local } = useWords();
  const [pages, setPages] = useState(1);
  const at = Math.min(page, pages - 1);
  const { kind, number, state, answerBy, unit, steps } = remark;
  const isOpen = state === 'received' || state === 'routed';
  return (
    <main class="remark-read" data-testid="kiosk-remark-read" data-state={state}>
      <header class="sheet-head">
        <p>
          {say(`remark.kind.${kind}`)} · {say('remark.number', { number })}
        </p>
        <h1 data-aloud>{say(`remark.state.${state}`)}</h1>
        {isOpen && <p data-aloud>{say('remark.due', { day: dayWords(answerBy) })}</p>}
        {unit !== null && state !== 'received' && <p>{say('remark.routedTo', { unit: local(unit) })}</p>}
      </header>
      <Pages what={`${number} ${steps.length}`} page={at} onCount={setPages}>
        {remark.isErased && <p>{say('remark.erased')}</p>}
        {steps
          .filter(({ text }) => text !== '')
          .toReversed()
          .map((step) => (
            <section key={`${step.kind} ${step.atMs}`} data-kind={step.kind}>
              <h2>{say(`remark.step.${step.kind}`)}</h2>
              <p class="remark-said" lang="vi">
                {step.text}
              </p>
            </section>
          ))}
      </Pages>
      <Pager page={at} pages={pages} onPage={onPage} />
      <button type="button" class="press strong" data-testid="remark-done" onClick={onDone}>
        {say('kiosk.remarkDone')}
      </button>
    </main>
  );
};
