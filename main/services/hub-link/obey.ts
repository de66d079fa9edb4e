// What headquarters sent is done once: the row that says so is written in the transaction that does it.
import { DownlinkAnswer, DownlinkCommand, type SentCommand } from '../../../contract/downlink.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import type { HubLine } from './line.ts';

/** Does it inside a transaction. */
export type PreparedCommand = (tx: Transaction) => DownlinkAnswer;

export interface ObedienceDeps {
  readonly db: Db;
  readonly ledger: Pick<Ledger, 'submit'>;
  readonly now: () => number;
  /** What takes its time, such as reading a table, comes before the transaction. */
  readonly prepare: (command: DownlinkCommand) => Promise<PreparedCommand>;
}

/** Longer than the hub sends anything again. */
const KEPT_MS = 180 * 86_400_000;

const refused = (error: Extract<DownlinkAnswer, { ok: false }>['error']): PreparedCommand => {
  return () => ({ ok: false, error });
};

/** One pull at a time; asked meanwhile, it pulls once more. */
export const createObedience = ({ db, ledger, now, prepare }: ObedienceDeps) => {
  const find = db.prepare<[string], string>('SELECT answer FROM hub_command WHERE id = ?').pluck();
  const insert = db.prepare('INSERT INTO hub_command (id, answer, done_at_ms) VALUES (?, ?, ?)');
  const forget = db.prepare('DELETE FROM hub_command WHERE done_at_ms < ?');
  let isBusy = false;
  let isAskedAgain = false;

  const prepared = async ({ body, expiresAtMs }: SentCommand, nowMs: number): Promise<PreparedCommand> => {
    if (body === null || expiresAtMs <= nowMs) return refused({ code: 'command-expired' });
    const command = DownlinkCommand.safeParse(body);
    if (command.success) return prepare(command.data);
    return refused({ code: 'bad-input', params: { reason: String(command.error.issues[0]?.message).slice(0, 200) } });
  };

  const answerOf = async (sent: SentCommand, nowMs: number): Promise<DownlinkAnswer> => {
    const known = find.get(sent.id);
    if (known !== undefined) return DownlinkAnswer.parse(JSON.parse(known));
    const act = await prepared(sent, nowMs);
    return ledger.submit((tx) => {
      const answer = act(tx);
      forget.run(now() - KEPT_MS);
      insert.run(sent.id, JSON.stringify(answer), now());
      return answer;
    });
  };

  const pullAll = async (line: Pick<HubLine, 'pull' | 'answer'>): Promise<void> => {
    for (let after = 0; ; ) {
      const { commands, nowMs, isMore } = await line.pull(after);
      for (const sent of commands) {
        await line.answer({ id: sent.id, answer: await answerOf(sent, nowMs) });
        after = sent.seq;
      }
      if (!isMore) return;
    }
  };

  return async (line: Pick<HubLine, 'pull' | 'answer'>): Promise<void> => {
    isAskedAgain = true;
    if (isBusy) return;
    isBusy = true;
    try {
      while (isAskedAgain) {
        isAskedAgain = false;
        await pullAll(line);
      }
    } finally {
      isBusy = false;
    }
  };
};
