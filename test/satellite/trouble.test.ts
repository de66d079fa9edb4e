// What may go wrong between a satellite and the host of its hall, one story each.
import { request } from 'node:http';
import { expect, it } from 'vitest';
import type { PriorityId, StaffId } from '../../contract/ids.ts';
import type { Served } from '../../contract/satellite.ts';
import { createHostClient } from '../support/client.ts';
import { openCutLine } from '../support/cut-line.ts';
import {
  glass,
  lineOf,
  numberAt,
  openBoth,
  press,
  problemsIn,
  startHall,
  startSatellite,
} from '../support/satellites.ts';
import { accepted, counters, newKey, refusalOf, services, temporaryFolder } from '../support/site.ts';
import { until } from '../support/test-hub.ts';

const two = { id: 'kiosk-2', numbers: { from: 601, to: 650 } };
const greeting = { satellite: two.id as never, numbers: two.numbers };
const dayMs = 86_400_000;
const head = 'truong' as StaffId;

/** What a browser with that address is answered. */
const pressFrom = (localAddress: string, url: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const asked = request(
      `${url}/rpc/kiosk.issue`,
      { method: 'POST', localAddress, headers: { 'content-type': 'application/json' } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve(text));
      },
    );
    asked.on('error', reject);
    asked.end(JSON.stringify({ serviceId: services.copies, language: 'vi', key: newKey() }));
  });

it('a phone in the hall presses at a satellite: it is refused there as at the host', async () => {
  await using keep = new AsyncDisposableStack();
  const { hall, satellite } = await openBoth(keep, two);
  for (const { url } of [hall, satellite]) expect(await pressFrom('127.0.0.9', url)).toContain('not-a-kiosk');
  expect(lineOf(hall)).toEqual([]);
}, 60_000);

it('a number is kept in the evening, and the host is off in the morning: nobody else is given it, and yesterday’s end of day stops nobody', async () => {
  await using keep = new AsyncDisposableStack();
  let nowMs = Date.now();
  const { hall, satellite, back } = await openBoth(keep, two, { now: () => nowMs });
  await hall.stop();
  expect(await numberAt(satellite)).toBe('A601');
  const evening = await back();
  await until('it is at the host', () => lineOf(evening).join() === 'A601');
  accepted(await evening.site.supervision.endDay(head, { unfinished: 'keep', reason: 'out-of-time' }));
  await until('the satellite has heard of it', () =>
    Boolean(satellite.site.db.prepare(`SELECT 1 FROM known_number WHERE sequence = 601 AND day = '9999-12-31'`).get()),
  );
  await evening.stop();
  nowMs += dayMs;
  expect(await numberAt(satellite)).toBe('A602');
  const morning = await back();
  await until('both are in the line', () => lineOf(morning).length === 2);
  expect(lineOf(morning)).toEqual(['A601', 'A602']);
}, 60_000);

it('its numbers are another machine’s by now: it gives none of them, though it once was let in', async () => {
  await using keep = new AsyncDisposableStack();
  const { hall, satellite, back } = await openBoth(keep, two);
  await hall.stop();
  const moved = await back([{ id: two.id, numbers: { from: 701, to: 750 } }]);
  await until('it is refused', () => satellite.logged.some((line) => line.includes('this site gives it 701')));
  expect(refusalOf(await press(satellite))).toBe('not-a-kiosk');
  await moved.stop();
  expect(refusalOf(await press(satellite))).toBe('not-a-kiosk');
}, 60_000);

it('the press reaches the host after the number that was given for it: no second one', async () => {
  await using keep = new AsyncDisposableStack();
  const { hall, satellite, back } = await openBoth(keep, two);
  await hall.stop();
  const key = newKey();
  await press(satellite, key);
  const again = await back();
  await until('it is at the host', () => lineOf(again).join() === 'A601');
  const ask = { serviceId: services.copies, language: 'vi', key } as const;
  await createHostClient(again.url).rpc.satellite.issue.mutate({ ...greeting, prints: false, ask });
  expect(lineOf(again)).toEqual(['A601']);
}, 60_000);

it('the line goes silent under a press that is sent twice: one number; one that was answered is answered the same without the host', async () => {
  await using keep = new AsyncDisposableStack();
  const { folder } = keep.use(temporaryFolder());
  const hall = keep.use(await startHall(folder, 0, [two]));
  const line = await openCutLine(hall.port);
  keep.defer(() => line.close());
  const satellite = keep.use(await startSatellite(folder, `http://${line.address}`, two));
  await glass(satellite, false);
  const early = newKey();
  expect(accepted(await press(satellite, early)).number).toBe('A001');
  line.silence();
  const key = newKey();
  const both = await Promise.all([press(satellite, key), press(satellite, key)]);
  expect(both.map((issued) => accepted(issued).number)).toEqual(['A601', 'A601']);
  expect(accepted(await press(satellite, early)).number).toBe('A001');
}, 60_000);

it('the clock of a machine stood still over the night: its people stand in today’s line', async () => {
  await using keep = new AsyncDisposableStack();
  let nowMs = Date.now();
  const stoodAtMs = nowMs + 60_000;
  const { folder, port, hall, satellite } = await openBoth(keep, two);
  await hall.stop();
  await satellite.stop();
  nowMs += dayMs;
  const woken = keep.use(await startSatellite(folder, hall.url, two, { now: () => stoodAtMs }));
  expect([await numberAt(woken), await numberAt(woken)]).toEqual(['A601', 'A602']);
  const back = keep.use(await startHall(folder, port, [two], { now: () => nowMs }));
  await until('both are in the line', () => lineOf(back).join() === 'A601,A602');
}, 60_000);

