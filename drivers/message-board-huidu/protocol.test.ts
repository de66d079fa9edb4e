import { expect, it } from 'vitest';
import { framesConform } from '../core/conformance.ts';
import { frameNamed, readFrames } from '../core/test-kit.ts';
import { xmlAsk } from './codec.ts';
import { huidu } from './protocol.ts';

const frames = readFrames(new URL('./frames/huidu.json', import.meta.url));
framesConform(huidu, frames);

const hexOf = (text: string) => Buffer.from(text).toString('hex');
const gen6 = (change: (hex: string) => string) => change(frameNamed(frames, 'gen6_probe_reply_2').hex);

const refusals = [
  ['a length field that counts one byte more', 'host->device', '0900012005000001', 'length field is 9'],
  ['a version answer with one byte more', 'device->host', '0900022005000001ff', 'allowed: 4 or 6'],
  ['an unknown command', 'host->device', '04000990', 'command is 9009'],
  ['an answer from the host', 'host->device', '04006000', 'device->host only'],
  ['a page beyond the end of its document', 'device->host', '0e00042001000000000000003c3c', 'document that has 1'],
  [
    'a document without a method',
    'host->device',
    `1a0003200e00000000000000${hexOf('<sdk></sdk>\n\n\n')}`,
    'not <sdk guid',
  ],
  ['a search answer cut short', 'device->host', '0500000102104844', 'must have 25'],
  ['the sum of a Gen6 answer', 'device->host', gen6((hex) => hex.replace(/0aa5aa$/, '0aa6aa')), 'it must be 2725'],
  ['the end of a Gen6 answer', 'device->host', gen6((hex) => hex.replace(/aa$/, 'ab')), 'must be aa'],
  ['a Gen6 answer cut short', 'device->host', gen6((hex) => hex.slice(0, -2)), '31 bytes'],
  ['an md5 that is none', 'host->device', `30000180${'7a'.repeat(33)}${'00'.repeat(10)}61`, 'md5 is'],
] as const;

it.each(refusals)('%s: refused by name', (_, direction, hex, reason) => {
  expect(huidu.decode(direction, Buffer.from(hex, 'hex'))).toMatchObject({
    ok: false,
    error: expect.stringContaining(reason),
  });
});

it('a heartbeat, a file in parts, and a Gen6 command come back to the byte', () => {
  for (const [direction, hex] of [
    ['host->device', '04005f00'],
    ['host->device', `36000180${hexOf('0123456789abcdef0123456789abcdef')}00000400000000000001006c6f676f2e7474`],
    ['host->device', '0600038000ff'],
    ['device->host', '0e00028000000004000000000000'],
    ['host->device', '485400 1b0020 12 00000000000000000000000000000000000000 01 0200 00ec aa'.replaceAll(' ', '')],
  ] as const) {
    const meaning = huidu.decode(direction, Buffer.from(hex, 'hex'));
    if (!meaning.ok) throw new Error(`${hex}: ${meaning.error}`);
    const again = huidu.encode(direction, meaning.value);
    expect(again.ok && Buffer.from(again.value).toString('hex')).toBe(hex);
  }
});

it('a long Vietnamese program is cut into pages that each mean something', () => {
  const xml = `<sdk guid="g"><in method="AddProgram">${'Mời số A007 đến quầy 3. '.repeat(900)}</in></sdk>`;
  const pages = xmlAsk(xml);
  expect(pages.length).toBe(4);
  for (const page of pages) {
    const meaning = huidu.decode('host->device', page);
    if (!meaning.ok) throw new Error(meaning.error);
    const again = huidu.encode('host->device', meaning.value);
    expect(again).toMatchObject({ ok: true, value: Uint8Array.from(page) });
  }
});
