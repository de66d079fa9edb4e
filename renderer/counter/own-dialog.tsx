// What citizens said of the clerk's own visits this month: sums, and none below ten.
import type { RatingFigures } from '../../contract/rating.ts';
import { question, rpc } from '../lib/rpc.ts';
import { useAnswer } from '../lib/use-answer.ts';
import { Dialog } from './dialog.tsx';
import { useWords } from './words.ts';

/** A session that is over is told by the work's own line to the host. */
const askOwn = async (): Promise<{ readonly value: RatingFigures } | null> => {
  const answer = await question(({ signal }) => rpc.ratings.own.query({}, { signal }));
  return answer?.value.ok === true ? answer.value : null;
};

export const OwnDialog = ({ onClose }: { onClose: () => void }) => {
  const { say } = useWords();
  const { value, status, again } = useAnswer(askOwn);
  return (
    <Dialog title={say('counter.ownTitle')} testId="own-dialog" onClose={onClose} onKey={() => undefined}>
      <p class="ask-hint">{say('counter.ownHint')}</p>
      {value === null ? (
        <p class="ask-hint strong" role="status" data-testid="own-waiting">
          {say(status === 'lost' ? 'counter.ownLost' : 'counter.connecting')}
        </p>
      ) : (
        <Figures figures={value} />
      )}
      <div class="ask-end">
        {status === 'lost' && (
          <button type="button" class="choice" data-tone="first" data-testid="own-again" onClick={again}>
            <span>{say('counter.ownAgain')}</span>
          </button>
        )}
        <button type="button" class="choice" data-tone="quiet" data-testid="own-close" onClick={onClose}>
          <kbd>Esc</kbd>
          <span>{say('counter.ownClose')}</span>
        </button>
      </div>
    </Dialog>
  );
};

const Figures = ({ figures }: { figures: RatingFigures }) => {
  const { say, language } = useWords();
  const number = (value: number, digits: number): string =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  const percent = (share: number | null): string => (share === null ? '–' : `${number(share * 100, 0)} %`);
  if (figures.few)
    return (
      <p class="ask-hint strong" data-testid="own-few">
        {say('counter.ownFew')}
      </p>
    );
  const { n, mean, satisfied } = figures;
  return (
    <dl class="own" data-testid="own-figures">
      <div>
        <dt>{say('counter.ownMean')}</dt>
        <dd>{number(mean, 2)}</dd>
      </div>
      <div>
        <dt>{say('counter.ownSatisfied')}</dt>
        <dd>{percent(satisfied.value)}</dd>
        <dd class="own-more">
          {say('counter.ownBetween', { low: percent(satisfied.low), high: percent(satisfied.high) })}
        </dd>
      </div>
      <div>
        <dt>{say('counter.ownCount')}</dt>
        <dd>{number(n, 0)}</dd>
      </div>
    </dl>
  );
};
