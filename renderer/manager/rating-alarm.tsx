// A low rating came: said on every page of management, with one chime, until somebody looks.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RatingsLive } from '../../contract/rating-results.ts';
import { Icon } from '../ui/icons.tsx';
import { useWords } from './words.ts';

/** Two soft tones; a browser that wants a touch first stays silent, and the words are there. */
const chime = (): void => {
  const context = new AudioContext();
  for (const [at, frequency] of [523.3, 659.3].entries()) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    const start = context.currentTime + at * 0.3;
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.3, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.6);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + 0.65);
    if (at === 1) tone.onended = () => void context.close();
  }
};

interface AlarmProps {
  readonly view: RatingsLive | null;
  readonly isOnPage: boolean;
  readonly onOpen: () => void;
}

export const RatingAlarm = ({ view, isOnPage, onOpen }: AlarmProps) => {
  const { say, local } = useWords();
  const heard = useRef<Set<string> | null>(null);
  const [newest, setNewest] = useState<string | null>(null);
  const open = view?.alerts.filter(({ state }) => state === 'open') ?? null;
  useEffect(() => {
    if (open === null) return;
    const ids = open.map(({ alertId }) => alertId);
    const before = heard.current;
    heard.current = new Set([...(before ?? []), ...ids]);
    // What lay there when the page was opened is on the badge; only what comes is told.
    const came = before === null ? undefined : ids.find((id) => !before.has(id));
    if (came === undefined) return;
    setNewest(came);
    chime();
  }, [open]);
  const alert = open?.find(({ alertId }) => alertId === newest);
  const isShown = alert !== undefined && !isOnPage;
  return (
    <div class="rating-alarm" role="status" aria-live="assertive" data-testid="rating-alarm" data-shown={isShown}>
      {isShown && (
        <>
          <Icon name="bell" />
          <span>{say('ratings.new', { counter: local(alert.counter) })}</span>
          <button type="button" class="small" data-testid="rating-alarm-open" onClick={onOpen}>
            {say('ratings.openPage')}
          </button>
        </>
      )}
    </div>
  );
};
