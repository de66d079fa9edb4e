// The host of a hall goes away and comes back; the kiosks on machines of their own go on giving numbers.
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../hub/servers/free-port.ts';
import type { TestApp } from '../support/app.ts';
import { createHostClient } from '../support/client.ts';
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
const three = { id: 'kiosk-3', numbers: { from: 651, to: 700 } };

const putBack = (folder: string, machine: string): void => {
  rmSync(path.join(folder, machine), { recursive: true });
  cpSync(path.join(folder, 'copy'), path.join(folder, machine), { recursive: true });
};

const callAll = async (hall: TestApp): Promise<string[]> => {
  const { rpc } = createHostClient(hall.url);
  accepted(await rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  const called: string[] = [];
  for (;;) {
    const next = await rpc.counter.next.mutate({ key: newKey() });
    if (!next.ok) return called;
    called.push(next.value.number);
    for (const step of ['start', 'finish'] as const)
      accepted(await rpc.counter.step.mutate({ step, ticketId: next.value.ticketId }));
  }
};

describe('a kiosk on a machine of its own', () => {
  it('takes the hall’s numbers while the host is there, its own while it is away, and everybody is called in their turn', async () => {
    using temporary = temporaryFolder();
    const { folder } = temporary;
    const port = await freePort();
    const hall = await startHall(folder, port, [two, three]);
    await using satellite = await startSatellite(folder, hall.url, two);
    await using other = await startSatellite(folder, hall.url, three);
    await Promise.all([glass(satellite, false), glass(other, false)]);
    expect([await numberAt(satellite), await numberAt(hall), await numberAt(other)]).toEqual(['A001', 'A002', 'A003']);

    await hall.stop();
    expect([await numberAt(satellite), await numberAt(other), await numberAt(satellite)]).toEqual([
      'A601',
      'A651',
      'A602',
    ]);
    expect(await glass(satellite, true)).toMatchObject({ procedures: 0, storage: 'ok' });

    await using back = await startHall(folder, port, [two, three]);
    await until(
      'everything is at the host',
      () =>
        back.site.queue.reads.byNumber(back.site.queue.reads.openDay() ?? ('' as never), 'A602') !== undefined &&
        lineOf(back).length === 6,
    );
    await glass(satellite, false);
    await glass(other, false);
    expect(await numberAt(satellite)).toBe('A004');
    // Two machines tell ages over a network of their own: who of them came first within a blink is nobody's to say.
    const called = await callAll(back);
    expect(called.filter((number) => number !== 'A651')).toEqual(['A001', 'A002', 'A003', 'A601', 'A602', 'A004']);
    expect(called.slice(3, 6)).toContain('A651');
    await back.stop();
    await satellite.stop();
    expect([problemsIn(folder, 'hall'), problemsIn(folder, two.id)]).toEqual([[], []]);
  }, 60_000);

  it('the answer to a press is lost with the host: the citizen has one number, and the other is called by nobody', async () => {
    await using keep = new AsyncDisposableStack();
    const { hall, satellite, back } = await openBoth(keep, two);
    const key = newKey();
    // What the host did for the press just before it fell.
    const lost = accepted(
      await createHostClient(hall.url).rpc.satellite.issue.mutate({
        ...{ satellite: two.id as never, numbers: two.numbers, prints: false },
        ask: { serviceId: services.copies, language: 'vi', key },
      }),
    );
    await hall.stop();
    const held = accepted(await press(satellite, key));
    expect([lost.number, held.number]).toEqual(['A001', 'A601']);
    const again = await back();
    await until('it is at the host', () => lineOf(again).includes('A601'));
    expect(lineOf(again)).toEqual(['A601']);
    // The press comes once more: the same number again, from whoever gave it.
    expect(accepted(await press(satellite, key)).number).toBe('A601');
    expect(await callAll(again)).toEqual(['A601']);
  }, 60_000);

  it('is started in the morning with the host still off, and gives numbers; one that no host ever let in gives none', async () => {
    await using keep = new AsyncDisposableStack();
    const { folder } = keep.use(temporaryFolder());
    const port = await freePort();
    const hallUrl = `http://127.0.0.1:${port}`;
    const stranger = await startSatellite(folder, hallUrl, two);
    expect(refusalOf(await press(stranger))).toBe('not-a-kiosk');
    const hall = await startHall(folder, port, [two]);
    await glass(stranger, false);
    await hall.stop();
    await stranger.stop();
    const satellite = keep.use(await startSatellite(folder, hallUrl, two));
    expect([await numberAt(satellite), await numberAt(satellite)]).toEqual(['A601', 'A602']);
    const back = keep.use(await startHall(folder, port, [two]));
    await until('they are at the host', () => lineOf(back).join() === 'A601,A602');
  }, 60_000);

  it('the host is restored from a copy of an hour ago: what was handed in since is handed in again', async () => {
    await using keep = new AsyncDisposableStack();
    const { folder, hall, satellite, back } = await openBoth(keep, two);
    await hall.stop();
    cpSync(path.join(folder, 'hall'), path.join(folder, 'copy'), { recursive: true });
    await numberAt(satellite);
    const again = await back();
    await until('it is at the host', () => lineOf(again).join() === 'A601');
    await again.stop();
    putBack(folder, 'hall');
    const restored = await back();
    await until('it is there again', () => lineOf(restored).join() === 'A601');
    await glass(satellite, false);
    await restored.stop();
    expect(await numberAt(satellite)).toBe('A602');
  }, 60_000);

  it('its disk is put back to the day before: it gives none of the numbers that the host knows of', async () => {
    await using keep = new AsyncDisposableStack();
    const { folder, hall, satellite: first, back } = await openBoth(keep, two);
    await first.stop();
    cpSync(path.join(folder, two.id), path.join(folder, 'copy'), { recursive: true });
    const second = await startSatellite(folder, hall.url, two);
    await glass(second, false);
    await hall.stop();
    expect([await numberAt(second), await numberAt(second)]).toEqual(['A601', 'A602']);
    const again = await back();
    await until('they are at the host', () => lineOf(again).length === 2);
    await second.stop();
    putBack(folder, two.id);
    const third = keep.use(await startSatellite(folder, again.url, two));
    await glass(third, false);
    await again.stop();
    expect(await numberAt(third)).toBe('A603');
  }, 60_000);

  it('its numbers run out: it says so and where to go; the host’s own never meet them', async () => {
    await using keep = new AsyncDisposableStack();
    const few = { id: 'kiosk-2', numbers: { from: 3, to: 4 } };
    const { folder, hall, satellite, back } = await openBoth(keep, few);
    expect([await numberAt(hall), await numberAt(hall), await numberAt(hall)]).toEqual(['A001', 'A002', 'A005']);
    await hall.stop();
    expect([await numberAt(satellite), await numberAt(satellite)]).toEqual(['A003', 'A004']);
    expect(refusalOf(await press(satellite))).toBe('numbers-used-up');
    const again = await back();
    await until('they are at the host', () => lineOf(again).length === 5);
    await again.stop();
    expect(problemsIn(folder, 'hall')).toEqual([]);
  }, 60_000);

  it('is set up for other numbers than the host gives it: it is told apart and gives none', async () => {
    await using keep = new AsyncDisposableStack();
    const { folder } = keep.use(temporaryFolder());
    const hall = keep.use(await startHall(folder, 0, [two]));
    const satellite = keep.use(await startSatellite(folder, hall.url, { ...two, numbers: { from: 601, to: 700 } }));
    await until('it says why', () => satellite.logged.some((line) => line.includes('this site gives it 601 to 650')));
    expect(refusalOf(await press(satellite))).toBe('not-a-kiosk');
  }, 60_000);

  it('what only the host knows is asked there, and refused in words while it is away', async () => {
    await using keep = new AsyncDisposableStack();
    const { hall, satellite } = await openBoth(keep, two);
    const ask = (at: string) => fetch(`${at}/rpc/booking.choices?input=%7B%7D`);
    expect(await (await ask(satellite.url)).json()).toEqual(await (await ask(hall.url)).json());
    await hall.stop();
    await glass(satellite, true);
    const away = await ask(satellite.url);
    expect([away.status, await away.json()]).toMatchObject([503, { code: 'host-away' }]);
  }, 60_000);
});

describe('the laptop of a mobile team', () => {
  it('gives numbers, calls and serves in the village all day; in the evening the hall has the day', async () => {
    await using keep = new AsyncDisposableStack();
    const { folder, hall, satellite: laptop, back } = await openBoth(keep, two, { serves: true });
    await hall.stop();
    await glass(laptop, true);
    for (let person = 0; person < 3; person += 1) await numberAt(laptop);
    expect(await callAll(laptop)).toEqual(['A601', 'A602', 'A603']);
    await numberAt(laptop);
    const evening = await back();
    await until('the day is at the host', () => lineOf(evening).join() === 'A604');
    const { reads } = evening.site.queue;
    expect(reads.countsOf(reads.openDay() ?? ('' as never))).toEqual(
      new Map([
        ['finished', 3],
        ['waiting', 1],
      ]),
    );
    await until('nobody waits at the laptop any more', () => lineOf(laptop).length === 0);
    await evening.stop();
    await laptop.stop();
    expect([problemsIn(folder, 'hall'), problemsIn(folder, two.id)]).toEqual([[], []]);
  }, 60_000);
});
