// Feature reports of a MagTek reader, its report descriptor and the control transfers that carry them, explained for
// `motcua frame`; the driver needs none of them. Source: MagTek 99875191 section 5; USB HID 1.11 sections 6.2.2 and 7.2.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Direction, Meaning } from '../core/protocol.ts';

/** SureSwipe, Dynamag. */
export const FEATURE_BYTES: readonly number[] = [24, 60];
const COMMANDS = ['get-property', 'set-property', 'reset'];
const RESULTS: ReadonlyMap<number, string> = new Map([
  [0, 'ok'],
  [1, 'failed'],
  [2, 'bad-parameter'],
]);
const PROPERTIES: ReadonlyMap<number, string> = new Map([
  [0x00, 'software-id'],
  [0x01, 'serial-number'],
  [0x02, 'polling-interval'],
  [0x03, 'max-packet-size'],
  [0x04, 'track-id-enable'],
  [0x10, 'interface-type'],
]);

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

const readReply = (result: number, data: Uint8Array): Result<Meaning, string> => {
  const name = RESULTS.get(result);
  if (name === undefined) return refuse(`The result is ${result}; allowed: 0, 1 for failed, 2 for a bad parameter`);
  const isText = data.length > 1 && data.every((byte) => byte >= 0x20 && byte < 0x7f);
  const value = isText ? Buffer.from(data).toString('latin1') : data.length === 1 ? data[0] : null;
  return ok({ kind: 'feature-reply', result: name, value, data: hexOf(data) });
};

const readCommand = (command: number, data: Uint8Array): Result<Meaning, string> => {
  const kind = COMMANDS[command];
  if (kind === undefined) return refuse(`The command is ${command}; allowed: 0 get, 1 set, 2 reset`);
  if (kind === 'reset')
    return data.length === 0
      ? ok({ kind, data: '' })
      : refuse(`A reset has ${data.length} bytes of data; none are allowed`);
  if (kind === 'get-property' && data.length !== 1)
    return refuse(`A get has ${data.length} bytes of data; 1 is allowed, the number of the property`);
  if (kind === 'set-property' && data.length < 2)
    return refuse(`A set has ${data.length} bytes of data; it needs the number of the property and its value`);
  const [number = 0, value] = data;
  const property = PROPERTIES.get(number) ?? `property-${number}`;
  const mode =
    property === 'interface-type' && kind === 'set-property' ? { mode: value === 1 ? 'keyboard' : 'hid' } : {};
  return ok({ kind, property, ...mode, data: hexOf(data) });
};

/** Of 24 or 60 bytes: command or result, length, data. */
export const readFeature = (direction: Direction, bytes: Uint8Array): Result<Meaning, string> => {
  const [first = 0, length = 0] = bytes;
  if (length > bytes.length - 2)
    return refuse(`The length is ${length}; a report of ${bytes.length} bytes holds at most ${bytes.length - 2}`);
  const data = bytes.subarray(2, 2 + length);
  const wrong = bytes.subarray(2 + length).find((byte) => byte !== 0);
  if (wrong !== undefined && direction === 'host->device')
    return refuse(`Behind the ${length} bytes of data stands ${hexOf(Uint8Array.of(wrong))}; only 00 is allowed there`);
  const meaning = direction === 'device->host' ? readReply(first, data) : readCommand(first, data);
  return meaning.ok ? ok({ ...meaning.value, reportBytes: bytes.length }) : meaning;
};

export const featureBytes = ({ kind, result, data, reportBytes }: Meaning): Uint8Array => {
  const bytes = new Uint8Array(Number(reportBytes ?? 24));
  const body = Buffer.from(String(data ?? ''), 'hex');
  const resultCode = [...RESULTS].find(([, name]) => name === result)?.[0] ?? 0;
  bytes[0] = kind === 'feature-reply' ? resultCode : COMMANDS.indexOf(kind);
  bytes[1] = body.length;
  bytes.set(body, 2);
  return bytes;
};

const SETUP_BYTES = 8;
const SET_REPORT = 0x09;
const GET_REPORT = 0x01;
const FEATURE_TYPE = 3;

export const isSetup = (bytes: Uint8Array): boolean => bytes.length === SETUP_BYTES;

