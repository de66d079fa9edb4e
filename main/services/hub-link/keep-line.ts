// The one line to the hub that is open, or the next try to open one.
import type { LinkTrouble } from '../../../contract/hub-status.ts';
import { type HubLine, LineError, type LineListeners, type OpenHubLine } from './line.ts';
import { nextTry, noTries } from './reopen.ts';

export interface KeptLineDeps {
  readonly openLine: OpenHubLine;
  /** What a line says that is not the newest any more is not passed on to `ack`. */
  readonly hears: Pick<LineListeners, 'ack' | 'asked' | 'nudged'>;
  readonly opened: () => void;
  readonly closed: (trouble: LinkTrouble) => void;
  /** Not after the link was stopped. */
  readonly after: (ms: number, run: () => void) => void;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

export interface KeptLine {
  /** Once: from then on there is a line, or a next try. */
  open(): Promise<void>;
  /** Null while none is open. Another line is another object: by it one knows whether an answer is late. */
  current(): HubLine | null;
  stop(): Promise<void>;
}

export const troubleOf = (error: unknown): LinkTrouble => (error instanceof LineError ? error.trouble : 'refused');

export const keepLine = ({ openLine, hears, opened, closed, after, random }: KeptLineDeps): KeptLine => {
  let line: HubLine | null = null;
  let tries = noTries;
  /** Counts connections: what an earlier one says late is not for us. */
  let connection = 0;
  let isStopped = false;

  const reopen = (trouble: LinkTrouble): void => {
    const next = nextTry(tries, trouble, random());
    tries = next.tries;
    after(next.delayMs, () => void open());
  };

  const open = async (): Promise<void> => {
    connection += 1;
    const of = connection;
    const lost = (trouble: LinkTrouble): void => {
      if (of !== connection || isStopped) return;
      connection += 1;
      line = null;
      closed(trouble);
      reopen(trouble);
    };
    try {
      const next = await openLine({
        ...hears,
        ack: (ack) => {
          if (of === connection) hears.ack(ack);
        },
        closed: lost,
      });
      if (isStopped || of !== connection) {
        await next.close();
        return;
      }
      line = next;
      tries = noTries;
      opened();
    } catch (error) {
      lost(troubleOf(error));
    }
  };

  return {
    open,
    current: () => line,
    stop: async () => {
      isStopped = true;
      await line?.close();
    },
  };
};
