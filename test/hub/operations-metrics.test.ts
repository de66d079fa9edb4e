// What the hub tells of itself, what calls somebody, and what that somebody then reads.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { runUpkeep } from '../../hub/upkeep/upkeep.ts';
import { openWire, rowOf } from '../support/hub-wire.ts';
import { projectFolder } from '../support/site.ts';
import { startTestHub, type TestHub, until } from '../support/test-hub.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 });
}, 120_000);
afterAll(async () => {
  await hub?.[Symbol.asyncDispose]();
});

const metrics = async (): Promise<string> => (await fetch(`${hub.webUrl}/metrics`)).text();

/** By name with its labels. */
const values = async (): Promise<Map<string, number>> =>
  new Map(
    (await metrics())
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );

const Rules = z.object({
  groups: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Hub[A-Za-z]+$/),
          expr: z.string().min(1),
          for: z
            .string()
            .regex(/^\d+[smhd]$/)
            .optional(),
          labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
          annotations: z.strictObject({ summary: z.string().includes(' · '), runbook: z.string() }),
        }),
      ),
    }),
  ),
});

const rules = () =>
  Rules.parse(parse(readFileSync(path.join(projectFolder, 'packaging/hub-alerts.yaml'), 'utf8'))).groups.flatMap(
    (group) => group.rules,
  );

/** A site that did everything by which a metric appears. */
const makeTrouble = async (): Promise<void> => {
  const nowMs = Date.now();
  await using wire = await openWire(hub, 'ward-told');
  await wire.send(1, [rowOf(1, nowMs - 90_000), rowOf(2, nowMs + 86_400_000), rowOf(3, Date.parse('2001-01-01'))]);
  await wire.cursor({ lagMs: 90_000, devices: 1, down: [] });
  await until('it is known', async () => (await values()).get('motcua_hub_site_applied{site="ward-told"}') === 3);
};

