// What a manager tells the whole hall at once, over everything else.
import { timeOfDay } from '../lib/clock.ts';
import { Icon } from '../ui/icons.tsx';
import './emergency.css';
import { useWords } from './words.ts';

export const EmergencyPage = ({ text, nowMs }: { text: string; nowMs: number }) => {
  const { say } = useWords();
  return (
    <main class="emergency" data-testid="board-emergency">
      <p class="emergency-head">
        <Icon name="warning" />
        {say('board.emergency')}
        <span class="clock">{timeOfDay(nowMs)}</span>
      </p>
      <p class="emergency-text" role="alert">
        {text}
      </p>
      <p class="emergency-hint">{say('board.emergencyHint')}</p>
    </main>
  );
};
