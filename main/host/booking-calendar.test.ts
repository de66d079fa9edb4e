// The calendar file in the hands of a calendar: which entry is there after a file was opened, and after the next one.
import { expect, it } from 'vitest';
import type { AppointmentCode } from '../../contract/appointment.ts';
import {
  accepted,
  createProjections,
  newKey,
  openTestSite,
  services,
  type TestSite,
  temporaryFolder,
} from '../../test/support/site.ts';
import { migrations } from '../store/migrations/index.ts';
import { verifyDatabase } from '../store/verify.ts';
import { calendarOf } from './booking-calendar.ts';

const at = (text: string): number => Date.parse(`${text}+07:00`);
const nine = at('2026-11-24T09:00:00');
const ten = at('2026-11-24T10:00:00');

interface Story {
  readonly site: TestSite;
  readonly code: AppointmentCode;
  /** Downloads the file. */
  readonly file: () => string;
  readonly setClock: (text: string) => void;
}

const story = async (tell: (told: Story) => Promise<void>) => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { code } = accepted(
    await site.appointments.book({
      serviceId: services.civil,
      startMs: nine,
      person: 'lan',
      holder: 'lan',
      key: newKey(),
    }),
  );
  const calendar = calendarOf({
    appointments: site.appointments,
    facts: {
      services: [{ id: services.civil, name: { vi: 'Hộ tịch', en: 'Civil status' } }] as never,
      name: { vi: 'UBND phường Hòa Sứ', en: 'Hoa Su ward' },
    },
    publicUrl: () => 'https://hall.example',
    now: () => site.clock.nowMs,
  });
  const setClock = (text: string): void => {
    site.clock.steadyMs += at(text) - site.clock.nowMs;
    site.clock.nowMs = at(text);
  };
  await tell({ site, code, file: () => calendar(code) ?? '', setClock });
  expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
};

/** Lines of the file by name, without parameters. Only the first of each: those of the event stand before those of its reminder. */
const read = (file: string): ReadonlyMap<string, string> => {
  expect(file.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  const lines = file.replaceAll('\r\n ', '').split('\r\n');
  const pairs = lines.map((line) => /^([A-Z-]+)[^:]*:(.*)$/.exec(line)).filter((found) => found !== null);
  return new Map(pairs.reverse().map(([, name = '', value = '']) => [name, value]));
};

/** As a calendar does: by UID, and the older one is not put over the newer one. (RFC 5546, 2.1.5) */
const importInto = (entries: Map<string, ReadonlyMap<string, string>>, file: string): void => {
  const event = read(file);
  const uid = event.get('UID') ?? '';
  const age = (of: ReadonlyMap<string, string> | undefined) => [
    Number(of?.get('SEQUENCE') ?? -1),
    of?.get('DTSTAMP') ?? '',
  ];
  const [before, now] = [age(entries.get(uid)), age(event)];
  if ((now[0] ?? 0) < (before[0] ?? 0) || (now[0] === before[0] && (now[1] ?? '') < (before[1] ?? ''))) return;
  entries.set(uid, event);
};

it('moved after it was put into the calendar: the new file replaces the entry, the old one opened again does not', () =>
  story(async ({ site, code, file, setClock }) => {
    const first = file();
    const entries = new Map<string, ReadonlyMap<string, string>>();
    importInto(entries, first);
    setClock('2026-11-23T15:00:00');
    accepted(await site.appointments.move(code, ten));
    accepted(await site.appointments.move(code, ten));
    importInto(entries, file());
    importInto(entries, first);
    expect([...entries.values()].map((event) => [event.get('DTSTART'), event.get('SEQUENCE')])).toEqual([
      ['20261124T030000Z', '1'],
    ]);
    expect(read(file()).get('LAST-MODIFIED')).toBe('20261123T080000Z');
  }));

it('cancelled after it was put into the calendar: the file of then cancels the entry and reminds of nothing, and the old file does not bring it back', () =>
  story(async ({ site, code, file }) => {
    const first = file();
    expect([read(first).get('METHOD'), read(first).get('STATUS'), first.includes('BEGIN:VALARM')]).toEqual([
      ...['PUBLISH', 'CONFIRMED'],
      true,
    ]);
    const entries = new Map<string, ReadonlyMap<string, string>>();
    importInto(entries, first);
    accepted(await site.appointments.move(code, ten));
    accepted(await site.appointments.cancel(code));
    accepted(await site.appointments.cancel(code));
    const last = file();
    importInto(entries, last);
    importInto(entries, first);
    expect([...entries.values()].map((event) => event.get('STATUS'))).toEqual(['CANCELLED']);
    const told = read(last);
    expect(['METHOD', 'STATUS', 'SEQUENCE', 'TRANSP'].map((name) => told.get(name))).toEqual([
      ...['CANCEL', 'CANCELLED', '2', 'TRANSPARENT'],
    ]);
    // A calendar that knows no status still says it.
    expect(told.get('SUMMARY')).toBe(`Đã hủy: Hộ tịch (${code})`);
    expect(last).not.toContain('BEGIN:VALARM');
  }));

it('kept, or missed: the entry of that day stays as it was, says so, and reminds of nothing', () =>
  story(async ({ site, code, file, setClock }) => {
    const lost = accepted(
      await site.appointments.book({
        serviceId: services.civil,
        startMs: nine,
        person: 'an',
        holder: 'an',
        key: newKey(),
      }),
    );
    setClock('2026-11-24T08:55:00');
    accepted(await site.appointments.checkIn(code, 'vi'));
    const kept = read(file());
    expect(['METHOD', 'STATUS', 'SEQUENCE', 'DESCRIPTION'].map((name) => kept.get(name))).toEqual([
      ...['PUBLISH', 'CONFIRMED', '0', 'Đã lấy số'],
    ]);
    expect(file()).not.toContain('BEGIN:VALARM');
    setClock('2026-11-25T07:30:00');
    await site.appointments.closePast();
    expect(site.appointments.find(lost.code)).toMatchObject({ state: 'missed', revision: 0 });
  }));

it('a hall of an earlier version is updated: what was moved before has a file that is newer than the one in the calendar', () =>
  story(async ({ site, code }) => {
    accepted(await site.appointments.move(code, ten));
    const step = migrations.find(({ name }) => name === 'appointment-revisions');
    site.db.exec(`ALTER TABLE appointment DROP COLUMN revision; ${step?.up}`);
    expect(site.appointments.find(code)?.revision).toBe(1);
  }));
