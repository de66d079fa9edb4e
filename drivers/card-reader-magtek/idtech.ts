// ID TECH MiniMag and EasyMag explained, for `motcua frame`: their HID report with a layout of its own (product 0500; 0510
// has MagTek's), and their serial packet. Source: ID TECH 80066510-003 and 80030505; vectors in frames/magtek_hid.json.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { TrackNumber } from '../../contract/swipe.ts';
import type { Meaning } from '../core/protocol.ts';

const HEAD_BYTES = 9;
const DATA_BYTES = 500;
export const IDTECH_BYTES = HEAD_BYTES + DATA_BYTES;
const STX = 0x60;
const ETX = 0x03;
const NAK = 0xe0;
const ENCODINGS = ['iso', 'aamva', 'cadl', 'blank', 'other', 'undetermined', 'none'];

const hexOf = (byte: number) => byte.toString(16).padStart(2, '0');

/** What stands before, between and behind the tracks is configurable, so the tracks are found by their sentinels. */
const splitTracks = (output: string): { readonly track: TrackNumber; readonly text: string }[] => {
  const found = [...output.matchAll(/[%;+#@&][^?%;+#]*\?/g)].map(([text]) => text);
  let last = 0;
  return found.map((text) => {
    const isFirst = text.startsWith('%') && last === 0;
    last = isFirst ? 1 : Math.min(3, Math.max(2, last + 1));
    return { track: last as TrackNumber, text };
  });
};

export const readIdtechReport = (report: Uint8Array): Result<Meaning, string> => {
  const [s1 = 0, s2 = 0, s3 = 0, l1 = 0, l2 = 0, l3 = 0, type = 0] = report;
  const total = (report[7] ?? 0) + 256 * (report[8] ?? 0);
  const wrong = [s1, s2, s3].find((status) => status > 1);
  if (wrong !== undefined) return refuse(`A decode status is ${hexOf(wrong)}; allowed: 00, 01 for an error`);
  const encoding = ENCODINGS[type];
  if (encoding === undefined) return refuse(`The encode type is ${type}; allowed: 0 to ${ENCODINGS.length - 1}`);
  if (total > DATA_BYTES) return refuse(`The length of the output is ${total}; at most ${DATA_BYTES} are allowed`);
  if (l1 + l2 + l3 > total)
    return refuse(`The tracks have ${l1 + l2 + l3} characters, more than the ${total} of the whole output`);
  const text = Buffer.from(report.subarray(HEAD_BYTES, HEAD_BYTES + total)).toString('latin1');
  const tracks = splitTracks(text);
  const lengths = [l1, l2, l3].filter((length) => length > 0);
  const seen = tracks.map((track) => track.text.length);
  if (seen.length !== lengths.length || seen.some((length, index) => length !== lengths[index]))
    return refuse(
      `The tracks have lengths ${seen.join(', ') || 'none'}; the head announces ${lengths.join(', ') || 'none'}`,
    );
  return ok({ kind: 'idtech-swipe', status: [s1, s2, s3], lengths: [l1, l2, l3], encoding, tracks, text });
};

export const idtechBytes = ({ status, lengths, encoding, text }: Meaning): Uint8Array => {
  const report = new Uint8Array(IDTECH_BYTES);
  const output = Buffer.from(String(text), 'latin1');
  report.set([...(Array.isArray(status) ? status : []), ...(Array.isArray(lengths) ? lengths : [])].map(Number));
  report[6] = Math.max(0, ENCODINGS.indexOf(String(encoding)));
  report[7] = output.length & 0xff;
  report[8] = output.length >> 8;
  report.set(output, HEAD_BYTES);
  return report;
};

export const isIdtechSerial = (bytes: Uint8Array): boolean =>
  bytes[0] === STX || (bytes.length === 1 && bytes[0] === NAK);

/** 60, length (high byte first), data, XOR of all before, 03. */
export const readIdtechSerial = (bytes: Uint8Array): Result<Meaning, string> => {
  if (bytes[0] === NAK) return ok({ kind: 'idtech-refused' });
  const length = 256 * (bytes[1] ?? 0) + (bytes[2] ?? 0);
  if (bytes.length !== length + 5)
    return refuse(`The length is ${length}, so the packet has ${length + 5} bytes; these are ${bytes.length}`);
  if (bytes.at(-1) !== ETX) return refuse(`The packet ends with ${hexOf(bytes.at(-1) ?? 0)}; it must end with 03`);
  const wanted = bytes.subarray(0, -2).reduce((sum, byte) => sum ^ byte, 0);
  const seen = bytes.at(-2) ?? 0;
  if (seen !== wanted) return refuse(`The checksum is ${hexOf(seen)}; for these bytes it must be ${hexOf(wanted)}`);
  const text = Buffer.from(bytes.subarray(3, -2)).toString('latin1');
  return ok({ kind: 'idtech-packet', tracks: splitTracks(text), text });
};

export const idtechSerialBytes = (text: string): Uint8Array => {
  const data = Buffer.from(text, 'latin1');
  const head = Uint8Array.of(STX, data.length >> 8, data.length & 0xff, ...data);
  return Uint8Array.of(
    ...head,
    head.reduce((sum, byte) => sum ^ byte, 0),
    ETX,
  );
};
