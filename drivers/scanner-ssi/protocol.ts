// SSI frames explained, one or several behind each other.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Meaning, Protocol } from '../core/protocol.ts';
import { maskScan } from '../core/scan-mask.ts';
import { buildFrame, OPCODES, parseFrame, type SsiFrame } from './codec.ts';

const HOST = 0x04;
const CODE_TYPES: ReadonlyMap<number, string> = new Map([
  [0x01, 'code-39'],
  [0x02, 'codabar'],
  [0x03, 'code-128'],
  [0x06, 'itf'],
  [0x08, 'upc-a'],
  [0x0a, 'ean-8'],
  [0x0b, 'ean-13'],
  [0x11, 'pdf-417'],
  [0x1b, 'data-matrix'],
  [0x1c, 'qr'],
]);
const NAK_CAUSES: ReadonlyMap<number, string> = new Map([
  [1, 'resend'],
  [2, 'bad-context'],
  [6, 'denied'],
  [10, 'undesired'],
]);

const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytesIn = (value: unknown) => Buffer.from(typeof value === 'string' ? value : '', 'hex');
const isText = (bytes: Uint8Array) => {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

const dataOf = ({ opcode, data }: SsiFrame) => {
  if (opcode === OPCODES['cmd-nak'] && data.length === 1)
    return { data: hexOf(data), cause: NAK_CAUSES.get(data[0] ?? 0) ?? 'other' };
  if (opcode !== OPCODES['decode-data'] || data.length === 0) return { data: hexOf(data) };
  const [codeType = 0] = data;
  const code = data.subarray(1);
  return {
    codeType,
    code: CODE_TYPES.get(codeType) ?? 'other',
    ...(isText(code) ? { text: Buffer.from(code).toString('utf8') } : { data: hexOf(code) }),
    ...(codeType === 1 && hexOf(code) === '4e52' ? { noRead: true } : {}),
  };
};

const explain = (frame: SsiFrame): Meaning => {
  const name = Object.entries(OPCODES).find(([, code]) => code === frame.opcode)?.[0] ?? 'other';
  return {
    kind: `ssi-${name}`,
    opcode: frame.opcode,
    source: frame.source === HOST ? 'host' : 'scanner',
    status: frame.status,
    retransmitted: (frame.status & 1) !== 0,
    moreFollows: (frame.status & 2) !== 0,
    ...dataOf(frame),
  };
};

const decode = (bytes: Uint8Array): Result<Meaning, string> => {
  const frames: Meaning[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + (bytes[at] ?? 0) + 2;
    // The last one has all of the rest, so that its reason names the length.
    const isOneMore = end < bytes.length && parseFrame(bytes.subarray(at, end)).ok;
    const frame = parseFrame(bytes.subarray(at, isOneMore ? end : bytes.length));
    if (!frame.ok) return refuse(at === 0 ? frame.error : `Frame ${frames.length + 1}: ${frame.error}`);
    frames.push(explain(frame.value));
    at = isOneMore ? end : bytes.length;
  }
  const [first] = frames;
  if (first === undefined) return refuse('There is no byte; a frame has at least 6');
  return ok(frames.length === 1 ? first : { kind: 'ssi-frames', frames });
};

const encodeOne = (meaning: Meaning): Uint8Array => {
  const { opcode, source, status, codeType, text, data } = meaning;
  const content = typeof text === 'string' ? Buffer.from(text, 'utf8') : bytesIn(data);
  return buildFrame({
    opcode: Number(opcode),
    source: source === 'host' ? HOST : 0,
    status: Number(status),
    data: Uint8Array.from(typeof codeType === 'number' ? [codeType, ...content] : content),
  });
};

const framesIn = (meaning: Meaning): readonly Meaning[] =>
  Array.isArray(meaning['frames']) ? (meaning['frames'] as Meaning[]) : [meaning];

/** A part of the protocol `scanner_hid`. */
export const ssi: Protocol = {
  name: 'ssi',
  decode: (_, bytes) => decode(bytes),
  encode: (_, meaning) => {
    const frames = framesIn(meaning);
    const wrong = frames.find(({ kind, opcode }) => !kind.startsWith('ssi-') || typeof opcode !== 'number');
    return wrong === undefined
      ? ok(Uint8Array.from(Buffer.concat(frames.map(encodeOne))))
      : refuse(`"${wrong.kind}" with opcode ${String(wrong['opcode'])} is no SSI frame`);
  },
  mask: (meaning) => {
    const isDecodeData = ({ kind }: Meaning) => kind === 'ssi-decode-data';
    const masked = framesIn(meaning).map((frame) => (isDecodeData(frame) ? maskScan(frame) : frame));
    return meaning.kind === 'ssi-frames' ? { ...meaning, frames: masked } : (masked[0] ?? meaning);
  },
};