it('a band is moved at noon: what was given from the old one is taken over, and the host goes on around it', async () => {
  await using keep = new AsyncDisposableStack();
  const low = { id: 'kiosk-2', numbers: { from: 3, to: 10 } };
  const { folder, port, hall, satellite } = await openBoth(keep, low);
  await hall.stop();
  expect([await numberAt(satellite), await numberAt(satellite)]).toEqual(['A003', 'A004']);
  await satellite.stop();
  const moved = keep.use(await startHall(folder, port, [two]));
  const again = keep.use(await startSatellite(folder, moved.url, two));
  await glass(again, false);
  expect(lineOf(moved)).toEqual(['A003', 'A004']);
  const next: string[] = [];
  for (let person = 0; person < 3; person += 1) next.push(await numberAt(moved));
  expect(next).toEqual(['A001', 'A002', 'A005']);
  await moved.stop();
  expect(problemsIn(folder, 'hall')).toEqual([]);
}, 60_000);

it('the host comes back while somebody is served at the laptop: the visit is ended there, and then the hall is', async () => {
  await using keep = new AsyncDisposableStack();
  const { hall, satellite: laptop, back } = await openBoth(keep, two, { serves: true });
  await hall.stop();
  await glass(laptop, true);
  await numberAt(laptop);
  const { rpc } = createHostClient(laptop.url);
  accepted(await rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  const { ticketId } = accepted(await rpc.counter.next.mutate({ key: newKey() }));
  accepted(await rpc.counter.step.mutate({ step: 'start', ticketId }));
  expect(await numberAt(laptop)).toBe('A602');
  const again = await back();
  await until('who waits is in the hall’s line', () => lineOf(again).join() === 'A602');
  accepted(await rpc.counter.step.mutate({ step: 'finish', ticketId }));
  await glass(laptop, false);
  expect(again.site.queue.reads.byId(ticketId)?.state).toBe('finished');
}, 60_000);

it('a hand-in is answered to nobody, and the person is served in the village: the hall hears of it with the next one', async () => {
  await using keep = new AsyncDisposableStack();
  const { folder } = keep.use(temporaryFolder());
  const hall = keep.use(await startHall(folder, 0, [two]));
  await hall.site.queue.openDay();
  const { rpc } = createHostClient(hall.url);
  const handIn = (served: Served | null) =>
    rpc.satellite.handIn.mutate({
      ...{ ...greeting, sentAtMs: Date.now(), asksKnown: false },
      numbersGiven: [
        {
          ...{ ticketId: 'a'.repeat(22), token: 'b'.repeat(22), key: 'c'.repeat(22), seriesId: 'a', sequence: 601 },
          ...{ number: 'A601', day: hall.site.queue.reads.openDay(), serviceId: services.copies, language: 'vi' },
          ...{ further: [], givenAtMs: Date.now() - 60_000, leadMs: 0, priority: null, source: 'kiosk', served },
        } as never,
      ],
    });
  accepted(await handIn(null));
  expect(lineOf(hall)).toEqual(['A601']);
  const atMs = Date.now();
  const served = { state: 'finished', calledAtMs: atMs - 30_000, startedAtMs: atMs - 20_000, endedAtMs: atMs } as const;
  for (let tries = 0; tries < 2; tries += 1) accepted(await handIn(served));
  expect(lineOf(hall)).toEqual([]);
}, 60_000);

it('an old man was taken first at the laptop’s reception: he is first in the hall too', async () => {
  await using keep = new AsyncDisposableStack();
  const { hall, satellite: laptop, back } = await openBoth(keep, two, { serves: true });
  await hall.stop();
  await glass(laptop, true);
  await numberAt(laptop);
  accepted(
    await laptop.site.queue.issue({
      ...{ serviceId: services.copies, language: 'vi', key: newKey(), source: 'reception' },
      priority: 'tu-75' as PriorityId,
    }),
  );
  expect(lineOf(laptop)).toEqual(['A602', 'A601']);
  const again = await back();
  await until('both are in the hall’s line', () => lineOf(again).length === 2);
  expect(lineOf(again)).toEqual(['A602', 'A601']);
}, 60_000);

it('the host is restarted while a satellite prints: the paper is given up, and one copy may be had', async () => {
  await using keep = new AsyncDisposableStack();
  const { hall, back } = await openBoth(keep, two);
  const ask = { serviceId: services.copies, language: 'vi', key: newKey() } as const;
  const { rpc } = createHostClient(hall.url);
  const { ticketId, token } = accepted(await rpc.satellite.issue.mutate({ ...greeting, prints: true, ask }));
  await hall.stop();
  const again = await back();
  await until('it is given up', () => again.site.queue.reads.lastPrint(ticketId)?.state === 'failed');
  const copied = await createHostClient(again.url).rpc.satellite.reprint.mutate({ ...greeting, token, key: newKey() });
  expect(accepted(copied).copy).toBe(2);
}, 60_000);
