// Onbon cards over TCP and on a PTY: every wire fault, a power cut that nobody saw, refusals.
import { expect, it, type TestContext } from 'vitest';
import { DeviceId } from '../../contract/ids.ts';
import { driverConforms, streamConforms } from '../core/conformance.ts';
import { startRackUnderTest, until, untilHealth } from '../core/test-kit.ts';
import { createReplyReader, frame } from './codec.ts';
import { createOnbonBoard, type OnbonOptions } from './driver.ts';

const OPTIONS: OnbonOptions = { lines: 2, charactersPerLine: 16, widthPx: 128, linePx: 16, refreshSeconds: 30 };
const SERIAL = { kind: 'message-board-onbon', listen: { pty: 'card', baud: 57_600 } };
const TCP = { kind: 'message-board-onbon', listen: { tcp: 0 } };

const replyOf = (...data: readonly number[]) =>
  frame([0, 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0xfe, 2, data.length, 0, ...data]);
streamConforms('message-board-onbon', {
  createReader: createReplyReader,
  frames: [
    { name: 'ack', bytes: replyOf(0xa0, 0, 0, 0, 0), says: [{ kind: 'reply', code: 0 }] },
    { name: 'nack', bytes: replyOf(0xa0, 1, 4, 0, 0), says: [{ kind: 'reply', code: 4 }] },
    {
      name: 'data with every byte that is escaped',
      bytes: replyOf(0xa1, 2, 0, 0, 0, 0xa5, 0xa6, 0x5a, 0x5b),
      says: [{ kind: 'data', group: 0xa1, command: 2 }],
    },
  ],
  garbage: Uint8Array.of(0x00, 0x5a, 0x13),
});

let calls = 0;
for (const [name, simulator] of [
  ['TCP', TCP],
  ['a PTY', SERIAL],
] as const)
  driverConforms(`message-board-onbon over ${name}`, {
    simulator,
    create: (id, deps) => createOnbonBoard(id, OPTIONS, deps),
    async work(board, rack, device) {
      const text = `So A${100 + ++calls}`;
      expect(await board.show({ lines: [text, 'quay 3'], emphasis: 'steady' })).toEqual({
        ok: true,
        value: 'confirmed',
      });
      expect((await rack.device('message-board-onbon', device)).lines).toEqual([text, 'quay 3']);
    },
    survives: ['split', 'delay', 'drop', 'corrupt', 'garbage-before', 'duplicate'],
  });

const onBench = async (context: TestContext, options: Partial<OnbonOptions>) => {
  const rack = await startRackUnderTest([{ ...SERIAL, id: 'card' }]);
  context.onTestFinished(() => rack.close());
  const board = createOnbonBoard(DeviceId.parse('card'), { ...OPTIONS, ...options }, await rack.depsFor('card'));
  context.onTestFinished(() => board.stop());
  board.start();
  await untilHealth(board, 'ready');
  return { board, rack, read: () => rack.device('message-board-onbon', 'card') };
};

const CALL = { lines: ['Mời số A017', 'đến quầy 3'], emphasis: 'flashing' } as const;
const FOLDED = ['Moi so A017', 'den quay 3'];

it('a call flashes without its diacritics; after a power cut that nobody saw it is there again', async (context) => {
  const { board, rack, read } = await onBench(context, { refreshSeconds: 1 });
  expect(await board.show(CALL)).toEqual({ ok: true, value: 'confirmed' });
  expect(await read()).toMatchObject({ lines: FOLDED, emphasis: 'flashing', unknown: [] });
  await rack.act({ device: 'card', verb: 'power-cycle' });
  await until('the call again', async () => String((await read()).lines) === String(FOLDED), 4000);
});

it('one answer with a wrong checksum: asked again, and confirmed', async (context) => {
  const { board, rack } = await onBench(context, {});
  await rack.act({ device: 'card', verb: 'spoil-board-checksum' });
  expect(await board.show(CALL)).toEqual({ ok: true, value: 'confirmed' });
});

it('a card that refuses the areas: degraded; a card that is mute: failed', async (context) => {
  const { board, rack } = await onBench(context, {});
  await rack.act({ device: 'card', verb: 'set-board-refuses', refuses: true });
  expect(await board.show(CALL)).toMatchObject({ ok: false, error: { code: 'rejected' } });
  expect(board.health.state).toBe('degraded');
  await rack.act({ device: 'card', verb: 'set-board-mute', mute: true });
  expect(await board.show({ ...CALL, emphasis: 'steady' })).toMatchObject({ ok: false, error: { code: 'timeout' } });
  expect(board.health.state).toBe('failed');
});