test('each metric of an alert is exported, and each alert has its section of the runbook with what to do', async () => {
  await makeTrouble();
  const exported = new Set([...(await metrics()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const known = rules();
  expect(new Set(known.map(({ alert }) => alert)).size).toBe(known.length);
  for (const { alert, expr, annotations } of known) {
    const used = expr.match(/\bmotcua_hub_[a-z_]+/g) ?? [];
    for (const name of used) expect(exported, `${alert}: ${name}`).toContain(name);
    expect(used.length > 0 || expr.includes('up{job="motcua-hub"}'), alert).toBe(true);
    expect(expr.split('(').length, alert).toBe(expr.split(')').length);
    expect(annotations.runbook).toBe(`docs/hub-runbook.md#${alert.toLowerCase()}`);
  }
  const [, ...sections] = readFileSync(path.join(projectFolder, 'docs/hub-runbook.md'), 'utf8').split('\n## ');
  expect(sections.map((section) => section.split('\n')[0]).sort()).toEqual(known.map(({ alert }) => alert).sort());
  for (const section of sections)
    expect(
      section.match(/^- \*\*(\w+)\*\*: \S/gm)?.map((line) => line.split('**')[1]),
      section.slice(0, 20),
    ).toEqual([...['Seen', 'Means', 'Do', 'Over']]);
});

const Dashboard = z.object({
  uid: z.string(),
  panels: z.array(
    z.object({
      id: z.int(),
      type: z.enum(['row', 'stat', 'timeseries', 'table']),
      title: z.string().includes(' · '),
      gridPos: z.strictObject({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
      targets: z
        .array(
          z.object({ expr: z.string().min(1), datasource: z.object({ uid: z.string().regex(/^\$\{datasource\}$/) }) }),
        )
        .optional(),
    }),
  ),
});

test('the dashboard shows every metric of the hub and asks for none that there is not, and no picture lies upon another', async () => {
  await makeTrouble();
  const exported = [...(await metrics()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name).sort();
  const file = readFileSync(path.join(projectFolder, 'packaging/hub/grafana-dashboard.json'), 'utf8');
  const { panels } = Dashboard.parse(JSON.parse(file));
  const asked = panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
  const shown = asked.flatMap((expr) => expr.match(/\bmotcua_hub_[a-z_]+/g) ?? []);
  expect([...new Set(shown)].sort()).toEqual(exported);
  for (const expr of asked) expect(expr.split('(').length, expr).toBe(expr.split(')').length);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const taken = new Set<string>();
  for (const { title, gridPos } of panels)
    for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
      for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
        expect(x < 24 && !taken.has(`${x} ${y}`), `${title} at ${x} ${y}`).toBe(true);
        taken.add(`${x} ${y}`);
      }
});

test('a site that sends old rows, rows of tomorrow and rows of a dropped month is told in numbers', async () => {
  await makeTrouble();
  const told = await values();
  const of = (name: string): number => told.get(`motcua_hub_site_${name}{site="ward-told"}`) ?? Number.NaN;
  expect(told.get('motcua_hub_site_state{site="ward-told",state="active"}')).toBe(1);
  expect([of('kept_aside'), of('late_events_total')]).toEqual([1, 1]);
  expect(told.get('motcua_hub_kept_aside{why="from-the-future"}')).toBe(1);
  expect(of('lag_seconds')).toBe(90);
  expect(of('silent_seconds')).toBeLessThan(30);
  expect(Math.abs(of('clock_off_seconds'))).toBeLessThan(5);
  expect(told.get('motcua_hub_part_lag_seconds{part="0"}')).toBe(0);
  expect(told.get('motcua_hub_parts_owned')).toBe(told.get('motcua_hub_parts'));
  expect(told.get('motcua_hub_stream_fill_ratio')).toBeGreaterThan(0);
  expect(told.get('motcua_hub_stream_fill_ratio')).toBeLessThan(0.01);
  expect(told.get('motcua_hub_days_prepared')).toBeGreaterThan(80);
  expect(told.get('motcua_hub_database_bytes')).toBeGreaterThan(1_000_000);
  await hub.pool.query(`INSERT INTO backup (at, kind, bytes) VALUES (now() - interval '2 days', 'backup', 1)`);
  await hub.pool.query(`UPDATE migration SET applied_at = now() - interval '9 days'`);
  const later = await values();
  expect(Math.round((later.get('motcua_hub_backup_age_seconds') ?? 0) / 86_400)).toBe(2);
  expect(Math.round((later.get('motcua_hub_rehearsal_age_seconds') ?? 0) / 86_400)).toBe(9);
  await runUpkeep(hub.pool, Date.now());
  expect((await values()).get('motcua_hub_upkeep_age_seconds')).toBeLessThan(30);
});

test('a message that waits for the database is told with the time that it waits', async () => {
  await using wire = await openWire(hub, 'ward-held');
  const holding = await hub.pool.connect();
  const waits = async (): Promise<boolean> =>
    [...(await values())].some(([name, value]) => name.startsWith('motcua_hub_part_lag') && value > 0.2);
  try {
    await holding.query('BEGIN');
    await holding.query('SELECT 1 FROM part_place FOR UPDATE');
    await wire.send(1, [rowOf(1, Date.now())]);
    await until('a message waits', waits);
  } finally {
    await holding.query('ROLLBACK');
    holding.release();
  }
  await until('none waits', async () => !(await waits()));
});

test('with the database away the page still answers and says so', async () => {
  await using wire = await openWire(hub, 'ward-waits');
  await hub.postgres.stop('immediate');
  const told = await values();
  expect([told.get('motcua_hub_database_up'), told.get('motcua_hub_stream_up')]).toEqual([0, 1]);
  expect(told.has('motcua_hub_database_bytes')).toBe(false);
  await wire.send(1, [rowOf(1, Date.now())]);
  await hub.postgres.start();
  await until('it is stored', async () => (await values()).get('motcua_hub_site_applied{site="ward-waits"}') === 1);
});