/** The eight bytes of a control transfer of class HID. */
export const readSetup = (bytes: Uint8Array): Result<Meaning, string> => {
  const setup = Buffer.from(bytes);
  const [type, request] = setup;
  const isSet = type === 0x21 && request === SET_REPORT;
  if (!isSet && !(type === 0xa1 && request === GET_REPORT))
    return refuse(`The request is ${hexOf(bytes.subarray(0, 2))}; allowed: 2109 SET_REPORT, a101 GET_REPORT`);
  if (setup[3] !== FEATURE_TYPE) return refuse(`The report type is ${setup[3]}; the reader has feature reports, 3`);
  const length = setup.readUInt16LE(6);
  if (!FEATURE_BYTES.includes(length))
    return refuse(`The length is ${length}; feature reports have ${FEATURE_BYTES.join(' or ')} bytes`);
  return ok({
    kind: isSet ? 'set-report' : 'get-report',
    reportId: setup[2],
    interfaceNumber: setup.readUInt16LE(4),
    lengthBytes: length,
  });
};

export const setupBytes = ({ kind, reportId, interfaceNumber, lengthBytes }: Meaning): Uint8Array => {
  const setup = Buffer.alloc(SETUP_BYTES);
  setup.set(kind === 'set-report' ? [0x21, SET_REPORT] : [0xa1, GET_REPORT]);
  setup[2] = Number(reportId);
  setup[3] = FEATURE_TYPE;
  setup.writeUInt16LE(Number(interfaceNumber), 4);
  setup.writeUInt16LE(Number(lengthBytes), 6);
  return Uint8Array.from(setup);
};

/** Items of a report descriptor that say what a report holds, by tag and type without the size of their data. */
const USAGE_PAGE = 0x04;
const REPORT_SIZE = 0x74;
const REPORT_COUNT = 0x94;
const INPUT = 0x80;
const OUTPUT = 0x90;
const FEATURE = 0xb0;
const COLLECTION = 0xa0;
const END_COLLECTION = 0xc0;

export const isDescriptor = (bytes: Uint8Array): boolean => (bytes[0] ?? 0) === 0x06 && bytes.at(-1) === END_COLLECTION;

interface Item {
  readonly tag: number;
  readonly value: number;
}

const itemsOf = (bytes: Uint8Array): Result<Item[], string> => {
  const items: Item[] = [];
  for (let at = 0; at < bytes.length; ) {
    const head = bytes[at] ?? 0;
    const dataBytes = (head & 3) === 3 ? 4 : head & 3;
    const data = bytes.subarray(at + 1, at + 1 + dataBytes);
    if (data.length < dataBytes) return refuse(`The item at byte ${at} is cut off: it needs ${dataBytes} bytes`);
    items.push({ tag: head & 0xfc, value: data.reduceRight((sum, byte) => sum * 256 + byte, 0) });
    at += 1 + dataBytes;
  }
  return ok(items);
};

/** Sizes of the reports that a descriptor announces. */
export const readDescriptor = (bytes: Uint8Array): Result<Meaning, string> => {
  const items = itemsOf(bytes);
  if (!items.ok) return items;
  const now = new Map<number, number>();
  const bits = new Map<number, number>();
  for (const { tag, value } of items.value) {
    if (tag === INPUT || tag === OUTPUT || tag === FEATURE)
      bits.set(tag, (bits.get(tag) ?? 0) + (now.get(REPORT_SIZE) ?? 0) * (now.get(REPORT_COUNT) ?? 0));
    else now.set(tag, value);
  }
  const countOf = (wanted: number) => items.value.filter(({ tag }) => tag === wanted).length;
  const open = countOf(COLLECTION) - countOf(END_COLLECTION);
  if (open !== 0) return refuse(`${open} collections of the descriptor are not ended; each needs its c0`);
  return ok({
    kind: 'report-descriptor',
    usagePage: (now.get(USAGE_PAGE) ?? 0).toString(16).padStart(4, '0'),
    inputBytes: (bits.get(INPUT) ?? 0) / 8,
    outputBytes: (bits.get(OUTPUT) ?? 0) / 8,
    featureBytes: (bits.get(FEATURE) ?? 0) / 8,
    raw: hexOf(bytes),
  });
};
