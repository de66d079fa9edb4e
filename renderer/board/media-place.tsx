// Pictures and films beside the calls, one after the other. One that fails is left out until the list changes; with none the
// place shows how the hall works.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { BoardView } from '../../contract/live.ts';
import { Icon } from '../ui/icons.tsx';
import { useWords } from './words.ts';

const pictureMs = 12_000;
/** A film that neither plays nor fails is given up. */
const stuckMs = 20_000;

type Item = BoardView['media'][number];

export const MediaPlace = ({ items, isQuiet }: { items: readonly Item[]; isQuiet: boolean }) => {
  const [at, setAt] = useState(0);
  const [failed, setFailed] = useState<readonly string[]>([]);
  const good = items.filter(({ path }) => !failed.includes(path));
  const item = good[at % Math.max(1, good.length)];
  const key = items.map(({ path }) => path).join();
  useEffect(() => setFailed([]), [key]);
  // The same functions at each drawing: the board is drawn every second, and timers depend on them.
  const next = useCallback(() => setAt((now) => now + 1), []);
  const fail = useCallback((path: string) => setFailed((known) => [...known, path]), []);
  if (item === undefined) return <Idle />;
  return (
    <section class="media" data-testid="board-media">
      {item.kind === 'image' ? (
        <Picture key={`${at} ${item.path}`} path={item.path} onOver={next} onFail={fail} />
      ) : (
        <Film
          key={`${at} ${item.path}`}
          path={item.path}
          isOnlyOne={good.length === 1}
          isQuiet={isQuiet}
          onOver={next}
          onFail={fail}
        />
      )}
    </section>
  );
};

interface ShownProps {
  readonly path: string;
  readonly onOver: () => void;
  readonly onFail: (path: string) => void;
}

const Picture = ({ path, onOver, onFail }: ShownProps) => {
  useEffect(() => {
    const timer = setTimeout(onOver, pictureMs);
    return () => clearTimeout(timer);
  }, [onOver]);
  return <img src={path} alt="" onError={() => onFail(path)} />;
};

interface FilmProps extends ShownProps {
  readonly isOnlyOne: boolean;
  /** A call is announced: nothing else is heard. */
  readonly isQuiet: boolean;
}

const Film = ({ path, isOnlyOne, isQuiet, onOver, onFail }: FilmProps) => {
  const film = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    let seenS = -1;
    const timer = setInterval(() => {
      const now = film.current?.currentTime ?? 0;
      if (now === seenS) onFail(path);
      seenS = now;
    }, stuckMs);
    return () => clearInterval(timer);
  }, [path, onFail]);
  return (
    <video
      ref={film}
      src={path}
      autoplay
      loop={isOnlyOne}
      muted={isQuiet}
      onEnded={onOver}
      onError={() => onFail(path)}
    />
  );
};

const Idle = () => {
  const { say } = useWords();
  return (
    <section class="media idle" data-testid="board-media-none">
      <Icon name="ticket" />
      <p>{say('board.stepTake')}</p>
      <p>{say('board.stepWait')}</p>
    </section>
  );
};
