// Alpha signs on a real PTY: every wire fault, a lost memory, a sign that cannot answer.
import { expect, it, type TestContext } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import { driverConforms, streamConforms } from '../core/conformance.ts';
import { startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { type AlphaBlock, createReplyReader, packetPieces, readStatus } from './codec.ts';
import { type AlphaOptions, createAlphaBoard } from './driver.ts';

const OPTIONS: AlphaOptions = { lines: 2, charactersPerLine: 15, status: 'poll', refreshSeconds: 15 };
const SIGN = { kind: 'message-board-alpha', listen: { pty: 'sign', baud: 9600 } };

/** An answer has the form of a write. */
const answerOf = (block: AlphaBlock) => Buffer.concat(packetPieces([block]));

streamConforms('message-board-alpha', {
  createReader: createReplyReader,
  frames: [
    {
      name: 'the error register',
      bytes: answerOf({ body: 'E*@' }),
      says: [{ label: '*', data: '@', isIntact: true }],
    },
    {
      name: 'the memory',
      bytes: answerOf({ body: 'E$AAU0100FF00' }),
      says: [{ label: '$', data: 'AAU0100FF00', isIntact: true }],
    },
  ],
  // Our own question, given back by a half-duplex adapter.
  garbage: answerOf(readStatus),
});

let calls = 0;
driverConforms('message-board-alpha', {
  simulator: SIGN,
  create: (id, deps) => createAlphaBoard(id, OPTIONS, deps),
  async work(board, rack, device) {
    const text = `So A${100 + ++calls}`;
    expect(await board.show({ lines: [text, 'quay 3'], emphasis: 'steady' })).toEqual({ ok: true, value: 'confirmed' });
    expect((await rack.device('message-board-alpha', device)).lines).toEqual([text, 'quay 3']);
  },
  survives: ['split', 'delay', 'garbage-before', 'duplicate'],
});

const onBench = async (context: TestContext, options: Partial<AlphaOptions>, sign: object) => {
  const rack = await startRackUnderTest([{ ...SIGN, ...sign, id: 'sign' }]);
  context.onTestFinished(() => rack.close());
  const board = createAlphaBoard(DeviceId.parse('sign'), { ...OPTIONS, ...options }, await rack.depsFor('sign'));
  context.onTestFinished(() => board.stop());
  board.start();
  await untilHealth(board, 'ready');
  return { board, rack, read: () => rack.device('message-board-alpha', 'sign') };
};

const CALL = { lines: ['Mời số A017', 'đến quầy 3'], emphasis: 'flashing' } as const;
const FOLDED = ['Moi so A017', 'den quay 3'];

it('a call flashes without its diacritics, and stands still as a steady text afterwards', async (context) => {
  const { board, read } = await onBench(context, {}, {});
  expect(await board.show(CALL)).toEqual({ ok: true, value: 'confirmed' });
  expect(await read()).toMatchObject({ lines: FOLDED, emphasis: 'flashing', unknown: [] });
  expect(await board.show({ ...CALL, emphasis: 'steady' })).toEqual({ ok: true, value: 'confirmed' });
  expect(await read()).toMatchObject({ lines: FOLDED, emphasis: 'steady', unknown: [] });
});

it('a sign that answers loses its memory in a power cut: noticed, and the text is lit again', async (context) => {
  const { board, rack, read } = await onBench(context, {}, {});
  await board.show({ ...CALL, emphasis: 'steady' });
  await rack.act({ device: 'sign', verb: 'power-cycle' });
  expect((await read()).lines).toEqual([]);
  await until('the text again', async () => String((await read()).lines) === String(FOLDED), 14_000);
  await untilHealth(board, 'ready');
});

it('a sign that cannot answer: open means ready, nothing is confirmed, and it is refreshed', async (context) => {
  const { board, rack, read } = await onBench(context, { status: 'none', refreshSeconds: 1 }, { answers: false });
  expect(board.capabilities.acknowledges).toBe(false);
  expect(await board.show(CALL)).toEqual({ ok: true, value: 'unconfirmed' });
  await until('the call', async () => String((await read()).lines) === String(FOLDED), 1000);
  await rack.act({ device: 'sign', verb: 'power-cycle' });
  await until('the call again', async () => String((await read()).lines) === String(FOLDED), 4000);
  expect(board.health.state).toBe('ready');
});

it.for([
  [{ verb: 'set-board-mute', mute: true }, 'timeout'],
  [{ verb: 'set-board-refuses', refuses: true }, 'bad-frame'],
  [{ verb: 'spoil-board-checksum' }, 'bad-frame'],
] as const)('%o: the call is answered with its fault', async ([fault, code], context) => {
  const { board, rack } = await onBench(context, {}, {});
  await rack.act({ device: 'sign', ...fault });
  expect(await board.show(CALL)).toMatchObject({ ok: false, error: { code } });
  expect(board.health.state).toBe('failed');
});
