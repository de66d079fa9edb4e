import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, hex, readFrames } from '../core/test-frames.ts';
import { checksum, frameReply, serve, takeRtuRequest, takeTcpRequest, withChecksum } from './codec.ts';

const frames = readFrames('queue-display-modbus/frames/modbus.json');
const vector = (name: string) => bytesOf(frames, name);
const requestOf = (bytes: Uint8Array) => {
  const taken = takeRtuRequest(bytes);
  if (taken.kind !== 'request') throw new Error(`Not a request: ${hex(bytes)}`);
  return taken.request;
};
const NO_HEAD = new Uint8Array(0);

describe('a unit on the line', () => {
  it.each(frames.filter(({ name, direction }) => direction === 'host->device' && /^(fc|at381x|dm36)/.test(name)))(
    '$name is a whole request, and not before its last byte',
    ({ bytes }) => {
      expect(takeRtuRequest(bytes)).toMatchObject({ kind: 'request', length: bytes.length });
      expect(takeRtuRequest(bytes.subarray(0, -1)).kind).toBe('more');
    },
  );

  it('the misprinted frame of the AT381x manual is spoiled', () => {
    expect(takeRtuRequest(vector('NEGATIVE_at381x_misprint')).kind).toBe('spoiled');
  });

  it('reads and writes answer with the vectors', () => {
    const registers = new Uint16Array(0x6e);
    registers.set([0xae41, 0x5652, 0x4340], 0x6b);
    const answer = (name: string) => hex(frameReply(serve(requestOf(vector(name)), registers), NO_HEAD));
    expect(answer('fc03_req')).toBe(hex(vector('fc03_rsp')));
    expect(answer('fc16_req')).toBe(hex(vector('fc16_rsp')));
    expect([registers[1], registers[2]]).toEqual([0x000a, 0x0102]);
    expect(answer('fc06_req')).toBe(hex(vector('fc06_req')));
  });

  it('Modbus TCP: the vector is taken, and an answer repeats its transaction', () => {
    const taken = takeTcpRequest(vector('tcp_fc06_neg4096'));
    if (taken.kind !== 'request') throw new Error('not taken');
    const registers = new Uint16Array(8);
    expect(hex(frameReply(serve(taken.request, registers), taken.head))).toBe(hex(vector('tcp_fc06_neg4096')));
    expect(Int16Array.from(registers)[2]).toBe(-4096);
  });

  it.each([
    ['an unknown function', [1, 0x2b, 0, 0, 0, 0], 1],
    ['a register that is not there', [1, 0x03, 0, 7, 0, 2], 2],
    ['no registers at all', [1, 0x03, 0, 0, 0, 0], 3],
    ['a byte count that does not match', [1, 0x10, 0, 0, 0, 2, 2, 0, 1], 3],
  ])('%s is refused with its exception', (_, body, code) => {
    const [address = 0, fn = 0, ...data] = body;
    const reply = serve({ address, fn, data: Uint8Array.from(data) }, new Uint16Array(8));
    expect([...reply]).toEqual([1, fn | 0x80, code]);
  });

  it('every single bit that flips is noticed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.nat(), (body, at) => {
        const frame = withChecksum(body);
        const index = at % frame.length;
        frame[index] = (frame[index] ?? 0) ^ (1 << (at % 8));
        const sum = (frame.at(-2) ?? 0) | ((frame.at(-1) ?? 0) << 8);
        expect(checksum(frame.subarray(0, -2))).not.toBe(sum);
      }),
    );
  });
});
