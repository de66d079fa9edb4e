import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTrace, maskBytes } from './trace.ts';

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text));
const textOf = (hex: string | undefined) => Buffer.from(hex ?? '', 'hex').toString('latin1');

it('a citizen card was scanned: the trace keeps the fields and none of their contents', () => {
  const trace = createTrace('scanner', () => 1);
  trace.record('device->host', bytesOf('001090012345||Nguyễn Văn A|01011990\r'));
  const [entry] = trace.entries();
  expect(textOf(entry?.hex)).toMatch(/^000000000000\|\|[X]+\|00000000\r$/);
});

it('what was sent to a card reader is kept as it was', () => {
  const trace = createTrace('card-reader', () => 1);
  trace.record('host->device', bytesOf('\u001be'));
  expect(trace.entries()[0]?.hex).toBe('1b65');
});

it('a printer has nothing to hide', () => {
  const trace = createTrace('ticket-printer', () => 1);
  trace.record('device->host', Uint8Array.of(0x16));
  expect(trace.entries()).toEqual([{ atMs: 1, direction: 'device->host', hex: '16', length: 1 }]);
});

it('the oldest piece goes when 500 newer ones came, and a long one is kept by its head', () => {
  const trace = createTrace('ticket-printer', () => 1);
  for (let n = 0; n < 501; n++) trace.record('host->device', Uint8Array.of(n & 0xff));
  trace.record('host->device', new Uint8Array(60_000));
  const entries = trace.entries();
  expect([entries.length, entries[0]?.hex, entries.at(-1)?.length, entries.at(-1)?.hex.length]).toEqual([
    500,
    '02',
    60_000,
    1024,
  ]);
});

it('no two numbers of the same shape can be told apart in a masked trace', () => {
  const digits = fc.array(fc.integer({ min: 0x30, max: 0x39 }), { minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(digits, digits, (one, other) => {
      expect(maskBytes(Uint8Array.from(one))).toEqual(maskBytes(Uint8Array.from(other)));
    }),
  );
});
