// What MagTek readers say, explained: swipes in HID and in keyboard mode, feature reports, the descriptor; and the layout
// of ID TECH readers, which are sold in the same boxes.
import { isBankCard } from '../../contract/bank-card.ts';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { readKeyboardText, type TrackReading } from '../../contract/swipe.ts';
import type { Meaning, Protocol } from '../core/protocol.ts';
import { maskTracks } from '../core/swipe.ts';
import { ENCODINGS, type Encoding, REPORT_BYTES, readSwipeReport, TRACK_BYTES } from './codec.ts';
import {
  FEATURE_BYTES,
  featureBytes,
  isDescriptor,
  isSetup,
  readDescriptor,
  readFeature,
  readSetup,
  setupBytes,
} from './features.ts';
import {
  IDTECH_BYTES,
  idtechBytes,
  idtechSerialBytes,
  isIdtechSerial,
  readIdtechReport,
  readIdtechSerial,
} from './idtech.ts';

const CR = 0x0d;
const LF = 0x0a;

const explained = (tracks: readonly TrackReading[]) =>
  tracks.map((track) => (track.state === 'data' ? { ...track, isBankCard: isBankCard(track.text) } : track));

const isPrintable = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => (byte >= 0x20 && byte < 0x7f) || byte === CR || byte === LF);

const decodeTyped = (bytes: Uint8Array): Result<Meaning, string> => {
  const end = bytes.indexOf(CR);
  if (end < 0) return refuse('The swipe is not ended by Enter (0d)');
  const rest = bytes.subarray(end);
  if (rest.length > 2 || (rest.length === 2 && rest[1] !== LF))
    return refuse(`${rest.length - 1} bytes stand behind the Enter; none are allowed`);
  const tracks = readKeyboardText(Buffer.from(bytes.subarray(0, end)).toString('latin1'));
  if (!tracks.ok) return tracks;
  return ok({ kind: 'typed-swipe', tracks: explained(tracks.value), ending: rest.length === 2 ? 'crlf' : 'cr' });
};

const decodeFromDevice = (bytes: Uint8Array): Result<Meaning, string> => {
  if (bytes.length === REPORT_BYTES) {
    const swipe = readSwipeReport(bytes);
    return swipe.ok ? ok({ kind: 'swipe', ...swipe.value, tracks: explained(swipe.value.tracks) }) : swipe;
  }
  if (bytes.length === IDTECH_BYTES) return readIdtechReport(bytes);
  if (bytes.length > 0 && isPrintable(bytes) && '%;@+#&'.includes(String.fromCharCode(bytes[0] ?? 0)))
    return decodeTyped(bytes);
  if (isDescriptor(bytes)) return readDescriptor(bytes);
  if (FEATURE_BYTES.includes(bytes.length)) return readFeature('device->host', bytes);
  if (isIdtechSerial(bytes)) return readIdtechSerial(bytes);
  return refuse(
    `${bytes.length} bytes are no report: a swipe has ${REPORT_BYTES} (ID TECH ${IDTECH_BYTES}), a feature report ${FEATURE_BYTES.join(' or ')}`,
  );
};

const asTracks = (tracks: unknown): TrackReading[] => (Array.isArray(tracks) ? (tracks as TrackReading[]) : []);

const swipeBytes = ({ encoding, tracks }: Meaning): Uint8Array => {
  const report = new Uint8Array(REPORT_BYTES);
  report[6] = Math.max(0, ENCODINGS.indexOf(encoding as Encoding));
  for (const reading of asTracks(tracks)) {
    const index = reading.track - 1;
    if (reading.state === 'error') report[index] = 1;
    if (reading.state !== 'data') continue;
    const text = Buffer.from(reading.text, 'latin1').subarray(0, TRACK_BYTES);
    report[3 + index] = text.length;
    report.set(text, 7 + index * TRACK_BYTES);
  }
  return report;
};

const typedBytes = ({ tracks, ending }: Meaning): Uint8Array => {
  const failed = { 1: '%E?', 2: ';E?', 3: '+E?' } as const;
  const texts = asTracks(tracks).map((one) => (one.state === 'data' ? one.text : failed[one.track]));
  return Buffer.from(`${texts.join('')}\r${ending === 'crlf' ? '\n' : ''}`, 'latin1');
};

export const magtekHid: Protocol = {
  name: 'magtek_hid',
  decode(direction, bytes) {
    if (direction === 'device->host') return decodeFromDevice(bytes);
    if (isSetup(bytes)) return readSetup(bytes);
    if (FEATURE_BYTES.includes(bytes.length)) return readFeature(direction, bytes);
    return refuse(
      `${bytes.length} bytes are no command: feature reports have ${FEATURE_BYTES.join(' or ')}, a control transfer 8`,
    );
  },
  encode(_, meaning) {
    switch (meaning.kind) {
      case 'swipe':
        return ok(swipeBytes(meaning));
      case 'typed-swipe':
        return ok(typedBytes(meaning));
      case 'idtech-swipe':
        return ok(idtechBytes(meaning));
      case 'idtech-packet':
        return ok(idtechSerialBytes(String(meaning['text'])));
      case 'idtech-refused':
        return ok(Uint8Array.of(0xe0));
      case 'report-descriptor':
        return ok(Uint8Array.from(Buffer.from(String(meaning['raw']), 'hex')));
      case 'set-report':
      case 'get-report':
        return ok(setupBytes(meaning));
      case 'feature-reply':
      case 'get-property':
      case 'set-property':
      case 'reset':
        return ok(featureBytes(meaning));
      default:
        return refuse(`There is no frame ${meaning.kind}`);
    }
  },
  mask: maskTracks,
};
