// How far the city's hub has this site's journal.
import type { HubLinkStatus } from '../../contract/hub-status.ts';
import { Icon } from '../ui/icons.tsx';
import { useWords } from './words.ts';

const MINUTE_MS = 60_000;

export const HubCard = ({ hub }: { hub: HubLinkStatus }) => {
  const { say } = useWords();
  if (hub.state === 'off') return null;
  const state = hub.trouble !== null || hub.state === 'offline' ? 'degraded' : 'ready';
  return (
    <section class="screens">
      <h2>{say('hub.title')}</h2>
      <ul class="cards">
        <li class="card" data-state={state} data-testid="devices-hub" data-hub-state={hub.state}>
          <h2>
            <Icon name={state === 'ready' ? 'check' : 'offline'} />
            {say('hub.stored', { applied: hub.applied })}
            <span class="state" data-state={state}>
              {say(`hubState.${hub.state}`)}
            </span>
          </h2>
          {hub.trouble !== null && <p class="todo">{say(`hubTrouble.${hub.trouble}`)}</p>}
          {hub.backlog > 0 && (
            <p class="name">
              {say('hub.behind', { backlog: hub.backlog, minutes: Math.floor(hub.lagMs / MINUTE_MS) })}
            </p>
          )}
        </li>
      </ul>
    </section>
  );
};
