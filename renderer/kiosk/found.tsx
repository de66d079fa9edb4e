// What was found, a page at a time; or that nothing was, or not yet.
import { Icon, type IconName } from '../ui/icons.tsx';
import { pagesOf } from './visit.ts';
import { useWords } from './words.ts';

interface Line {
  readonly key: string;
  readonly testId: string;
  readonly icon: IconName;
  readonly text: string;
  readonly isStrong: boolean;
  readonly run: () => void;
}

interface LinesProps {
  readonly head: string;
  readonly isSample: boolean;
  readonly lines: readonly Line[];
  readonly columns: 1 | 2;
  readonly rows: number;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

/** What can be pressed, a page at a time. */
export const Lines = ({ head, isSample, lines, columns, rows, page, onPage }: LinesProps) => {
  const { say } = useWords();
  const pages = pagesOf(lines, { columns, rows });
  const at = Math.min(page, pages.length - 1);
  return (
    <section class="found">
      <p class="found-head" role="status" data-aloud>
        <span>{head}</span>
        {isSample && <strong class="sample-mark">{say('procedure.sample')}</strong>}
      </p>
      <ul class="found-lines" data-columns={columns} style={{ '--rows': rows }}>
        {(pages[at] ?? []).map(({ key, testId, icon, text, isStrong, run }) => (
          <li key={key}>
            <button
              type="button"
              class="found-line"
              data-strong={isStrong || undefined}
              data-testid={testId}
              onClick={run}
            >
              <Icon name={icon} />
              <span data-aloud>{text}</span>
            </button>
          </li>
        ))}
      </ul>
      {pages.length > 1 && (
        <nav class="pager">
          <button
            type="button"
            class="press quiet"
            data-testid="search-previous"
            disabled={at === 0}
            onClick={() => onPage(at - 1)}
          >
            <Icon name="back" />
            {say('procedure.previous')}
          </button>
          <p aria-live="polite">{say('procedure.page', { page: at + 1, pages: pages.length })}</p>
          <button
            type="button"
            class="press strong"
            data-testid="search-next"
            disabled={at === pages.length - 1}
            onClick={() => onPage(at + 1)}
          >
            {say('procedure.next')}
            <Icon name="arrow" />
          </button>
        </nav>
      )}
    </section>
  );
};

export const Nothing = ({ title, hint }: { title: string; hint: string }) => (
  <section class="found nothing" role="status" data-testid="search-none">
    <p class="nothing-title" data-aloud>
      {title}
    </p>
    <p data-aloud>{hint}</p>
  </section>
);

export const Waiting = ({ status, onAgain }: { status: 'loading' | 'known' | 'lost'; onAgain: () => void }) => {
  const { say } = useWords();
  if (status !== 'lost')
    return (
      <section class="found nothing" role="status">
        <p>{say('procedure.loading')}</p>
      </section>
    );
  return (
    <section class="found nothing" role="status" data-testid="search-lost">
      <p class="nothing-title">{say('kiosk.noAnswerShort')}</p>
      <button type="button" class="press strong" onClick={onAgain}>
        {say('procedure.tryAgain')}
      </button>
    </section>
  );
};
