// Contactless readers of the PC/SC kind as APDUs: the card's number, and the ACR122U's pseudo commands to its PN532 chip.
// No driver: the kept npm packages need a compiler and pcscd's headers on every machine (ADR-0014).
// Source: PC/SC part 3 section 3.2.2.1.3 (GET DATA); ACS API-ACR122U 2.04 sections 4 to 6; NXP UM0701-02 (PN532).
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Meaning, Protocol } from '../core/protocol.ts';

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytesIn = (value: unknown) => Buffer.from(typeof value === 'string' ? value : '', 'hex');
const numberIn = (value: unknown) => (typeof value === 'number' ? value : 0);

const STATUS: ReadonlyMap<number, string> = new Map([
  [0x9000, 'ok'],
  [0x6300, 'failed'],
  [0x6700, 'wrong-length'],
  [0x6a81, 'not-supported'],
  [0x6a82, 'not-found'],
  [0x6982, 'not-satisfied'],
  [0x6e00, 'wrong-class'],
]);

/** Commands to the PN532, by their code; a reply has the next code. */
const PN532: ReadonlyMap<number, string> = new Map([
  [0x02, 'get-firmware-version'],
  [0x04, 'get-general-status'],
  [0x06, 'read-register'],
  [0x08, 'write-register'],
  [0x12, 'set-parameters'],
  [0x14, 'sam-configuration'],
  [0x32, 'rf-configuration'],
  [0x40, 'data-exchange'],
  [0x42, 'communicate-through'],
  [0x4a, 'list-passive-target'],
  [0x52, 'release'],
]);

const GET_DATA: ReadonlyMap<number, string> = new Map([
  [0x00, 'get-uid'],
  [0x01, 'get-ats'],
]);

/** First of the bytes, with the name of the command: enough to tell them apart. */
const nameOf = (ins: number, p1: number, p2: number): string => {
  if (ins === 0xca && p2 === 0) return GET_DATA.get(p1) ?? 'get-data';
  if (ins === 0x00 && p1 === 0x52) return 'buzzer';
  if (ins === 0x00 && p1 === 0x40) return 'lights';
  if (ins === 0x00 && p1 === 0x48) return 'get-firmware';
  if (ins === 0x00 && p1 === 0x51) return 'set-operating-parameter';
  if (ins === 0x00 && p1 === 0 && p2 === 0) return 'direct-transmit';
  if (ins === 0x82) return 'load-key';
  if (ins === 0x86) return 'authenticate';
  if (ins === 0xb0) return 'read-block';
  if (ins === 0xd6) return 'write-block';
  return 'apdu';
};

const decodeCommand = (bytes: Uint8Array): Result<Meaning, string> => {
  const [cla = 0, ins = 0, p1 = 0, p2 = 0, length = 0] = bytes;
  if (bytes.length < 4) return refuse(`${bytes.length} bytes; a command has at least 4 (class, instruction, P1, P2)`);
  if (cla !== 0xff) return refuse(`The class is ${hexOf(Uint8Array.of(cla))}; commands to the reader have ff`);
  const head = { kind: nameOf(ins, p1, p2), ins, p1, p2 };
  if (bytes.length === 4) return ok(head);
  if (bytes.length === 5) return ok({ ...head, expected: length });
  const data = bytes.subarray(5);
  if (data.length !== length) return refuse(`The length is ${length}, but ${data.length} bytes of data follow`);
  const chip = data[0] === 0xd4 ? { chip: PN532.get(data[1] ?? 0) ?? `command-${data[1] ?? 0}` } : {};
  return ok({ ...head, data: hexOf(data), ...chip });
};

const encodeCommand = ({ ins, p1, p2, data, expected }: Meaning): Uint8Array => {
  const head = [0xff, numberIn(ins), numberIn(p1), numberIn(p2)];
  if (data !== undefined) return Uint8Array.from([...head, bytesIn(data).length, ...bytesIn(data)]);
  return Uint8Array.from(expected === undefined ? head : [...head, numberIn(expected)]);
};

/** ISO/IEC 14443-3: a four-byte number that begins with 08 is made up anew at each tap, as phones and bank cards do. */
const uidOf = (data: Uint8Array) =>
  [4, 7, 10].includes(data.length) ? { uid: hexOf(data), isRandom: data.length === 4 && data[0] === 0x08 } : {};

const decodeReply = (bytes: Uint8Array): Result<Meaning, string> => {
  if (bytes.length < 2) return refuse(`${bytes.length} bytes; a reply ends with two bytes of status`);
  const data = bytes.subarray(0, -2);
  const status = ((bytes.at(-2) ?? 0) << 8) | (bytes.at(-1) ?? 0);
  const name = STATUS.get(status);
  const isStatus = name !== undefined || (status & 0xf000) === 0x6000 || (status & 0xff00) === 0x9000;
  if (!isStatus) return refuse(`The status is ${hexOf(bytes.subarray(-2))}; allowed: 9000, or 6xxx for an error`);
  if (status !== 0x9000 && data.length > 0 && (status & 0xff00) !== 0x6100)
    return refuse(
      `The status ${hexOf(bytes.subarray(-2))} is an error, but ${data.length} bytes of data stand before it`,
    );
  if (data[0] === 0xd5)
    return ok({
      kind: 'chip-reply',
      status,
      chip: PN532.get((data[1] ?? 0) - 1) ?? `command-${(data[1] ?? 0) - 1}`,
      data: hexOf(data),
    });
  return ok({
    kind: data.length === 0 ? 'status' : 'data',
    status,
    statusName: name ?? 'other',
    data: hexOf(data),
    ...uidOf(data),
  });
};

export const pcsc: Protocol = {
  name: 'pcsc',
  decode: (direction, bytes) => (direction === 'host->device' ? decodeCommand(bytes) : decodeReply(bytes)),
  encode: (direction, meaning) =>
    ok(
      direction === 'host->device'
        ? encodeCommand(meaning)
        : Uint8Array.from([
            ...bytesIn(meaning['data']),
            numberIn(meaning['status']) >> 8,
            numberIn(meaning['status']) & 0xff,
          ]),
    ),
};
