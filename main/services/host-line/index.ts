// A satellite's line to the host of its hall: asks every second whether the host is there, and hands in what was given while it
// was not. Nobody at the glass waits for any of this.
import type { BusinessDay, TicketId } from '../../../contract/ids.ts';
import type { KioskView } from '../../../contract/live.ts';
import type { Refusal, RefusalCode } from '../../../contract/refusal.ts';
import type { Result } from '../../../contract/result.ts';
import {
  type GivenApart,
  type GreetingAnswer,
  HAND_IN_MAX,
  type HandedIn,
  type NumberBand,
} from '../../../contract/satellite.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { createHostLineStore } from './store.ts';

/** How the host is asked. Both throw when no answer comes in time. */
export interface HostDoor {
  greet(): Promise<Result<GreetingAnswer, Refusal>>;
  handIn(ask: {
    readonly sentAtMs: number;
    readonly numbersGiven: readonly GivenApart[];
    readonly asksKnown: boolean;
  }): Promise<Result<HandedIn, Refusal>>;
}

/** `here`: what was given apart is at the host, and it is asked for every number. `refused`: it does not know this machine. */
export type HostState = 'here' | 'away' | 'refused';

export interface HostLine {
  readonly state: HostState;
  /** What the host's kiosk showed last; null before the first answer. */
  kiosk(): KioskView | null;
  /** What codes on tickets begin with; null until the host let this machine in for its numbers. */
  turnBase(): string | null;
  /** A request to the host found nobody. */
  lost(): void;
  stop(): Promise<void>;
}

export interface HostLineDeps {
  readonly db: Db;
  readonly ledger: Pick<Ledger, 'submit' | 'condition'>;
  readonly workingDay: (tx: Transaction) => BusinessDay;
  readonly door: HostDoor;
  readonly numbers: NumberBand;
  readonly now: () => number;
  /** Whether somebody stands at a counter of this machine, or was sent aside by one. */
  readonly isServing: () => boolean;
  /** The business day of a moment. */
  readonly dayAt: (ms: number) => BusinessDay;
  readonly later: (delayMs: number, run: () => void) => Disposable;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail?: Readonly<Record<string, unknown>>) => void;
  readonly onChange: () => void;
}

const GREET_EVERY_MS = 1000;
const ROUNDS = 5;

const notLetIn: readonly RefusalCode[] = ['not-a-kiosk', 'unknown-satellite', 'satellite-numbers'];

/** Of a request that found nobody, the reason lies beneath. */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};

export const startHostLine = (deps: HostLineDeps): HostLine => {
  const { db, ledger, workingDay, door, numbers, now, isServing, dayAt, later, log, onChange } = deps;
  const store = createHostLineStore(db);
  let state: HostState = 'away';
  let isStopped = false;
  let lastKiosk: KioskView | null = null;
  let seenOn: BusinessDay | null = null;
  /** Of the host that has everything. */
  let knownLife: string | null = null;
  /** Counts losses: an answer that was asked for before one says nothing of the time after it. */
  let losses = 0;
  let timer: Disposable | null = null;

  const move = (next: HostState, why: string): void => {
    if (state === next) return;
    state = next;
    log(next === 'here' ? 'info' : 'warn', why, { state: next });
    onChange();
  };

  /** The host has an answer for each of them, whatever it is: none is asked again. */
  const settle = async (ids: readonly TicketId[]): Promise<void> => {
    if (store.unsaidOf(ids).length === 0) return;
    await ledger.submit((tx) => {
      const day = workingDay(tx);
      for (const ticketId of store.unsaidOf(ids)) tx.append(day, { type: 'ticket-handed-in', ticketId });
    });
  };

  /** Errors: no answer; storage trouble here. Returns the refusal of the host, or null when it has all. */
  const handIn = async (given: readonly GivenApart[], asksKnown: boolean): Promise<Refusal | null> => {
    for (let from = 0; from < given.length || (from === 0 && asksKnown); from += HAND_IN_MAX) {
      const numbersGiven = given.slice(from, from + HAND_IN_MAX);
      const answer = await door.handIn({ sentAtMs: now(), numbersGiven, asksKnown: asksKnown && from === 0 });
      if (!answer.ok) return answer.error;
      const { taken, over, doubled } = answer.value;
      await settle([...taken, ...over, ...doubled]);
      store.know(answer.value);
      if (over.length + doubled.length > 0)
        log('error', 'the host of the hall could not take over all numbers', {
          over: over.length,
          doubled: doubled.length,
        });
    }
    return null;
  };

  /** What it does not have, and what is given while that is on its way. Returns the refusal of the host, or null. */
  const handInNew = async (isReturn: boolean): Promise<Refusal | null> => {
    let refusal = await handIn(store.given('unsaid'), isReturn);
    // A host that cannot take a number yet is not asked for it without end.
    for (let round = 0; refusal === null && state !== 'here' && round < ROUNDS; round += 1) {
      const more = store.given('unsaid');
      if (more.length === 0) break;
      refusal = await handIn(more, false);
    }
    return refusal;
  };

  const see = (kiosk: KioskView): void => {
    const isNews = JSON.stringify(kiosk) !== JSON.stringify(lastKiosk);
    lastKiosk = kiosk;
    seenOn = dayAt(now());
    move('here', 'the host of the hall is reached');
    if (isNews) onChange();
  };

  const look = async (): Promise<void> => {
    const before = losses;
    const greeted = await door.greet();
    if (!greeted.ok) {
      // Its numbers may be another machine's by now.
      if (notLetIn.includes(greeted.error.code)) store.expel();
      return move('refused', greeted.error.message);
    }
    const { life, kiosk, turnBase, kept } = greeted.value;
    store.keep(kept);
    // A host whose disk failed gives no numbers.
    if (kiosk.storage !== 'ok')
      return move('away', 'the host of the hall cannot store anything: numbers are given here');
    const isReturn = state !== 'here' || life !== knownLife;
    const refusal = await handInNew(isReturn);
    if (refusal !== null) return move('refused', refusal.message);
    store.admit(numbers, turnBase);
    // Who stands at a counter of this machine is served there to the end.
    if (before !== losses || isStopped || (state !== 'here' && isServing())) return;
    see(kiosk);
    // It may stand on an older database than the one that took the numbers of this morning.
    if (isReturn && (await handIn(store.given('all'), false)) === null) knownLife = life;
  };

  const lose = (why: string): void => {
    losses += 1;
    move('away', why);
  };

  const run = async (): Promise<void> => {
    if (ledger.condition === 'failed') return;
    try {
      await look();
    } catch (error) {
      if (!isStopped) lose(`the host of the hall is away: ${reasonOf(error)}`);
    }
  };

  let running: Promise<void> = Promise.resolve();
  const turn = (): void => {
    running = run().finally(() => {
      if (!isStopped) timer = later(GREET_EVERY_MS, turn);
    });
  };
  turn();

  return {
    get state() {
      return state;
    },
    // What was stopped yesterday says nothing of today.
    kiosk: () =>
      lastKiosk === null || seenOn === dayAt(now())
        ? lastKiosk
        : { ...lastKiosk, emergency: null, services: lastKiosk.services.map((one) => ({ ...one, closed: null })) },
    turnBase: () => store.letIn(numbers),
    lost: () => lose('the host of the hall did not answer'),
    stop: async () => {
      isStopped = true;
      timer?.[Symbol.dispose]();
      await running;
    },
  };
};
