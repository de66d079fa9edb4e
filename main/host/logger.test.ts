import { expect, it } from 'vitest';
import { createLogger } from './logger.ts';

it('an error keeps its message and its stack in the log, wherever it hangs', () => {
  const lines: string[] = [];
  const logger = createLogger('warn', { write: (line: string) => void lines.push(line) });
  logger.error({ error: new Error('the printer fell off the table') }, 'first');
  logger.error({ cause: new TypeError('no such thing') }, 'second');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    {
      msg: 'first',
      error: { message: 'the printer fell off the table', stack: expect.stringContaining('logger.test.ts') },
    },
    { msg: 'second', cause: { type: 'TypeError', message: 'no such thing' } },
  ]);
});
