import { expect, it } from 'vitest';
import { bytesOf, hex, readFrames } from '../core/test-frames.ts';
import { frameScan, takeOrders } from './codec.ts';

const frames = readFrames('scanner-hid-pos/frames/scanner_hid.json');

it.each([
  ['hon_serial_trigger', { kind: 'light', on: true, reply: '' }],
  ['hon_serial_untrigger', { kind: 'light', on: false, reply: '' }],
  ['cipherlab_list', { kind: 'setting', reply: '' }],
  ['cipherlab_beep', { kind: 'setting', reply: '' }],
])('the order %s is understood, whole and byte by byte', (name, order) => {
  const bytes = bytesOf(frames, name);
  expect(takeOrders(bytes)).toEqual({ orders: [order], rest: new Uint8Array(0) });
  for (let at = 1; at < bytes.length; at++) expect(takeOrders(bytes.subarray(0, at)).orders).toEqual([]);
});

it('Newland answers with the order again', () => {
  const [order] = takeOrders(bytesOf(frames, 'newland_dfm_cmd')).orders;
  expect(order?.kind === 'setting' && Buffer.from(order.reply, 'latin1').toString('hex')).toBe(
    hex(bytesOf(frames, 'newland_dfm_ack')),
  );
});

it('an order that it does not know is named', () => {
  expect(takeOrders(Uint8Array.of(0x55)).orders).toEqual([{ kind: 'unknown', bytes: '55' }]);
});

it('a card goes out as in the vector', () => {
  const cards = readFrames('scanner-serial/frames/cccd_qr.json');
  const card = bytesOf(cards, 'full_7_fields');
  expect(hex(frameScan(card, { suffix: 'cr', aim: ']Q1' }))).toBe(hex(bytesOf(cards, 'with_aim_prefix')));
});
