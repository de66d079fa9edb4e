import { expect, it } from 'vitest';
import { DeviceId } from '../../../contract/ids.ts';
import type { AttendanceSource, Sighting } from '../../../drivers/core/device-classes.ts';
import { openTestSite, temporaryFolder } from '../../../test/support/site.ts';
import { collectSightings } from './index.ts';

const gate = DeviceId.parse('cham-cong');
const at = Date.parse('2026-03-02T07:31:09+07:00');
const sighting = (person: number): Sighting => ({
  key: `S|${person}`,
  personCode: String(person),
  atMs: at + person * 1000,
  terminalTime: '2026-03-02 07:31:09',
  method: 'face',
  direction: 'in',
});
const many = (count: number) => Array.from({ length: count }, (_, person) => sighting(person));

it('a terminal sends the same morning twice: each passage is one row, also after a restart of the host', async () => {
  using temporary = temporaryFolder();
  const first = openTestSite(temporary.folder);
  await first.queue.openDay();
  expect(await first.sightings.receive(gate, many(450))).toBe(450);
  expect(await first.sightings.receive(gate, many(451))).toBe(1);
  await first.close();

  const second = openTestSite(temporary.folder);
  expect(await second.sightings.receive(gate, many(451))).toBe(0);
  expect(second.sightings.summary(gate)).toEqual({ count: 451, lastSeenAtMs: at + 450_000 });
  expect(second.db.prepare('SELECT count(*) FROM sighting').pluck().get()).toBe(451);
  await second.close();
});

it('two terminals know the same number: both passages are kept', async () => {
  using temporary = temporaryFolder();
  const site = openTestSite(temporary.folder);
  await site.queue.openDay();
  await site.sightings.receive(gate, [sighting(1)]);
  expect(await site.sightings.receive(DeviceId.parse('cham-cong-2'), [sighting(1)])).toBe(1);
  await site.close();
});

it('a terminal sends rows without a person, or without end: they are dropped, the others are kept', async () => {
  using temporary = temporaryFolder();
  const site = openTestSite(temporary.folder);
  await site.queue.openDay();
  const bad = [
    { ...sighting(1), personCode: '' },
    { ...sighting(2), key: 'x'.repeat(5000) },
    { ...sighting(3), atMs: Number.NaN },
  ];
  expect(await site.sightings.receive(gate, [...bad, sighting(4)])).toBe(1);
  expect(site.sightings.summary(gate).count).toBe(1);
  await site.close();
});

it('the store is gone: the terminal is told so, and keeps what it has', async () => {
  using temporary = temporaryFolder();
  const site = openTestSite(temporary.folder);
  await site.queue.openDay();
  let receive: ((sightings: readonly Sighting[]) => Promise<void>) | null = null;
  const source = {
    onSightings(receiver: (sightings: readonly Sighting[]) => Promise<void>) {
      receive = receiver;
      return { [Symbol.dispose]: () => undefined };
    },
  } as unknown as AttendanceSource;
  const warned: string[] = [];
  using _ = collectSightings({
    sightings: site.sightings,
    sources: new Map([[gate, source]]),
    log: (level, message) => void warned.push(`${level} ${message}`),
  });
  await site.close();
  const told = receive as unknown as (sightings: readonly Sighting[]) => Promise<void>;
  await expect(told([sighting(1)])).rejects.toThrow();
  expect(warned).toEqual([expect.stringMatching(/^warn cham-cong: sightings could not be stored/)]);
});
