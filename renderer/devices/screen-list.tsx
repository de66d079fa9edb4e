// The boards and kiosks of the hall, by what they report of themselves.
import type { ScreenView } from '../../contract/screen.ts';
import { timeOfDay } from '../lib/clock.ts';
import { Icon } from '../ui/icons.tsx';
import { useWords } from './words.ts';

const todoOf = ({ state, sound }: ScreenView) => {
  if (state === 'ready') return null;
  if (state !== 'silent') return state;
  return sound === 'on' ? null : sound;
};

export const ScreenList = ({ screens }: { screens: readonly ScreenView[] }) => {
  const { say } = useWords();
  if (screens.length === 0) return null;
  return (
    <section class="screens">
      <h2>{say('devices.screens')}</h2>
      <ul class="cards">
        {screens.map((screen) => {
          const todo = todoOf(screen);
          return (
            <li
              key={screen.id}
              class="card"
              data-state={screen.state === 'ready' ? 'ready' : 'degraded'}
              data-testid="devices-screen"
              data-screen-state={screen.state}
            >
              <h2>
                <Icon name={screen.state === 'ready' ? 'check' : 'warning'} />
                {say(`screen.${screen.page}`)}
                <span class="state" data-state={screen.state === 'ready' ? 'ready' : 'degraded'}>
                  {say(`screenState.${screen.state}`)}
                </span>
              </h2>
              {todo !== null && <p class="todo">{say(`screenTodo.${todo}`)}</p>}
              <p class="name">
                {say('devices.screenAt', { address: screen.address, time: timeOfDay(screen.seenAtMs) })}
              </p>
            </li>
          );
        })}
      </ul>
    </section>
  );
};
