import { describe, expect, it } from 'vitest';
import { createThread } from './thread.ts';

type Calls = { answer: [string, string] };

/** A worker that answers, but ends at once when it is asked to. */
const fragile = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (question) => {
      if (question === 'close') process.exit(0);
      const { id, input } = question;
      if (input === 'end') process.exit(3);
      if (input === 'throw') throw new Error('out of memory, say');
      parentPort.postMessage({ id, output: input + '!' });
    });
  `)}`,
);

describe('a thread that dies', () => {
  it.each([
    ['end', /ended with 3/],
    ['throw', /out of memory, say/],
  ])('(%s) rejects what was under way, and the next call starts another one', async (how, message) => {
    const thread = createThread<Calls>(fragile, { workerData: null, start: 'again', heapMaxMb: 64 });
    await expect(thread.call('answer', how, [])).rejects.toThrow(message);
    expect(await thread.call('answer', 'xin chào', [])).toBe('xin chào!');
    await thread.close();
    await expect(thread.call('answer', 'too late', [])).rejects.toThrow('closed');
  });

  it('with knowledge that is lost stays dead, instead of coming back empty', async () => {
    const thread = createThread<Calls>(fragile, { workerData: null, start: 'no', heapMaxMb: 64 });
    await expect(thread.call('answer', 'end', [])).rejects.toThrow('ended with 3');
    await expect(thread.call('answer', 'xin chào', [])).rejects.toThrow('ended with 3');
  });
});
