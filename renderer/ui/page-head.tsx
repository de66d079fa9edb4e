// The dark band at the top of a page of staff.
import type { ComponentChildren } from 'preact';
import { Mark } from './icons.tsx';

interface PageHeadProps {
  readonly title: string;
  /** What stands between the title and the end of the band, such as tabs. */
  readonly middle: ComponentChildren;
  /** Who is here and what they may press, at the end of the band. */
  readonly children: ComponentChildren;
}

export const PageHead = ({ title, middle, children }: PageHeadProps) => (
  <header class="head">
    <Mark />
    <h1>{title}</h1>
    {middle}
    <div class="head-do">{children}</div>
  </header>
);

interface TabProps {
  readonly isCurrent: boolean;
  readonly testId: string;
  readonly onChoose: () => void;
  readonly children: ComponentChildren;
}

/** One of `<nav class="tabs">`. */
export const Tab = ({ isCurrent, testId, onChoose, children }: TabProps) => (
  <button type="button" aria-current={isCurrent ? 'page' : undefined} data-testid={testId} onClick={onChoose}>
    {children}
  </button>
);
