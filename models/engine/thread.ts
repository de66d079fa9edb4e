// Calls into a worker thread and back. Both sides share one table of calls: `Calls` maps a name to its input and output.
import { once } from 'node:events';
import { parentPort, type TransferListItem, Worker } from 'node:worker_threads';

/** Name → [what is sent, what comes back]. */
export type Calls = Readonly<Record<string, readonly [input: unknown, output: unknown]>>;

export interface Thread<Table extends Calls> {
  /** Rejects when the thread ended before it answered. */
  call<Name extends keyof Table & string>(
    name: Name,
    input: Table[Name][0],
    transfer: readonly TransferListItem[],
  ): Promise<Table[Name][1]>;
  /** Calls that wait are rejected at once; the one under way comes to its end in the thread. */
  close(): Promise<void>;
}

/** Told to the thread instead of a question. */
const CLOSE = 'close';
/** A call that hangs does not keep the host from its end. */
const CLOSE_WITHIN_MS = 10_000;

interface Question {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

type Answer = { readonly id: number; readonly output: unknown } | { readonly id: number; readonly trouble: string };

interface Waiting {
  resolve(output: never): void;
  reject(error: Error): void;
}

export interface ThreadOptions {
  /** What the worker finds when it starts. */
  readonly workerData: unknown;
  /** `again`: the call after a failure starts a new thread. `no`: it rejects, since what the thread knew is lost. */
  readonly start: 'again' | 'no';
  /** Pixels and rows lie outside the heap; a small heap is collected often, and forgotten pixels with it. */
  readonly heapMaxMb: number;
}

/** @param file the worker's module. */
export const createThread = <Table extends Calls>(file: URL, options: ThreadOptions): Thread<Table> => {
  let worker: Worker | null = null;
  let ended: string | null = null;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  const giveUp = (reason: string): void => {
    worker = null;
    if (options.start === 'no') ended = reason;
    for (const { reject } of waiting.values()) reject(new Error(reason));
    waiting.clear();
  };

  const start = (): Worker => {
    const started = new Worker(file, {
      workerData: options.workerData,
      resourceLimits: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: options.heapMaxMb },
    });
    started.on('message', (answer: Answer) => {
      const asked = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('trouble' in answer) asked?.reject(new Error(answer.trouble));
      else asked?.resolve(answer.output as never);
      // An idle thread does not keep the process alive.
      if (waiting.size === 0) started.unref();
    });
    started.on('error', (error: Error) => {
      if (worker === started) giveUp(`The worker thread failed: ${error.message}`);
    });
    started.on('exit', (code) => {
      if (worker === started) giveUp(`The worker thread ended with ${code}.`);
    });
    return started;
  };

  return {
    call: (name, input, transfer) =>
      new Promise((resolve, reject) => {
        if (ended !== null) throw new Error(ended);
        worker ??= start();
        worker.ref();
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        const question: Question = { id: lastId, name, input };
        worker.postMessage(question, transfer);
      }),
    close: async () => {
      const ending = worker;
      giveUp('The face core is closed.');
      ended = 'The face core is closed.';
      if (ending === null) return;
      // Not terminated in the middle of a call: native code that comes back to a thread that is gone ends the whole process.
      const exit = once(ending, 'exit');
      ending.ref();
      ending.postMessage(CLOSE);
      const tooLate = setTimeout(() => void ending.terminate(), CLOSE_WITHIN_MS);
      await exit;
      clearTimeout(tooLate);
    },
  };
};

export type Handlers<Table extends Calls> = {
  readonly [Name in keyof Table]: (input: Table[Name][0]) => Table[Name][1] | Promise<Table[Name][1]>;
};

/** Answers the calls that reach this worker thread, one after the other: inference does not get faster by overlapping. */
export const serve = <Table extends Calls>(handlers: Handlers<Table>): void => {
  const port = parentPort;
  if (port === null) throw new Error('This module runs in a worker thread only.');
  let before: Promise<void> = Promise.resolve();
  let isClosing = false;
  const answer = async ({ id, name, input }: Question): Promise<void> => {
    if (isClosing) return;
    try {
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`The worker thread knows no call "${name}".`);
      port.postMessage({ id, output: await handler(input) });
    } catch (error) {
      port.postMessage({ id, trouble: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  };
  port.on('message', (question: Question | typeof CLOSE) => {
    if (question === CLOSE) isClosing = true;
    before = before.then(() => (question === CLOSE ? process.exit(0) : answer(question)));
  });
};
