// The board: the last call in letters for eight metres, the few before it, and how many wait.
import type { BoardCall, BoardLayout, BoardView } from '../../contract/live.ts';
import { timeOfDay, useNow } from '../lib/clock.ts';
import { useLive } from '../lib/live.ts';
import { BigNumber } from '../ui/big-number.tsx';
import { Icon, Mark } from '../ui/icons.tsx';
import { CallList } from './call-list.tsx';
import { Counters } from './counters.tsx';
import { EmergencyPage } from './emergency.tsx';
import { withExamples } from './examples.ts';
import { MediaPlace } from './media-place.tsx';
import { useAnnouncer } from './use-announcer.ts';
import { useWords, WordsProvider } from './words.ts';

/** The board has nobody to choose: `?lang=en` in its address makes an English board. */
const language = new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'vi';
const callsBefore = { calls: 4, list: 7, media: 4, counters: 0 } as const satisfies Record<BoardLayout, number>;
const servicesShown = 6;

export const Board = () => (
  <WordsProvider language={language}>
    <Hall />
  </WordsProvider>
);

/** `/board/` is the first board of the site, `/board/<id>/` another one. */
const boardId = /^\/board\/([a-z0-9-]+)\/?$/.exec(location.pathname)?.[1] ?? null;
/** A manager looks at it small: silent, and with example calls where nobody was called yet. */
const isPreview = new URLSearchParams(location.search).has('preview');

const Hall = () => {
  const { local } = useWords();
  const { view: real, status, offsetMs, seenAtMs } = useLive(boardId === null ? 'board' : `board/${boardId}`);
  const view = real !== null && isPreview ? withExamples(real) : real;
  const nowMs = useNow(1000, offsetMs);
  const { announcing, isSoundAllowed } = useAnnouncer(real, nowMs, isPreview ? 'preview' : 'hall');
  const layout = view?.layout ?? 'calls';
  const headline = announcing ?? view?.calls[0] ?? null;
  const listed = layout === 'list' ? headline : null;
  // Those that are still to be announced are not "just called" for the hall.
  const newestSeq = announcing?.seq ?? Number.POSITIVE_INFINITY;
  const before = (view?.calls ?? [])
    .filter((call) => call.number !== headline?.number && call.seq < newestSeq)
    .slice(0, callsBefore[layout]);
  if (view?.emergency) return <EmergencyPage text={local(view.emergency)} nowMs={nowMs} />;

  return (
    <div
      class="board"
      data-testid="board"
      data-live={status}
      data-layout={layout === 'list' && listed === null ? 'calls' : layout}
    >
      <Top view={view} nowMs={nowMs} isSoundAllowed={isSoundAllowed} />
      <main class="hall">
        {listed ? (
          <CallList newest={listed} before={before} isFresh={announcing !== null}>
            <Steps />
          </CallList>
        ) : (
          <>
            <Headline
              call={headline}
              isFresh={announcing !== null}
              hasView={view !== null}
              isLost={status === 'lost'}
            />
            {view?.layout === 'counters' ? <Counters view={view} /> : <Before calls={before} hasView={view !== null} />}
          </>
        )}
        {view && <Beside view={view} isAnnouncing={announcing !== null} />}
      </main>
      <Foot view={view} lostAtMs={status === 'lost' && view ? (seenAtMs ?? nowMs) : null} />
    </div>
  );
};

/** Pictures and films, or how many wait. */
const Beside = ({ view, isAnnouncing }: { view: BoardView; isAnnouncing: boolean }) =>
  view.layout === 'media' ? (
    <MediaPlace items={view.media} isQuiet={isAnnouncing || !view.speaks} />
  ) : (
    <Waiting view={view} />
  );

