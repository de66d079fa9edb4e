// What this phone left for a hall that does not answer: the offer to leave it, and a card for each until it is settled.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ErrandState } from '../../contract/errand.ts';
import type { Result } from '../../contract/result.ts';
import { join, type KeyOf } from '../../contract/texts/catalogue.ts';
import { errand } from '../../contract/texts/errand.ts';
import { bookingTrouble, isBookingTrouble } from '../../contract/texts/trouble-booking.ts';
import type { Language } from '../../contract/ticket.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import {
  askErrand,
  type ErrandKind,
  leaveErrand,
  type OwnErrand,
  readErrands,
  withdrawErrand,
  writeErrands,
} from '../lib/errand.ts';
import type { SmallTrouble } from '../lib/small-rpc.ts';
import { createWords } from '../lib/words.tsx';
import './errands.css';

/** A rating shows what becomes of it itself. */
type ShownKind = Exclude<ErrandKind, 'rate'>;

const words = join(errand, bookingTrouble);
const { WordsProvider, useWords } = createWords(words);

/** The errands of one page, kept on the phone. */
export const useErrands = (place: string) => {
  const [errands, setErrands] = useState(() => readErrands(place));
  const change = useCallback(
    (next: (errands: readonly OwnErrand[]) => readonly OwnErrand[]) =>
      setErrands((before) => {
        const after = next(before);
        writeErrands(place, after);
        return after;
      }),
    [place],
  );
  return {
    errands,
    add: useCallback((one: OwnErrand) => change((before) => [one, ...before]), [change]),
    drop: useCallback(
      ({ receipt }: OwnErrand) => change((before) => before.filter((one) => one.receipt !== receipt)),
      [change],
    ),
  };
};

const troubleKey = ({ code }: SmallTrouble): KeyOf<typeof words> => {
  const named = `errand.no.${code}`;
  if (named in errand.vi) return named as KeyOf<typeof errand>;
  const known = `refusal.${code}`;
  return isBookingTrouble(known) && code !== 'bad-input' ? known : 'errand.no.other';
};

interface OfferProps {
  readonly kind: ShownKind;
  /** What the hall is to be told, or what is wrong with it. */
  readonly input: () => Result<Readonly<Record<string, unknown>>, SmallTrouble>;
  readonly language: Language;
  readonly onLeft: (errand: OwnErrand) => void;
}

/** Stands where the hall could not be asked. */
export const ErrandOffer = (props: OfferProps) => (
  <WordsProvider language={props.language}>
    <Offer {...props} />
  </WordsProvider>
);

const Offer = ({ kind, input, onLeft }: OfferProps) => {
  const { say } = useWords();
  const [trouble, setTrouble] = useState<SmallTrouble | null>(null);
  const [isBusy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    const given = input();
    const left = given.ok ? await leaveErrand(kind, given.value) : given;
    setBusy(false);
    if (left.ok) onLeft(left.value);
    else setTrouble(left.error);
  };
  const failed = trouble?.code === 'no-connection' || trouble?.code === 'hall-silent' ? 'errand.sendFailed' : null;
  return (
    <div class="errand" data-testid="errand-offer">
      <p>{say('errand.offer')}</p>
      <button
        type="button"
        class="press strong"
        data-testid="errand-send"
        aria-disabled={isBusy}
        onClick={() => {
          if (!isBusy) void leave();
        }}
      >
        {say(isBusy ? 'errand.sending' : `errand.send.${kind}`)}
      </button>
      <p class="wrong" role="alert">
        {trouble && say(failed ?? troubleKey(trouble), trouble.params)}
      </p>
    </div>
  );
};

interface CardsProps {
  readonly errands: readonly OwnErrand[];
  readonly language: Language;
  /** The hall did it. */
  readonly onDone: (errand: OwnErrand, value: unknown) => void;
  readonly onDrop: (errand: OwnErrand) => void;
}

export const ErrandCards = ({ errands, language, onDone, onDrop }: CardsProps) =>
  errands.length === 0 ? null : (
    <WordsProvider language={language}>
      <ul class="errands">
        {errands.map((one) => (
          <Card key={one.receipt} errand={one} onDone={(value) => onDone(one, value)} onDrop={() => onDrop(one)} />
        ))}
      </ul>
    </WordsProvider>
  );

const ASK_EVERY_MS = 5000;

/** Asked at once, every few seconds while somebody looks, and when the network is back. `ask` may be called at any time. */
const useErrandState = (receipt: string) => {
  const [state, setState] = useState<ErrandState | null>(null);
  // Withdrawn is not undone: the hall may have been faster, and its answer comes a moment later.
  const isSettled = state?.state === 'answered';
  useEffect(() => {
    if (isSettled) return undefined;
    let isOver = false;
    const ask = () => {
      if (document.visibilityState === 'hidden') return;
      void askErrand(receipt).then((next) => {
        if (!isOver && next !== null) setState(next);
      });
    };
    ask();
    const timer = setInterval(ask, ASK_EVERY_MS);
    window.addEventListener('online', ask);
    document.addEventListener('visibilitychange', ask);
    return () => {
      isOver = true;
      clearInterval(timer);
      window.removeEventListener('online', ask);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [receipt, isSettled]);
  return { state, setState };
};

interface CardProps {
  readonly errand: OwnErrand;
  readonly onDone: (value: unknown) => void;
  readonly onDrop: () => void;
}

const Card = ({ errand: { kind, receipt, untilMs }, onDone, onDrop }: CardProps) => {
  const { say, locale } = useWords();
  const { state, setState } = useErrandState(receipt);
  const result = state?.state === 'answered' ? (state.result as Result<unknown, SmallTrouble>) : null;
  useEffect(() => {
    if (result?.ok === true) onDone(result.value);
  }, [result]);
  // A rating shows what becomes of it itself.
  if (kind === 'rate' || result?.ok === true) return null;
  const isOver = state?.state === 'over';
  const when = new Intl.DateTimeFormat(locale, {
    ...{ weekday: 'long', day: 'numeric', month: 'numeric', hour: '2-digit', minute: '2-digit' },
    timeZone: siteTimeZone,
  }).format(untilMs);
  const withdraw = async () => {
    const after = await withdrawErrand(receipt);
    if (after !== null) setState(after);
  };
  return (
    <li class="errand" data-testid={`errand-${kind}`} data-state={state?.state ?? 'unknown'} role="status">
      <h2>{say(`errand.${result !== null ? 'refused' : isOver ? 'over' : 'waits'}.${kind}`)}</h2>
      {result !== null && <p>{say(troubleKey(result.error), result.error.params)}</p>}
      {result === null && !isOver && (
        <>
          <p>{say(`errand.hint.${kind}`)}</p>
          <p class="errand-plain">{say('errand.until', { when })}</p>
          <button type="button" class="press quiet" data-testid="errand-withdraw" onClick={() => void withdraw()}>
            {say('errand.withdraw')}
          </button>
        </>
      )}
      {(result !== null || isOver) && (
        <button type="button" class="press quiet" data-testid="errand-dismiss" onClick={onDrop}>
          {say('errand.dismiss')}
        </button>
      )}
    </li>
  );
};
