// Stream Deck reports explained, of all models, with their id or as libraries hand them on without it; and boot keyboard
// reports, since number pads and card readers that type are met on the same desks.
// Sources: docs.elgato.com/streamdeck/hid; USB HID 1.11, appendix B.1.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';
import {
  type DeckInput,
  encodePage,
  GEN2_HEAD,
  IMAGE_HEAD,
  INPUT_ID,
  INPUT_TYPE,
  inOrder,
  OUTPUT_ID,
  readGen2,
} from './codec.ts';
import { isKeyboard, keyboardBytes, readKeyboard } from './keyboard.ts';

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const GEN1_STRIPPED_BYTES = 16;
const GEN1_WIRE_BYTES = [7, 17];
const STRIPPED_HEAD = 3;
const COLUMNS_OF_15 = 5;

const downKeys = (states: readonly boolean[]) => states.flatMap((pressed, index) => (pressed ? [index] : []));
const isStates = (bytes: Uint8Array) => bytes.every((byte) => byte <= 1);

const explainInput = (input: DeckInput, report: Buffer): Meaning =>
  input.kind === 'keys' || input.kind === 'dials-pressed'
    ? { kind: input.kind, generation: 2, down: downKeys(input.pressed), of: input.pressed.length, bytes: report.length }
    : { ...input, generation: 2, hex: hexOf(report) };

const gen1 = (states: Buffer, form: 'wire' | 'stripped', bytes: number): Meaning => {
  const pressed = [...states].map(Boolean);
  // The 15 keys of the first model are counted from the right; the Mini's six are not.
  const down = downKeys(
    states.length > 6 ? [...inOrder(pressed.slice(0, 15), COLUMNS_OF_15), ...pressed.slice(15)] : pressed,
  );
  return { kind: 'keys', generation: 1, form, down, of: states.length > 6 ? 15 : 6, bytes };
};

const whyNotGen2 = (report: Buffer): string => {
  const said = report.length >= GEN2_HEAD ? report.readUInt16LE(2) : 0;
  if (report.length < GEN2_HEAD + said)
    return `The length says ${said} bytes behind the head; there are ${report.length - GEN2_HEAD}`;
  if (said === 0) return 'The length says 0 bytes; a report has at least one';
  return `Type ${report[1]} with ${hexOf(report.subarray(GEN2_HEAD, GEN2_HEAD + said))}; allowed: 0 keys of 00 or 01, 2 touch, 3 dials`;
};

const decodeInput = (report: Buffer): Result<Meaning, string> => {
  const input = readGen2(report);
  if (input !== null) return ok(explainInput(input, report));
  if (report.length === GEN1_STRIPPED_BYTES && isStates(report)) return ok(gen1(report, 'stripped', report.length));
  if (GEN1_WIRE_BYTES.includes(report.length) && report[0] === INPUT_ID && isStates(report))
    return ok(gen1(report.subarray(1), 'wire', report.length));
  const states = report.subarray(STRIPPED_HEAD);
  const isStripped = report[0] === 0 && report[2] === 0 && states.length >= 3 && isStates(states);
  if (isStripped && !isKeyboard(report)) {
    const down = downKeys([...states].map(Boolean));
    return ok({
      kind: 'keys',
      generation: 2,
      form: 'stripped',
      said: report[1],
      down,
      of: states.length,
      bytes: report.length,
    });
  }
  if (isKeyboard(report)) return readKeyboard(report);
  if (report[0] === INPUT_ID && report.length > GEN2_HEAD) return refuse(whyNotGen2(report));
  return refuse(
    `${report.length} bytes beginning ${hexOf(report.subarray(0, 4))} are no input report; they begin with 01, or are boot keyboard reports of 8 bytes`,
  );
};

const percentOf = (report: Buffer, at: number): Result<Meaning, string> => {
  const percent = report[at] ?? 255;
  const generation = at === 2 ? 2 : 1;
  if (percent > 100) return refuse(`Brightness is ${percent}; allowed: 0 to 100`);
  return ok({ kind: 'set-brightness', generation, percent, bytes: report.length });
};

const startsWith = (report: Buffer, ...bytes: readonly number[]) =>
  bytes.every((byte, index) => report[index] === byte);

const decodeFeature = (report: Buffer): Result<Meaning, string> | null => {
  const isRestZero = (from: number) => report.subarray(from).every((byte) => byte === 0);
  if (startsWith(report, 0x03, 0x08)) return percentOf(report, 2);
  if (startsWith(report, 0x05, 0x55, 0xaa, 0xd1, 0x01)) return percentOf(report, 5);
  if (startsWith(report, 0x03, 0x02) && isRestZero(2))
    return ok({ kind: 'reset', generation: 2, bytes: report.length });
  if (startsWith(report, 0x0b, 0x63) && isRestZero(2))
    return ok({ kind: 'reset', generation: 1, bytes: report.length });
  return null;
};

