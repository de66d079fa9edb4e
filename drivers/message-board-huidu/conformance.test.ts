// Huidu cards over TCP: every wire fault, answers in small pages, a power cut, a refused program.
import { expect, it, type TestContext } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import { driverConforms, streamConforms } from '../core/conformance.ts';
import { frameNamed, readFrames, startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createReplyReader } from './codec.ts';
import { createHuiduBoard, type HuiduOptions } from './driver.ts';

const OPTIONS: HuiduOptions = {
  lines: 2,
  charactersPerLine: 16,
  widthPx: 128,
  heightPx: 64,
  font: 'Arial',
  colour: '#ff9900',
};
const CARD = { kind: 'message-board-huidu', listen: { tcp: 0 } };

const frames = readFrames(new URL('./frames/huidu.json', import.meta.url));
const vector = (name: string, said: unknown) => ({ name, bytes: frameNamed(frames, name).bytes, says: [said] });
const ANSWER = Buffer.from(frameNamed(frames, 'sdk_GetIFVersion_answer').bytes.subarray(12)).toString('utf8');
const VERSION = { kind: 'version', version: 0x1000005 };
streamConforms('message-board-huidu', {
  createReader: createReplyReader,
  frames: [
    vector('version_answer', VERSION),
    vector('version_answer_short', VERSION),
    vector('heartbeat_answer', { kind: 'heartbeat' }),
    vector('error_answer', { kind: 'error', code: frameNamed(frames, 'error_answer').bytes[4] }),
    vector('sdk_GetIFVersion_answer', { kind: 'xml', xml: ANSWER }),
  ],
  garbage: Uint8Array.of(0xff, 0xfe, 0xff),
});

it('noise that looks like the head of a long page swallows no answer', () => {
  const { bytes } = frameNamed(frames, 'version_answer');
  const noise = Uint8Array.of(0x00, 0x01, 0x04, 0x20);
  const said = createReplyReader().push(Buffer.concat([noise, bytes, bytes]));
  expect(said).toEqual([VERSION, VERSION]);
});

let calls = 0;
driverConforms('message-board-huidu', {
  simulator: CARD,
  create: (id, deps) => createHuiduBoard(id, OPTIONS, deps),
  async work(board, rack, device) {
    const text = `Số A${100 + ++calls}`;
    expect(await board.show({ lines: [text, 'quầy 3'], emphasis: 'steady' })).toEqual({ ok: true, value: 'confirmed' });
    expect((await rack.device('message-board-huidu', device)).lines).toEqual([text, 'quầy 3']);
  },
  survives: ['split', 'delay', 'duplicate'],
});

const onBench = async (context: TestContext, card: object) => {
  const rack = await startRackUnderTest([{ ...CARD, ...card, id: 'card' }]);
  context.onTestFinished(() => rack.close());
  const board = createHuiduBoard(DeviceId.parse('card'), OPTIONS, await rack.depsFor('card'));
  context.onTestFinished(() => board.stop());
  board.start();
  await untilHealth(board, 'ready');
  return { board, rack, read: () => rack.device('message-board-huidu', 'card') };
};

const CALL = { lines: ['Mời số <A017> & "B"', 'đến quầy 3'], emphasis: 'flashing' } as const;
/** Cut to 16 characters. */
const SHOWN = ['Mời số <A017> &', 'đến quầy 3'];

it('Vietnamese and marks of XML stand on the board as they were written, also when answers come in pages', async (context) => {
  const { board, read } = await onBench(context, { pageBytes: 40 });
  expect(await board.show(CALL)).toEqual({ ok: true, value: 'confirmed' });
  expect(await read()).toMatchObject({ lines: SHOWN, emphasis: 'flashing', unknown: [] });
});

it('the power of the card fails: the line is opened again and the newest text is sent again', async (context) => {
  const { board, rack, read } = await onBench(context, {});
  await board.show(CALL);
  const { writes } = await read();
  await rack.act({ device: 'card', verb: 'power-cycle' });
  await until('the program again', async () => (await read()).writes > writes);
  await untilHealth(board, 'ready');
  expect((await read()).lines).toEqual(SHOWN);
});

it('a card that refuses the program: the call says so, the board is degraded, and it mends', async (context) => {
  const { board, rack, read } = await onBench(context, {});
  await rack.act({ device: 'card', verb: 'set-board-refuses', refuses: true });
  expect(await board.show(CALL)).toMatchObject({ ok: false, error: { code: 'rejected' } });
  expect(board.health.state).toBe('degraded');
  await rack.act({ device: 'card', verb: 'set-board-refuses', refuses: false });
  await until('the text', async () => String((await read()).lines) === String(SHOWN), 8000);
  await untilHealth(board, 'ready');
});

it.for([[{ verb: 'set-board-mute', mute: true }], [{ verb: 'spoil-board-checksum' }]] as const)(
  '%o: the call is answered with a time-out',
  async ([fault], context) => {
    const { board, rack } = await onBench(context, {});
    await rack.act({ device: 'card', ...fault });
    expect(await board.show(CALL)).toMatchObject({ ok: false, error: { code: 'timeout' } });
    expect(board.health.state).toBe('failed');
  },
);
