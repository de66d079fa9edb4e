// What headquarters and citizens sent is done once: the row that says so is written in the transaction that does it.
import { DownlinkAnswer, DownlinkCommand, type PullPage, type SentCommand } from '../../../contract/downlink.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { StoreError } from '../../store/store-error.ts';
import type { HubLine } from './line.ts';

/** Does it inside a transaction. */
export type PreparedCommand = (tx: Transaction) => DownlinkAnswer;

export interface ObedienceDeps {
  readonly db: Db;
  readonly ledger: Pick<Ledger, 'submit'>;
  readonly now: () => number;
  /** What takes its time, such as reading a table, comes before the transaction. */
  readonly prepare: (command: DownlinkCommand) => Promise<PreparedCommand>;
  readonly log: (level: 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

/** Longer than the hub sends anything again. */
const KEPT_MS = 180 * 86_400_000;

/** Work that throws is tried at least so often and for so long: what was a passing trouble is over by then. */
const TRIES = 5;
const TRIED_FOR_MS = 5 * 60_000;
/** What an answer may say. */
const REASON_MAX = 200;

const refused = (error: Extract<DownlinkAnswer, { ok: false }>['error']): PreparedCommand => {
  return () => ({ ok: false, error });
};

const isErrand = ({ body }: SentCommand): boolean =>
  typeof body === 'object' && body !== null && 'kind' in body && body.kind === 'errand';

/** One pull at a time; asked meanwhile, it pulls once more. */
export const createObedience = ({ db, ledger, now, prepare, log }: ObedienceDeps) => {
  const find = db.prepare<[string], string>('SELECT answer FROM hub_command WHERE id = ?').pluck();
  const insert = db.prepare('INSERT INTO hub_command (id, answer, done_at_ms) VALUES (?, ?, ?)');
  const forget = db.prepare('DELETE FROM hub_command WHERE done_at_ms < ?');
  /** By the id of the command; since the host was started. */
  const failures = new Map<string, { readonly count: number; readonly sinceMs: number }>();
  let isBusy = false;
  let isAskedAgain = false;

  const prepared = async ({ body, expiresAtMs }: SentCommand, nowMs: number): Promise<PreparedCommand> => {
    if (body === null || expiresAtMs <= nowMs) return refused({ code: 'command-expired' });
    const command = DownlinkCommand.safeParse(body);
    if (command.success) return prepare(command.data);
    return refused({ code: 'bad-input', params: { reason: String(command.error.issues[0]?.message).slice(0, 200) } });
  };

  const perform = (id: string, act: PreparedCommand): Promise<DownlinkAnswer> =>
    ledger.submit((tx) => {
      const answer = act(tx);
      forget.run(now() - KEPT_MS);
      insert.run(id, JSON.stringify(answer), now());
      return answer;
    });

  /** After its last try: the refusal that those after it wait for. Before it, the error itself. */
  const giveUp = (id: string, error: unknown): PreparedCommand => {
    // A full disk is no fault of the command.
    if (error instanceof StoreError) throw error;
    const { count, sinceMs } = failures.get(id) ?? { count: 0, sinceMs: now() };
    const tries = count + 1;
    failures.set(id, { count: tries, sinceMs });
    if (tries < TRIES || now() - sinceMs < TRIED_FOR_MS) throw error;
    log('error', 'a command from the hub is given up: its work throws', { id, tries, error });
    return refused({ code: 'command-failed', params: { tries, reason: String(error).slice(0, REASON_MAX) } });
  };

  const answerOf = async (sent: SentCommand, nowMs: number): Promise<DownlinkAnswer> => {
    const known = find.get(sent.id);
    if (known !== undefined) return DownlinkAnswer.parse(JSON.parse(known));
    const answer = await prepared(sent, nowMs)
      .then((act) => perform(sent.id, act))
      .catch((error: unknown) => perform(sent.id, giveUp(sent.id, error)));
    failures.delete(sent.id);
    return answer;
  };

  /** Those of headquarters in their order, since it counts; errands beside them, since no citizen waits for another one. */
  const obeyPage = async (
    line: Pick<HubLine, 'answer'>,
    { commands, nowMs }: Pick<PullPage, 'commands' | 'nowMs'>,
  ): Promise<readonly PromiseSettledResult<void>[]> => {
    const one = async (sent: SentCommand): Promise<void> =>
      line.answer({ id: sent.id, answer: await answerOf(sent, nowMs) });
    const errands = Promise.allSettled(commands.filter(isErrand).map(one));
    try {
      for (const sent of commands.filter((command) => !isErrand(command))) await one(sent);
    } finally {
      await errands;
    }
    return errands;
  };

  const pullAll = async (line: Pick<HubLine, 'pull' | 'answer'>): Promise<void> => {
    let failed: PromiseRejectedResult | undefined;
    for (let after = 0; ; ) {
      const page = await line.pull(after);
      const errands = await obeyPage(line, page);
      // An errand that cannot be done yet holds up nothing but itself.
      failed ??= errands.find((errand) => errand.status === 'rejected');
      after = page.commands.at(-1)?.seq ?? after;
      if (!page.isMore) break;
    }
    if (failed !== undefined) throw failed.reason;
  };

  return async (line: Pick<HubLine, 'pull' | 'answer'>): Promise<void> => {
    isAskedAgain = true;
    if (isBusy) return;
    isBusy = true;
    try {
      while (isAskedAgain) {
        isAskedAgain = false;
        await pullAll(line).catch((error: unknown) => {
          // Who asked meanwhile had something new: it is not to wait for the next minute.
          if (!isAskedAgain) throw error;
        });
      }
    } finally {
      isBusy = false;
    }
  };
};
