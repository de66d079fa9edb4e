// HD2020/Gen6 cards, which do not speak SDK2: recognised, so that a fitter is told what hangs on the wire.
//   answer: "HR" · device id (16) · 4 more · data · sum of the first 28 bytes, big endian · AA; 31 bytes
//   command: "HT" · 2 · length, big endian · command · 19 · sequence · data · sum of all before · AA
// Source: alparslanahmed/huidu-led (MIT), captures and observed packets; see devices with care, no document exists.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Meaning } from '../core/protocol.ts';

const ANSWER_LENGTH = 31;
const COMMAND_HEAD = 27;
const END = 0xaa;

const COMMANDS: ReadonlyMap<number, string> = new Map([
  [0x02, 'program-start'],
  [0x03, 'program-data'],
  [0x04, 'program-end'],
  [0x12, 'realtime-mode'],
  [0x13, 'screen'],
  [0x18, 'area-start'],
  [0x19, 'area-data'],
  [0x1a, 'area-end'],
]);

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytesOf = (value: unknown) => Buffer.from(typeof value === 'string' ? value : '', 'hex');
const numberOf = (value: unknown) => (typeof value === 'number' ? value : 0);
const sumOf = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum + byte, 0) & 0xffff;
const u16 = (bytes: Uint8Array, at: number) => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

export const looksLikeGen6 = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x48 && (bytes[1] === 0x52 || bytes[1] === 0x54);

const sealError = (bytes: Uint8Array): string | null => {
  if (bytes.at(-1) !== END) return `The last byte is ${hex(bytes.subarray(-1))}; it must be aa`;
  const [seen, wanted] = [u16(bytes, bytes.length - 3), sumOf(bytes.subarray(0, -3))];
  return seen === wanted ? null : `The sum is ${seen}; for these bytes it must be ${wanted}`;
};

const decodeAnswer = (bytes: Uint8Array): Meaning => ({
  kind: 'gen6-answer',
  deviceId: hex(bytes.subarray(2, 18)),
  head: hex(bytes.subarray(18, 20)),
  command: bytes[20],
  status: bytes[21],
  data: hex(bytes.subarray(22, 28)),
});

const decodeCommand = (bytes: Uint8Array): Meaning => ({
  kind: 'gen6-command',
  command: bytes[6],
  name: COMMANDS.get(bytes[6] ?? 0) ?? 'unknown',
  sequence: bytes[26],
  head: hex(bytes.subarray(2, 4)),
  reserved: hex(bytes.subarray(7, 26)),
  data: hex(bytes.subarray(COMMAND_HEAD, -3)),
});

export const decodeGen6 = (bytes: Uint8Array): Result<Meaning, string> => {
  const isAnswer = bytes[1] === 0x52;
  if (isAnswer && bytes.length !== ANSWER_LENGTH)
    return refuse(`A Gen6 answer has ${ANSWER_LENGTH} bytes; this has ${bytes.length}`);
  if (!isAnswer && bytes.length < COMMAND_HEAD + 3)
    return refuse(`A Gen6 command has at least ${COMMAND_HEAD + 3} bytes; this has ${bytes.length}`);
  if (!isAnswer && u16(bytes, 4) !== bytes.length)
    return refuse(`The length field is ${u16(bytes, 4)}; the command has ${bytes.length} bytes`);
  const trouble = sealError(bytes);
  if (trouble !== null) return refuse(trouble);
  return ok(isAnswer ? decodeAnswer(bytes) : decodeCommand(bytes));
};

export const encodeGen6 = (meaning: Meaning): Uint8Array => {
  const { deviceId, head, command, status, data, reserved, sequence } = meaning;
  const payload = bytesOf(data);
  const length = COMMAND_HEAD + payload.length + 3;
  const body =
    meaning.kind === 'gen6-answer'
      ? [0x48, 0x52, ...bytesOf(deviceId), ...bytesOf(head), numberOf(command), numberOf(status), ...payload]
      : [
          ...[0x48, 0x54, ...bytesOf(head), length >> 8, length & 0xff, numberOf(command)],
          ...[...bytesOf(reserved), numberOf(sequence), ...payload],
        ];
  const sum = sumOf(Uint8Array.from(body));
  return Uint8Array.from([...body, sum >> 8, sum & 0xff, END]);
};
