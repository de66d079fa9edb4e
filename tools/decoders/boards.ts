// Message boards and number displays: replies as their manuals have them.
import { createReplyReader as createAlphaReader } from '../../drivers/message-board-alpha/codec.ts';
import { createReplyReader as createHuiduReader, type HuiduReply } from '../../drivers/message-board-huidu/codec.ts';
import { type BxReply, createReplyReader as createOnbonReader } from '../../drivers/message-board-onbon/codec.ts';
import { type Framing, findReply, type ModbusReply } from '../../drivers/queue-display-modbus/codec.ts';
import { withChecksum } from '../../simulators/queue-display-modbus/codec.ts';
import { below, pick, type Reader, type StreamDecoder, streamDecoder } from './decoder.ts';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const u16 = (value: number): number[] => [value & 0xff, value >> 8];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];

/** `sum`: the four hex digits, or nothing, as signs that leave it out. */
const alphaFrame = (label: string, data: string, withSum: 'sum' | 'no-sum'): Buffer => {
  const block = latin1(`\x02E${label}${data}\x03`);
  const sum = block
    .reduce((total, byte) => total + byte, 0)
    .toString(16)
    .toUpperCase()
    .padStart(4, '0');
  return Buffer.concat([latin1('\x01000'), block, latin1(withSum === 'sum' ? sum : ''), latin1('\x04')]);
};

export const alphaBoard = streamDecoder({
  name: 'message-board-alpha',
  create: createAlphaReader,
  draw: (random) =>
    alphaFrame(
      pick(random, ['$', '*']),
      below(random, 2 ** 32)
        .toString(16)
        .toUpperCase()
        .padStart(8, '0'),
      'sum',
    ),
  claims: ({ label, data, isIntact }) =>
    isIntact
      ? (['sum', 'no-sum'] as const).map((withSum) => alphaFrame(label, data, withSum).subarray('\x01000'.length))
      : [],
  check: { name: '16-bit sum, may be left out', bits: 0 },
});

const huiduPacket = (command: number, data: readonly number[]): Uint8Array =>
  Uint8Array.from([...u16(4 + data.length), ...u16(command), ...data]);

export const huiduBoard = streamDecoder<HuiduReply>({
  name: 'message-board-huidu',
  create() {
    const { push, clear } = createHuiduReader();
    return { push, quiet: clear };
  },
  draw: (random) =>
    pick(random, [
      () => huiduPacket(0x0060, []),
      () => huiduPacket(0x2000, u16(below(random, 40))),
      () => huiduPacket(0x2002, u32(0x1000005)),
      () => {
        const xml = latin1(
          `<sdk guid="${below(random, 2 ** 30)}"><out method="GetIFVersion" result="kSuccess"/></sdk>`,
        );
        return huiduPacket(0x2004, [...u32(xml.length), ...u32(0), ...xml]);
      },
    ])(),
  claims: (reply) => {
    switch (reply.kind) {
      case 'heartbeat':
        return [huiduPacket(0x0060, [])];
      case 'error':
        return [huiduPacket(0x2000, u16(reply.code))];
      case 'version':
        return [Uint8Array.from([...u16(0x2002), ...u32(reply.version)])];
      case 'xml':
        return [];
    }
  },
  check: { name: 'none (TCP)', bits: 0 },
});

const crcArc = (bytes: readonly number[]): number => {
  let crc = 0;
  for (const byte of bytes)
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = ((crc ^ (byte >> bit)) & 1) === 1;
      crc = isOdd ? (crc >> 1) ^ 0xa001 : crc >> 1;
    }
  return crc;
};
const ONBON_ESCAPES: Readonly<Record<number, readonly number[]>> = {
  165: [0xa6, 2],
  166: [0xa6, 1],
  90: [0x5b, 2],
  91: [0x5b, 1],
};
const onbonFrame = (data: readonly number[]): Uint8Array => {
  const body = [0, 0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0xfe, 2, ...u16(data.length), ...data];
  const escaped = [...body, ...u16(crcArc(body))].flatMap((byte) => ONBON_ESCAPES[byte] ?? [byte]);
  return Uint8Array.from([...Array<number>(8).fill(0xa5), ...escaped, 0x5a]);
};

export const onbonBoard = streamDecoder<BxReply>({
  name: 'message-board-onbon',
  create: createOnbonReader,
  draw: (random) => onbonFrame([0xa0, 0, pick(random, [0, 0, 0, 1, 3, 0x5a, 0xa5]), 0, 0]),
  // One A5 is enough of a beginning. The bytes before and behind the code are not told; ours are 00.
  claims: (reply) => (reply.kind === 'reply' ? [onbonFrame([0xa0, 0, reply.code, 0, 0]).subarray(7)] : []),
  check: { name: 'CRC', bits: 16 },
});

/** Two registers from the first one of unit 1. */
const REQUEST = { verb: 'read', address: 1, first: 0, count: 2 } as const;
const REPLY_LIMIT_BYTES = 256;
const NOTHING = new Uint8Array(0);

/** As the driver's exchange does: what came since the request is looked through, and a reply or a time-out clears it. */
const createModbusReader = (framing: Framing): Reader<ModbusReply> => {
  let received: Uint8Array = NOTHING;
  return {
    push(chunk) {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const reply = findReply(received, REQUEST, { framing, transaction: 1 });
      if (reply !== null || received.length > REPLY_LIMIT_BYTES) received = NOTHING;
      return reply === null ? [] : [reply];
    },
    quiet() {
      received = NOTHING;
    },
  };
};

const modbusBody = (reply: ModbusReply): number[] => {
  switch (reply.kind) {
    case 'registers':
      return [1, 3, reply.registers.length * 2, ...reply.registers.flatMap((value) => [value >> 8, value & 0xff])];
    case 'exception':
      return [1, 0x83, reply.code];
    case 'written':
      return [];
  }
};
const modbusFrame = (framing: Framing, body: readonly number[]): Uint8Array =>
  framing === 'rtu' ? withChecksum(Uint8Array.from(body)) : Uint8Array.of(0, 1, 0, 0, 0, body.length, ...body);

export const modbusDisplays = (['rtu', 'tcp'] as const).map(
  (framing): StreamDecoder =>
    streamDecoder<ModbusReply>({
      name: `queue-display-modbus, ${framing.toUpperCase()}`,
      create: () => createModbusReader(framing),
      draw: (random) =>
        modbusFrame(
          framing,
          random() < 0.2
            ? [1, 0x83, 1 + below(random, 4)]
            : [1, 3, 4, ...Array.from({ length: 4 }, () => below(random, 256))],
        ),
      comesAlone: 'always',
      claims: (reply) => [modbusFrame(framing, modbusBody(reply))],
      check: framing === 'rtu' ? { name: 'CRC', bits: 16 } : { name: 'none (TCP)', bits: 0 },
    }),
);
