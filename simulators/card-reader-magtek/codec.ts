// A MagTek SureSwipe's side of its HID reports, written from manual 99875191.
import type { HeadTrack } from '../core/stripe.ts';

const TRACK_ROOM = 110;
const BLANK = 3;

/**
 * Writes a swipe into `report`, 337 bytes. As in the reader nothing is wiped first: behind a track lies what was there
 * before.
 */
export const fillReport = (report: Uint8Array, tracks: readonly HeadTrack[]): void => {
  for (const [index, track] of tracks.entries()) {
    const text = typeof track === 'string' ? '' : track.text;
    report[index] = track === 'error' ? 1 : 0;
    report[index + 3] = text.length;
    report.set(Buffer.from(text, 'latin1'), 7 + index * TRACK_ROOM);
  }
  report[6] = tracks.every((track) => track === 'empty') ? BLANK : 0;
};

export const REPORT_ROOM = 7 + 3 * TRACK_ROOM;

/** Software id, serial number, polling interval, packet size, tracks, interface. */
export const createProperties = () => {
  const values = new Map<number, Uint8Array>([
    [0x00, Buffer.from('21042804B03')],
    [0x01, Buffer.from('123')],
    [0x02, Uint8Array.of(10)],
    [0x03, Uint8Array.of(8)],
    [0x04, Uint8Array.of(0x95)],
    [0x10, Uint8Array.of(0)],
  ]);
  let answer: Uint8Array = Buffer.alloc(24);
  const reply = (result: number, data: Uint8Array) => {
    answer = Buffer.concat([Buffer.of(result, data.length), data, Buffer.alloc(22 - data.length)]);
  };
  return {
    /** A feature report of the host, without its id; false when it is no command. */
    obey(report: Uint8Array): boolean {
      const [command, length = 0, property = 0] = report;
      const value = values.get(property);
      if (command === 2) reply(0, new Uint8Array(0));
      else if (command === 0 && value !== undefined) reply(0, value);
      else if (command === 1 && value !== undefined && length > 1) {
        values.set(property, report.slice(3, 2 + length));
        reply(0, new Uint8Array(0));
      } else if (command === 0 || command === 1) reply(2, new Uint8Array(0));
      else return false;
      return true;
    },
    answer: () => answer,
  };
};
