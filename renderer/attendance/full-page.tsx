// One message that takes the whole page: what happened, what to do next.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from '../ui/icons.tsx';

interface FullPageProps {
  readonly testId: string;
  readonly icon: IconName;
  readonly title: string;
  readonly hint: string;
  readonly children?: ComponentChildren;
}

export const FullPage = ({ testId, icon, title, hint, children }: FullPageProps) => (
  <main class="full-page" data-testid={testId}>
    <span class="sign">
      <Icon name={icon} />
    </span>
    <div class="words" role="status">
      <h1>{title}</h1>
      {hint !== '' && <p class="hint">{hint}</p>}
    </div>
    {children}
  </main>
);
