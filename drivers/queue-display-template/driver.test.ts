// Displays of makers with strings of their own, on a PTY.
import fc from 'fast-check';
import { describe, expect, it, type TestContext } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import { driverConforms } from '../core/conformance.ts';
import { startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { encodeFrame, FrameTemplate, layOut } from './codec.ts';
import { createTemplateDisplay, type TemplateOptions } from './driver.ts';

const DOLLAR = FrameTemplate.parse({});
const FRAMED = FrameTemplate.parse({
  start: '\x02',
  addressDigits: 2,
  separator: '',
  checksum: 'xor',
  checksumFrom: 'start',
  suffix: '\x03',
});
const BYTE_SUM = FrameTemplate.parse({
  checksum: 'sum',
  checksumForm: 'byte',
  suffix: '\r\n',
  fill: '0',
  align: 'right',
});

const told = (frame: FrameTemplate, address: number, text: string) => {
  const places = layOut(frame, text);
  if (!places.ok) throw new Error(places.error);
  return Buffer.from(encodeFrame(frame, address, places.value)).toString('latin1');
};

describe('a frame by its template', () => {
  it.each([
    ['as suppliers write it', DOLLAR, 1, 'A017', '$001,A017#'],
    ['a short number', DOLLAR, 12, '7', '$012,   7#'],
    ['blank', DOLLAR, 12, '', '$012,    #'],
    // 02 ^ 30 ^ 31 ^ 41 ^ 30 ^ 31 ^ 37 = 74
    ['XOR from the start on', FRAMED, 1, 'A017', '\x0201A01774\x03'],
    // 30 + 30 + 31 + 2c + 30 + 30 + 31 + 37 = 185
    ['a sum as a byte, zeros in front', BYTE_SUM, 1, '17', '$001,0017\x85\r\n'],
    ['too long with its letter', DOLLAR, 1, 'B1234', '$001,1234#'],
    ['Vietnamese', DOLLAR, 1, 'Đ017', '$001,D017#'],
  ])('%s', (_, frame, address, text, bytes) => {
    expect(told(frame, address, text)).toBe(bytes);
  });

  it('what does not fit is refused with its length', () => {
    expect(layOut(DOLLAR, '12345')).toEqual({ ok: false, error: '"12345" has 5 digits; the display has 4' });
  });

  it('every frame of a template has the same length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 0, max: 9999 }), (address, number) => {
        for (const frame of [DOLLAR, FRAMED, BYTE_SUM])
          expect(told(frame, address, String(number)).length).toBe(told(frame, 1, '').length);
      }),
    );
  });
});

const simulatorOf = (frame: FrameTemplate) => {
  const { align: _, fill: __, ...form } = frame;
  return { kind: 'queue-display-template', listen: { pty: 'leds', baud: 9600 }, addresses: [1, 2, 3], form };
};
const OPTIONS = { gapMs: 20, refreshSeconds: 10 } as const;

let calls = 0;
driverConforms('queue-display-template', {
  simulator: simulatorOf(FRAMED),
  create: (id, deps) => createTemplateDisplay(id, { ...OPTIONS, frame: FRAMED }, deps),
  async work(display, rack, device) {
    const text = `A${100 + ++calls}`;
    expect(await display.show(2, text)).toEqual({ ok: true, value: undefined });
    const read = async () => (await rack.device('queue-display-template', device)).units[1]?.text;
    await until('the number', async () => (await read()) === text, 1000);
  },
  // The displays never answer, so nothing of the kind can happen to an answer.
  survives: ['split', 'delay', 'drop', 'corrupt', 'garbage-before', 'duplicate', 'hangup'],
});

const onBench = async (context: TestContext, options: Partial<TemplateOptions>) => {
  const frame = options.frame ?? DOLLAR;
  const rack = await startRackUnderTest([{ ...simulatorOf(frame), id: 'leds' }]);
  context.onTestFinished(() => rack.close());
  const display = createTemplateDisplay(
    DeviceId.parse('leds'),
    { ...OPTIONS, frame, ...options },
    await rack.depsFor('leds'),
  );
  context.onTestFinished(() => display.stop());
  display.start();
  await untilHealth(display, 'ready');
  const units = async () => (await rack.device('queue-display-template', 'leds')).units;
  const texts = async () => (await units()).map(({ text }) => text);
  return { display, rack, units, texts };
};
const OK = { ok: true, value: undefined };

it('the displays lose their power, nobody is told: their numbers are lit again within the refresh', async (context) => {
  const { display, rack, texts } = await onBench(context, { refreshSeconds: 1 });
  expect(await Promise.all([display.show(1, 'A007'), display.show(3, 'H120')])).toEqual([OK, OK]);
  await until('both', async () => String(await texts()) === 'A007,,H120');
  await rack.act({ device: 'leds', verb: 'power-cycle' });
  await until('both again', async () => String(await texts()) === 'A007,,H120', 3000);
  expect((await rack.state()).devices[0]?.unknown).toEqual([]);
});

it('a burst of calls at one counter ends with the last number and costs few frames', async (context) => {
  const { display, units } = await onBench(context, {});
  const burst = Array.from({ length: 40 }, (_, at) => display.show(1, `A${100 + at}`));
  expect(new Set((await Promise.all(burst)).map(({ ok }) => ok))).toEqual(new Set([true]));
  await until('the last', async () => (await units())[0]?.text === 'A139');
  expect((await units())[0]?.writes).toBeLessThan(5);
});

it('a number that does not fit: the one before goes out, and the call is refused', async (context) => {
  const { display, texts } = await onBench(context, {});
  await display.show(1, 'A007');
  expect(await display.show(1, '10000')).toMatchObject({ error: { code: 'rejected' } });
  await until('dark', async () => String(await texts()) === ',,');
  expect(await display.show(0, 'A007')).toMatchObject({ error: { message: 'The address is 0; allowed: 1 to 247' } });
});

it('without addresses every display shows the same', async (context) => {
  const { display, texts } = await onBench(context, { frame: FrameTemplate.parse({ addressDigits: 0 }) });
  expect(await display.show(1, '42')).toEqual(OK);
  await until('all', async () => String(await texts()) === '42,42,42');
});