/** The few calls before the last one. */
const Before = ({ calls, hasView }: { calls: readonly BoardCall[]; hasView: boolean }) => {
  const { say } = useWords();
  return (
    <section class="before">
      {calls.length > 0 && <h2>{say('board.before')}</h2>}
      {hasView && calls.length === 0 && <Steps />}
      <ol>
        {calls.map((call) => (
          <li key={call.number} data-testid={`board-before-${call.number}`}>
            <span class="before-number">{call.number}</span>
            <Icon name="arrow" />
            <span class="before-counter">
              <small>{say('board.counter')}</small> {call.counterNumber}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
};

interface TopProps {
  readonly view: BoardView | null;
  readonly nowMs: number;
  readonly isSoundAllowed: boolean;
}

const Top = ({ view, nowMs, isSoundAllowed }: TopProps) => {
  const { say, local } = useWords();
  const paused = (view?.counters ?? []).filter(({ state }) => state === 'paused').map(({ number }) => number);
  return (
    <header class="top">
      <Mark />
      <h1>{view ? local(view.siteName) : say('board.title')}</h1>
      {isPreview && <p class="example">{say('board.preview')}</p>}
      {!isSoundAllowed && view?.speaks !== false && (
        <button type="button" class="sound" data-testid="board-sound">
          <Icon name="sound" />
          {say('board.soundOff')}
        </button>
      )}
      {paused.length > 0 && (
        <p class="paused" data-testid="board-paused">
          <Icon name="pause" />
          {say('board.paused', { counters: paused.join(', ') })}
        </p>
      )}
      <p class="clock" data-testid="board-clock">
        {timeOfDay(nowMs)}
      </p>
    </header>
  );
};

interface HeadlineProps {
  readonly call: BoardCall | null;
  readonly isFresh: boolean;
  readonly hasView: boolean;
  readonly isLost: boolean;
}

const Headline = ({ call, isFresh, hasView, isLost }: HeadlineProps) => {
  const { say } = useWords();
  if (!call) {
    const words = hasView
      ? ({ title: 'board.emptyTitle', hint: 'board.emptyHint' } as const)
      : isLost
        ? ({ title: 'board.lostTitle', hint: 'board.lostHint' } as const)
        : ({ title: 'board.connecting', hint: 'board.connectingHint' } as const);
    return (
      <section class="headline none" data-testid="board-empty">
        <p class="none-title">{say(words.title)}</p>
        <p>{say(words.hint)}</p>
      </section>
    );
  }
  return (
    <section
      key={`${call.seq}`}
      class="headline"
      data-fresh={isFresh || undefined}
      data-testid="board-headline"
      data-seq={call.seq}
      aria-live="assertive"
      aria-atomic="true"
    >
      <div class="headline-ticket">
        <p>{say(call.isRecall ? 'board.recalls' : 'board.invites')}</p>
        <BigNumber text={call.number} class="headline-number" testId="board-number" />
      </div>
      <div class="headline-counter">
        <p>{say('board.toCounter')}</p>
        <BigNumber text={call.counterNumber} class="headline-number" testId="board-counter" />
      </div>
    </section>
  );
};

/** Before the first call the hall is told how the day goes. */
const Steps = () => {
  const { say } = useWords();
  return (
    <div class="first-steps">
      <p>
        <Icon name="ticket" />
        {say('board.stepTake')}
      </p>
      <p>
        <Icon name="seat" />
        {say('board.stepWait')}
      </p>
      <p>
        <Icon name="board" />
        {say('board.stepGo')}
      </p>
    </div>
  );
};

const Waiting = ({ view }: { view: BoardView }) => {
  const { say, local } = useWords();
  const services = view.waitingByService.toSorted((a, b) => b.waiting - a.waiting).slice(0, servicesShown);
  return (
    <section class="wait">
      <h2>
        {say('board.waiting')}
        <span>
          <strong data-testid="board-waiting">{view.waiting}</strong> {say('board.people')}
        </span>
      </h2>
      <ul>
        {services.map((service) => (
          <li key={local(service.name)}>
            <span>{local(service.name)}</span>
            <strong>{service.waiting}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
};

const Foot = ({ view, lostAtMs }: { view: BoardView | null; lostAtMs: number | null }) => {
  const { say, local } = useWords();
  if (lostAtMs !== null)
    return (
      <footer class="foot lost" data-testid="board-lost">
        <Icon name="offline" />
        <p role="alert">{say('board.lost', { time: timeOfDay(lostAtMs) })}</p>
      </footer>
    );
  if (!view?.notice) return null;
  return (
    <footer class="foot">
      <p class="running">{local(view.notice)}</p>
    </footer>
  );
};
