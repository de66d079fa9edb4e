// One message that takes the whole page: what happened, what to do next.
import { Icon, type IconName } from '../ui/icons.tsx';

interface FullPageProps {
  readonly testId: string;
  readonly icon: IconName;
  readonly title: string;
  readonly hint: string;
  readonly actions: readonly {
    readonly label: string;
    readonly weight: 'strong' | 'quiet';
    readonly run: () => void;
  }[];
}

export const FullPage = ({ testId, icon, title, hint, actions }: FullPageProps) => (
  <main class="full-page" data-testid={testId}>
    <span class="full-page-sign">
      <Icon name={icon} />
    </span>
    <div class="full-page-words" role="alert">
      <h1 data-aloud>{title}</h1>
      <p data-aloud>{hint}</p>
    </div>
    {actions.length > 0 && (
      <div class="full-page-actions">
        {actions.map((action) => (
          <button key={action.label} type="button" class={`press ${action.weight}`} onClick={action.run}>
            {action.label}
          </button>
        ))}
      </div>
    )}
  </main>
);
