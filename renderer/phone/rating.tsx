// Rating a visit or a counter: the form, what became of it, and why there is none. Loaded when there is something to rate.
import type { KeyOf } from '../../contract/texts/catalogue.ts';
import { rate } from '../../contract/texts/rate.ts';
import type { Language } from '../../contract/ticket.ts';
import type { SmallTrouble } from '../lib/small-rpc.ts';
import './rating.css';
import { RatingPages } from './rating-pages.tsx';
import type { RatingSource } from './rating-source.ts';
import { RatingWords, useRatingWords } from './rating-words.ts';
import { useRating } from './use-rating.ts';

export interface RatingProps {
  readonly source: RatingSource;
  readonly language: Language;
}

export const Rating = ({ source, language }: RatingProps) => (
  <RatingWords language={language}>
    <Stages source={source} />
  </RatingWords>
);

const Stages = ({ source }: { source: RatingSource }) => {
  const { draft, change, stage, send, load } = useRating(source);
  switch (stage.at) {
    case 'form':
      return (
        <RatingPages
          form={stage.form}
          draft={draft}
          notice={stage.notice}
          onChange={change}
          onSend={(sent) => void send(sent, stage.form)}
        />
      );
    case 'thanks':
      return <Thanks wasLow={stage.wasLow} />;
    case 'refused':
      return <Refused trouble={stage.trouble} onAgain={() => void load()} />;
    default:
      return <Waiting at={stage.at} />;
  }
};

const waitingWords = {
  loading: ['rate.loading', null],
  lost: ['rate.lost', 'rate.lostHint'],
  sending: ['rate.sending', null],
  kept: ['rate.kept', 'rate.keptHint'],
  'at-hub': ['rate.atHub', 'rate.atHubHint'],
} as const;

const Waiting = ({ at }: { at: keyof typeof waitingWords }) => {
  const { say } = useRatingWords();
  const [title, hint] = waitingWords[at];
  return (
    <section class="rate-note" role="status" data-testid={`rate-${at}`}>
      <h1>{say(title)}</h1>
      {hint !== null && <p>{say(hint)}</p>}
    </section>
  );
};

const Thanks = ({ wasLow }: { wasLow: boolean }) => {
  const { say } = useRatingWords();
  return (
    <section class="rate-note rate-thanks" role="status" data-testid="rate-thanks">
      <h1>{say('rate.thanks')}</h1>
      {wasLow && <p>{say('rate.thanksLow')}</p>}
      <p>{say('rate.thanksHint')}</p>
    </section>
  );
};

const Refused = ({ trouble, onAgain }: { trouble: SmallTrouble; onAgain: () => void }) => {
  const { say } = useRatingWords();
  const named = `rate.no.${trouble.code}` in rate.vi ? trouble.code : 'other';
  const again = ['rating-not-open', 'too-many-attempts', 'sign-crowded', 'other'].includes(named);
  return (
    <section class="rate-note" role="status" data-testid="rate-refused" data-code={trouble.code}>
      <h1>{say(`rate.no.${named}` as KeyOf<typeof rate>)}</h1>
      <p>{say(`rate.noHint.${named}` as KeyOf<typeof rate>, trouble.params)}</p>
      {again && (
        <button type="button" class="rate-plain" data-testid="rate-again" onClick={onAgain}>
          {say('rate.again')}
        </button>
      )}
    </section>
  );
};
