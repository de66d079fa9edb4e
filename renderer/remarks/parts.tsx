import { siteTimeZone } from '../../contract/time-zone.ts';
import type { SmallTrouble } from '../lib/small-rpc.ts';
import { troubleKey, useWords } from './words.ts';

export const Waiting = ({ status, onAgain }: { status: 'loading' | 'lost'; onAgain: () => void }) => {
  const { say } = useWords();
  return (
    <p class="waiting" role="status">
      {say(status === 'loading' ? 'remark.loading' : 'remark.lost')}
      {status === 'lost' && (
        <button type="button" class="press quiet" onClick={onAgain}>
          {say('remark.tryAgain')}
        </button>
      )}
    </p>
  );
};

export const Trouble = ({ trouble }: { trouble: SmallTrouble | null }) => {
  const { say } = useWords();
  return (
    <p class="wrong" role="alert" data-testid="remark-wrong">
      {trouble && say(troubleKey(trouble), trouble.params)}
    </p>
  );
};

/** Says days and moments as people read them. */
export const useDates = () => {
  const { language } = useWords();
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeZone: 'UTC' });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: siteTimeZone });
  return {
    /** yyyy-mm-dd. */
    day: (date: string): string => day.format(Date.parse(date)),
    moment: (atMs: number): string => moment.format(atMs),
  };
};

interface WordsFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly max: number;
  readonly rows: number;
  readonly testId: string;
  readonly onInput: (value: string) => void;
}

const letters = new Intl.Segmenter('vi', { granularity: 'grapheme' });

/** Words with a count of what is left, as the host counts it. */
export const WordsField = ({ label, hint, value, max, rows, testId, onInput }: WordsFieldProps) => {
  const { say } = useWords();
  const left = max - [...letters.segment(value.normalize('NFC').trim())].length;
  return (
    <label class="field">
      {label}
      <small>{hint}</small>
      <textarea
        rows={rows}
        // A letter with its marks may be several units; this only keeps a pasted book out.
        maxLength={max * 4}
        data-testid={testId}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      <small class="count" data-over={left < 0 || undefined} aria-live="polite">
        {left < 0 ? say('remark.leftOver', { count: -left }) : left < 100 ? say('remark.left', { count: left }) : null}
      </small>
    </label>
  );
};
