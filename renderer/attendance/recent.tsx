// Who checked in last, and how many are there.
import type { GatePassage, GateView } from '../../contract/gate.ts';
import { timeOfDay } from '../lib/clock.ts';
import { useStatusWords } from './message.tsx';
import { mayTakeBack } from './moment.ts';
import { useWords } from './words.ts';

interface RecentProps {
  readonly sessions: GateView['sessions'];
  /** Newest first. */
  readonly passages: readonly GatePassage[];
  readonly hasNewest: boolean;
  readonly nowMs: number;
  readonly onNotMe: (passage: GatePassage) => void;
}

const shown = 4;

export const Recent = ({ sessions, passages, hasNewest, nowMs, onNotMe }: RecentProps) => {
  const { say } = useWords();
  const status = useStatusWords();
  return (
    <div class="recent">
      <ul class="sessions">
        {sessions.map(({ sheetId, title, place, arrived, expected }) => (
          <li key={sheetId} data-testid="gate-session" data-sheet={sheetId}>
            <strong>{title}</strong>
            <span>
              {place === '' ? '' : `${place} · `}
              {say('gate.arrived', { arrived, expected })}
            </span>
          </li>
        ))}
      </ul>
      {(passages.length > 0 || !hasNewest) && <h2>{say('gate.lastOnes')}</h2>}
      {!hasNewest && <p class="soft">{say('gate.nobodyYet')}</p>}
      <ul class="last">
        {passages.slice(0, shown).map((passage) => (
          <li key={`${passage.sheetId} ${passage.personId}`} data-testid="gate-last">
            <p class="last-who">
              <strong>{passage.name}</strong>
              <span>
                {timeOfDay(passage.seenAtMs)} · {status(passage)}
              </span>
            </p>
            {mayTakeBack(passage, nowMs) && (
              <button type="button" class="press small" onClick={() => onNotMe(passage)}>
                {say('gate.notMe')}
                <span class="unseen">{passage.name}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
};
