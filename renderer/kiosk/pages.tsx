// Words that are turned page by page.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../ui/icons.tsx';
import { useWords } from './words.ts';

interface PagesProps {
  /** Changes whenever other words are shown. */
  readonly what: string;
  readonly page: number;
  readonly onCount: (pages: number) => void;
  readonly children: ComponentChildren;
}

/** Words that do not fit flow into columns beside; one column is a page. Nothing is cut and nothing scrolls by hand. */
export const Pages = ({ what, page, onCount, children }: PagesProps) => {
  const box = useRef<HTMLDivElement>(null);
  const tell = useRef(onCount);
  tell.current = onCount;
  useLayoutEffect(() => {
    const words = box.current;
    if (!words) return undefined;
    const turn = () => {
      const stepPx = words.clientWidth + Number.parseFloat(getComputedStyle(words).columnGap);
      tell.current(Math.max(1, Math.round((words.scrollWidth + stepPx - words.clientWidth) / stepPx)));
      words.scrollLeft = page * stepPx;
    };
    turn();
    const watcher = new ResizeObserver(turn);
    watcher.observe(words);
    for (const child of words.children) watcher.observe(child);
    return () => watcher.disconnect();
  }, [what, page]);
  return (
    <div ref={box} class="sheet-pages" data-testid="procedure-pages">
      {children}
    </div>
  );
};

interface PagerProps {
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

export const Pager = ({ page: at, pages, onPage }: PagerProps) => {
  const { say } = useWords();
  return (
    <nav class="pager leaf" data-testid="procedure-pager" hidden={pages === 1}>
      <button
        type="button"
        class="press quiet"
        data-testid="procedure-previous"
        disabled={at === 0}
        onClick={() => onPage(at - 1)}
      >
        <Icon name="back" />
        {say('procedure.previous')}
      </button>
      <p aria-live="polite">{say('procedure.page', { page: at + 1, pages })}</p>
      <button
        type="button"
        class="press strong"
        data-testid="procedure-next"
        disabled={at === pages - 1}
        onClick={() => onPage(at + 1)}
      >
        {say('procedure.next')}
        <Icon name="arrow" />
      </button>
    </nav>
  );
};
