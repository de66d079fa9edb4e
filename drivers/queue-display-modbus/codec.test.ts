import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crcModbus } from '../core/crc16.ts';
import { frameNamed, hex, readFrames } from '../core/test-kit.ts';
import { encodeRequest, findReply, type ModbusRequest, replyLength } from './codec.ts';
import { DISPLAY_PROFILES, layOut } from './profiles.ts';

const frames = readFrames(new URL('./frames/modbus.json', import.meta.url));
const vector = (name: string) => frameNamed(frames, name);

const RTU = { framing: 'rtu', transaction: 0 } as const;
const READ: ModbusRequest = { verb: 'read', address: 0x11, first: 0x6b, count: 3 };
const WRITE: ModbusRequest = { verb: 'write', address: 0x11, first: 1, registers: [0x000a, 0x0102] };

describe('what we send', () => {
  const rtu = (request: ModbusRequest) => hex(encodeRequest(request, 'rtu', 0));
  it.each<[string, ModbusRequest]>([
    ['fc03_req', READ],
    ['fc03_04_64', { verb: 'read', address: 4, first: 0x64, count: 2 }],
    ['at381x_read', { verb: 'read', address: 1, first: 0x300c, count: 1 }],
    ['fc16_req', WRITE],
    ['at381x_w_fixed', { verb: 'write', address: 1, first: 0x300c, registers: [1] }],
    [
      'dm36b06_display_0042',
      { verb: 'write', address: 1, first: 0, registers: [...'0042'].map((c) => c.charCodeAt(0)) },
    ],
  ])('is the vector %s', (name, request) => {
    expect(rtu(request)).toBe(vector(name).hex);
  });

  it('is the vector of Modbus TCP, with its transaction number', () => {
    expect(hex(encodeRequest(READ, 'tcp', 1))).toBe(vector('tcp_fc03_req').hex);
  });

  it('carries no checksum like the misprint of the AT381x manual', () => {
    const { bytes } = vector('NEGATIVE_at381x_misprint');
    expect(crcModbus(bytes.subarray(0, -2))).not.toBe((bytes.at(-2) ?? 0) | ((bytes.at(-1) ?? 0) << 8));
  });
});

describe('what a unit answers', () => {
  it('three registers, a write done, and a refusal are the vectors', () => {
    const registers = [0xae41, 0x5652, 0x4340];
    expect(findReply(vector('fc03_rsp').bytes, READ, RTU)).toEqual({ kind: 'registers', registers });
    expect(findReply(vector('fc16_rsp').bytes, WRITE, RTU)).toEqual({ kind: 'written' });
    expect(findReply(vector('fc03_exc04').bytes, READ, RTU)).toEqual({ kind: 'exception', code: 4 });
  });

  it('the reply of the TCP vector is passed over: its count does not match its length', () => {
    const framing = { framing: 'tcp', transaction: 1 } as const;
    expect(findReply(vector('tcp_fc03_rsp').bytes, READ, framing)).toBeNull();
  });

  it('a TCP reply to an earlier transaction is passed over', () => {
    const late = Uint8Array.of(0, 1, 0, 0, 0, 6, 0x11, 0x10, 0, 1, 0, 2);
    const mine = Uint8Array.of(0, 2, 0, 0, 0, 6, 0x11, 0x10, 0, 1, 0, 2);
    const framing = { framing: 'tcp', transaction: 2 } as const;
    expect(findReply(late, WRITE, framing)).toBeNull();
    expect(findReply(Buffer.concat([late, mine]), WRITE, framing)).toEqual({ kind: 'written' });
  });
});

describe('framing', () => {
  const whole = vector('fc16_rsp').bytes;
  const spoiled = Uint8Array.from(whole, (byte, at) => (at === 3 ? byte ^ 1 : byte));
  const other = encodeRequest({ ...WRITE, address: 0x12 }, 'rtu', 0);
  it.each([
    ['whole', whole, 'written'],
    ['garbage before', Buffer.concat([Uint8Array.of(0x11, 0x10, 0xff), whole]), 'written'],
    ['our own request back from the adapter', Buffer.concat([encodeRequest(WRITE, 'rtu', 0), whole]), 'written'],
    ['two in one piece', Buffer.concat([whole, whole]), 'written'],
    ['the checksum missing', whole.subarray(0, -2), null],
    ['a wrong checksum', spoiled, null],
    ['another unit answers', other, null],
    ['300 bytes of noise', new Uint8Array(300).fill(0x11), null],
  ])('%s', (_, bytes, kind) => {
    expect(findReply(bytes, WRITE, RTU)?.kind ?? null).toBe(kind);
  });

  it('byte by byte: found with the last byte and not before', () => {
    for (let length = 0; length < whole.length; length++) {
      expect(findReply(whole.subarray(0, length), WRITE, RTU)).toBeNull();
    }
  });

  it('any registers come back through any noise in front', () => {
    const words = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(words, fc.uint8Array({ maxLength: 20 }), (registers, noise) => {
        const request: ModbusRequest = { verb: 'read', address: 7, first: 0, count: registers.length };
        const body = [7, 3, registers.length * 2, ...registers.flatMap((word) => [word >> 8, word & 0xff])];
        const crc = crcModbus(Uint8Array.from(body));
        const reply = Uint8Array.from([...body, crc & 0xff, crc >> 8]);
        expect(reply.length).toBe(replyLength(request, 'rtu'));
        expect(findReply(Buffer.concat([noise, reply]), request, RTU)).toEqual({ kind: 'registers', registers });
      }),
    );
  });

  it('noise alone is no reply and throws nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => {
        expect(findReply(noise, READ, { framing: 'tcp', transaction: 9 })).toBeNull();
        findReply(noise, READ, RTU);
      }),
    );
  });
});

describe('a number on seven segments', () => {
  const shown = (profile: keyof typeof DISPLAY_PROFILES, text: string) => {
    const laidOut = layOut(DISPLAY_PROFILES[profile], text);
    return laidOut.ok ? String.fromCharCode(...laidOut.value) : laidOut.error;
  };
  it.each([
    ['dm36b06', 'A007', 'A007'],
    ['dm36b06', 'h012', 'H012'],
    ['dm36b06', 'B012', ' 012'],
    ['dm36b06', 'A1234', '1234'],
    ['dm36b06', '7', '   7'],
    ['dm36b06', '', '    '],
    ['digits-4', 'A007', ' 007'],
  ] as const)('%s shows "%s" as "%s"', (profile, text, cells) => {
    expect(shown(profile, text)).toBe(cells);
  });

  it('what does not fit is refused by name', () => {
    expect(shown('dm36b06', '12345')).toBe('"12345" has 5 digits; the display has 4');
    expect(shown('dm36b06', 'ốm')).toContain('nothing that the display can show');
  });
});
