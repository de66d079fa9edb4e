// Remarks at the kiosk: by one's own phone, or on the glass for whoever has none.
import { createKey } from '../lib/key.ts';
import { question, rpc } from '../lib/rpc.ts';
import { useAnswer } from '../lib/use-answer.ts';
import { Icon } from '../ui/icons.tsx';
import { Qr } from '../ui/qr.tsx';
import { Waiting } from './found.tsx';
import './remark-page.css';
import type { Stage } from './visit.ts';
import { useWords } from './words.ts';

const askDoor = () => question(({ signal }) => rpc.remarks.door.query({}, { signal }));

interface RemarkPageProps {
  readonly onStage: (stage: Stage) => void;
  readonly onDone: () => void;
}

export const RemarkPage = ({ onStage, onDone }: RemarkPageProps) => {
  const { say } = useWords();
  const answer = useAnswer(askDoor);
  const write = () =>
    onStage({
      at: 'remark-write',
      kind: 'suggestion',
      text: '',
      placeId: null,
      device: createKey(),
      key: createKey(),
      trouble: null,
    });
  return (
    <main class="full-page remark-page" data-testid="kiosk-remark-page">
      {answer.value === null ? (
        <Waiting status={answer.status === 'known' ? 'loading' : answer.status} onAgain={answer.again} />
      ) : (
        <div class="remark-code">
          <Qr qr={answer.value.qr} label={say('kiosk.remarkOpen')} />
        </div>
      )}
      <div class="full-page-words">
        <h1 data-aloud>{say('kiosk.remarkOpen')}</h1>
        <p data-aloud>{say('kiosk.remarkHint')}</p>
      </div>
      <div class="full-page-actions">
        <button type="button" class="press strong" data-testid="remark-write-here" onClick={write}>
          <Icon name="pen" />
          {say('kiosk.remarkWrite')}
        </button>
        <button type="button" class="press quiet" data-testid="remark-done" onClick={onDone}>
          {say('kiosk.remarkDone')}
        </button>
      </div>
    </main>
  );
};