/** The payload may be left out, as in a list of headers; else all of it is there, and padding. */
const decodePage = (report: Buffer, generation: 1 | 2): Result<Meaning, string> => {
  const head = IMAGE_HEAD[generation];
  if (report.length < head) return refuse(`An image page has a header of ${head} bytes; this has ${report.length}`);
  const [last, key] = generation === 1 ? [report[4], (report[5] ?? 0) - 1] : [report[3], report[2] ?? 0];
  const page = report.readUInt16LE(generation === 1 ? 2 : 6);
  if (last === undefined || last > 1) return refuse(`The mark of the last page is ${last}; allowed: 0, 1`);
  if (key < 0 || key > 31) return refuse(`Key ${key}; allowed: 0 to 31`);
  const data = report.subarray(head);
  const said = generation === 1 ? data.length : report.readUInt16LE(4);
  if (said === 0 || said > 1024 * 8 || (data.length > 0 && data.length < said))
    return refuse(`The page says ${said} bytes; there are ${data.length}`);
  return ok({ kind: 'image-page', generation, key, page, last: last === 1, length: said, data: hexOf(data) });
};

const decodeStrip = (report: Buffer): Result<Meaning, string> => {
  if (report.length < 16) return refuse(`A page of the strip has a header of 16 bytes; this has ${report.length}`);
  const [xPx, yPx, widthPx, heightPx] = [2, 4, 6, 8].map((at) => report.readUInt16LE(at));
  const length = report.readUInt16LE(13);
  if (report.length > 16 && report.length < 16 + length)
    return refuse(`The page says ${length} bytes; there are ${report.length - 16}`);
  const place = { xPx, yPx, widthPx, heightPx };
  return ok({
    kind: 'strip-page',
    ...place,
    page: report.readUInt16LE(11),
    last: report[10] === 1,
    length,
    hex: hexOf(report),
  });
};

const decodeOutput = (report: Buffer): Result<Meaning, string> => {
  const feature = decodeFeature(report);
  if (feature !== null) return feature;
  if (startsWith(report, OUTPUT_ID, 0x07)) return decodePage(report, 2);
  if (startsWith(report, OUTPUT_ID, 0x01)) return decodePage(report, 1);
  if (startsWith(report, OUTPUT_ID, 0x0c)) return decodeStrip(report);
  return refuse(
    `${hexOf(report.subarray(0, 5))} begins no report; allowed: 0207, 0201, 020c image pages, 0308 and 0555aad101 brightness, 0302 and 0b63 reset`,
  );
};

const decode = (direction: Direction, bytes: Uint8Array): Result<Meaning, string> =>
  direction === 'device->host' ? decodeInput(Buffer.from(bytes)) : decodeOutput(Buffer.from(bytes));

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const bytesIn = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : '', 'hex');

const padded = (head: readonly number[], length: unknown): Uint8Array => {
  const report = new Uint8Array(Math.max(head.length, number(length)));
  report.set(head);
  return report;
};

const encodeStates = (meaning: Meaning): Uint8Array => {
  const down = new Set(Array.isArray(meaning['down']) ? (meaning['down'] as number[]) : []);
  const of = number(meaning['of']);
  const states = Array.from({ length: of }, (_, index) => (down.has(index) ? 1 : 0));
  if (meaning['generation'] === 1) {
    const inReport = of === 15 ? inOrder(states, COLUMNS_OF_15) : states;
    return padded(meaning['form'] === 'wire' ? [INPUT_ID, ...inReport] : inReport, meaning['bytes']);
  }
  if (meaning['form'] === 'stripped') return padded([0, number(meaning['said']), 0, ...states], meaning['bytes']);
  const isDials = meaning.kind === 'dials-pressed';
  const body = isDials ? [0, ...states] : states;
  const type = isDials ? INPUT_TYPE.dials : INPUT_TYPE.keys;
  return padded([INPUT_ID, type, body.length & 0xff, body.length >> 8, ...body], meaning['bytes']);
};

const encodePageOf = (meaning: Meaning): Uint8Array => {
  const generation = meaning['generation'] === 1 ? 1 : 2;
  const data = bytesIn(meaning['data']);
  const page = { key: number(meaning['key']), page: number(meaning['page']), isLast: meaning['last'] === true, data };
  const report = Buffer.from(encodePage(generation, page));
  if (generation === 2) report.writeUInt16LE(number(meaning['length']), 4);
  return report;
};

const encode = (_: Direction, meaning: Meaning): Result<Uint8Array, string> => {
  const isFirst = meaning['generation'] === 1;
  if (typeof meaning['hex'] === 'string') return ok(bytesIn(meaning['hex']));
  switch (meaning.kind) {
    case 'keys':
    case 'dials-pressed':
      return ok(encodeStates(meaning));
    case 'typed':
      return ok(keyboardBytes(meaning));
    case 'set-brightness': {
      const percent = number(meaning['percent']);
      return ok(padded(isFirst ? [0x05, 0x55, 0xaa, 0xd1, 0x01, percent] : [0x03, 0x08, percent], meaning['bytes']));
    }
    case 'reset':
      return ok(padded(isFirst ? [0x0b, 0x63] : [0x03, 0x02], meaning['bytes']));
    case 'image-page':
      return ok(encodePageOf(meaning));
    default:
      return refuse(
        `"${meaning.kind}" is no report; allowed: keys, dials-pressed, typed, set-brightness, reset, image-page`,
      );
  }
};

export const streamdeck: Protocol = { name: 'streamdeck', decode, encode };
