// MagTek SureSwipe and Dynamag in HID mode: one input report for each swipe, also when nothing could be read. No I/O.
// Source: MagTek 99875191 (SureSwipe USB HID) sections 4 and 5; vectors in frames/magtek_hid.json.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { TrackNumber, TrackReading } from '../../contract/swipe.ts';

export const REPORT_BYTES = 337;
export const TRACK_BYTES = 110;
const HEAD_BYTES = 7;
const TRACKS: readonly TrackNumber[] = [1, 2, 3];

export const ENCODINGS = ['iso', 'aamva', 'cadl', 'blank', 'other', 'undetermined', 'none'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Start sentinels: ISO, then seven-bit (@ on track 2, & on track 3), then AAMVA (#) and + of track 3. */
const START_SENTINELS: Readonly<Record<TrackNumber, string>> = { 1: '%', 2: ';@', 3: ';+#&!%' };

const hexOf = (byte: number) => byte.toString(16).padStart(2, '0');

/** Text between its sentinels; the reason never holds it. */
const checkTrackText = (track: TrackNumber, bytes: Uint8Array): Result<string, string> => {
  const wrong = bytes.findIndex((byte) => byte < 0x20 || byte > 0x5f);
  if (wrong >= 0)
    return refuse(`Character ${wrong} of track ${track} is ${hexOf(bytes[wrong] ?? 0)}; allowed: 20 to 5f`);
  const text = Buffer.from(bytes).toString('latin1');
  if (!START_SENTINELS[track].includes(text.slice(0, 1)))
    return refuse(
      `Track ${track} does not begin with a start sentinel; allowed: ${[...START_SENTINELS[track]].join(' ')}`,
    );
  if (text.length < 2 || !text.endsWith('?')) return refuse(`Track ${track} does not end with its end sentinel ?`);
  return ok(text);
};

export interface MagtekSwipe {
  readonly encoding: Encoding;
  readonly tracks: readonly TrackReading[];
}

/** Bytes behind the length of a track are undefined, and may be those of the card before: they are never looked at. */
export const readSwipeReport = (report: Uint8Array): Result<MagtekSwipe, string> => {
  if (report.length !== REPORT_BYTES)
    return refuse(`The report has ${report.length} bytes; a swipe has ${REPORT_BYTES}`);
  const encoding = ENCODINGS[report[6] ?? 0];
  if (encoding === undefined) return refuse(`The encode type is ${report[6]}; allowed: 0 to ${ENCODINGS.length - 1}`);
  const tracks: TrackReading[] = [];
  for (const [index, track] of TRACKS.entries()) {
    const status = report[index] ?? 0;
    const length = report[3 + index] ?? 0;
    if (status > 1)
      return refuse(`The decode status of track ${track} is ${hexOf(status)}; allowed: 00, 01 for an error`);
    if (length > TRACK_BYTES)
      return refuse(`The length of track ${track} is ${length}; at most ${TRACK_BYTES} are allowed`);
    const from = HEAD_BYTES + index * TRACK_BYTES;
    if (status === 1) tracks.push({ track, state: 'error' });
    else if (length === 0) tracks.push({ track, state: 'none' });
    else {
      const text = checkTrackText(track, report.subarray(from, from + length));
      if (!text.ok) return text;
      tracks.push({ track, state: 'data', text: text.value });
    }
  }
  return ok({ encoding, tracks });
};
