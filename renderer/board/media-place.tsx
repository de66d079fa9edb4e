// Pictures, films and notices beside the calls, one after the other. One that fails is left out until the list changes; with none the
// place shows how the hall works.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { BoardView } from '../../contract/live.ts';
import { Icon } from '../ui/icons.tsx';
import { useWords } from './words.ts';

/** Of a picture or a notice. */
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
      <Shown
        key={`${at} ${item.path}`}
        item={item}
        isOnlyOne={good.length === 1}
        isQuiet={isQuiet}
        onOver={next}
        onFail={fail}
      />
    </section>
  );
};

type ItemProps = Omit<FilmProps, 'path'> & { readonly item: Item };

const Shown = ({ item: { path, kind }, ...props }: ItemProps) => {
  if (kind === 'image') return <Picture path={path} onOver={props.onOver} onFail={props.onFail} />;
  if (kind === 'notice') return <Notice path={path} onOver={props.onOver} onFail={props.onFail} />;
  return <Film path={path} {...props} />;
};

interface ShownProps {
  readonly path: string;
  readonly onOver: () => void;
  readonly onFail: (path: string) => void;
}

const useTurn = (onOver: () => void): void =>
  useEffect(() => {
    const timer = setTimeout(onOver, pictureMs);
    return () => clearTimeout(timer);
  }, [onOver]);

const Notice = ({ path, onOver, onFail }: ShownProps) => {
  const [text, setText] = useState('');
  useTurn(onOver);
  useEffect(() => {
    fetch(path)
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(String(answer.status)))))
      .then(setText)
      .catch(() => onFail(path));
  }, [path, onFail]);
  return <p class="media-notice">{text.trim()}</p>;
};

const Picture = ({ path, onOver, onFail }: ShownProps) => {
  useTurn(onOver);
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
