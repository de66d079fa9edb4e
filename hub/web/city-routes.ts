// The city's view: its screen, the log-in, and what the screen asks for.
import { existsSync } from 'node:fs';
import path from 'node:path';
import cookie from '@fastify/cookie';
import serveStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import type { CityCompare, CityHallDays, CityNow, CityRefusal } from '../../contract/city.ts';
import { calendarDayAt } from '../../contract/time-zone.ts';
import { type Account, createAccounts } from '../city/accounts.ts';
import { type HallFacts, readDays, readHalls, readPeriod } from '../city/facts.ts';
import { attendanceOf, cityView, compareRows, hallsWithin, hallView, periodFigures, type Unit } from '../city/rules.ts';
import { compareCsv, compareXlsx } from '../city/tables.ts';
import { unitsOn } from '../city/units.ts';
import { sendPage } from './send-page.ts';

export interface CityRoutesDeps {
  readonly pool: pg.Pool;
  readonly now: () => number;
  /** Folder of the built screens: `city/index.html` and `assets/`. */
  readonly screensFolder: string;
}

const COOKIE = 'motcua-city';
const cookieOptions = { path: '/city', httpOnly: true, sameSite: 'strict' } as const;
const DAY_S = 86_400;
const DAY_MS = 86_400_000;
/** However many managers look, the halls are counted anew this often at most. */
const FRESH_MS = 2000;
const LONGEST_PERIOD_DAYS = 366;
const MOST_COMPARED = 100;

const LogIn = z.strictObject({ login: z.string().min(1).max(200), password: z.string().min(1).max(200) });
const day = z.iso.date();
const Compare = z.object({
  from: day,
  to: day,
  of: z
    .union([z.string().transform((one) => [one]), z.array(z.string())])
    .pipe(z.array(z.string().max(80)).max(MOST_COMPARED)),
  language: z.enum(['vi', 'en']).default('vi'),
});
const NowQuery = z.object({ unit: z.string().max(20).optional() });

interface State {
  readonly units: readonly Unit[];
  readonly halls: readonly HallFacts[];
  readonly atMs: number;
  /** By what an account may see and what it looks at: many look at the same. */
  readonly views: Map<string, Omit<CityNow, 'login'>>;
}

const badInput = (message: string): CityRefusal => ({ code: 'bad-input', message });

export const registerCity = async (
  app: FastifyInstance,
  { pool, now, screensFolder }: CityRoutesDeps,
): Promise<void> => {
  const accounts = createAccounts({ pool, now });
  await app.register(cookie);
  await app.register(serveStatic, { root: screensFolder, serve: false, preCompressed: true });

  let state: Promise<State> | null = null;
  let stateAtMs = 0;
  const current = (): Promise<State> => {
    const nowMs = now();
    if (state !== null && nowMs - stateAtMs < FRESH_MS) return state;
    stateAtMs = nowMs;
    const asked = (async () => ({
      units: await unitsOn(pool, calendarDayAt(nowMs)),
      halls: await readHalls(pool, nowMs),
      atMs: nowMs,
      views: new Map(),
    }))();
    state = asked;
    asked.catch(() => {
      if (state === asked) state = null;
    });
    return asked;
  };

  const guarded =
    (answer: (account: Account, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>) =>
    async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      void reply.header('cache-control', 'no-store');
      const token = request.cookies[COOKIE];
      const account = token === undefined ? null : await accounts.find(token);
      if (account !== null) return answer(account, request, reply);
      return reply.code(401).send({ code: 'not-logged-in', message: 'Log in first.' } satisfies CityRefusal);
    };

  app.get('/city', (_request, reply) => reply.redirect('/city/'));
  app.get('/city/', (_request, reply) =>
    existsSync(path.join(screensFolder, 'city/index.html'))
      ? sendPage(reply, 'city/index.html')
      : reply
          .code(503)
          .type('text/plain; charset=utf-8')
          .send('The screens are not built yet: npm run build:screens\n'),
  );
  app.get<{ Params: { '*': string } }>('/assets/*', (request, reply) =>
    reply.sendFile(`assets/${request.params['*']}`, screensFolder, { maxAge: '365d', immutable: true }),
  );

  app.post('/city/api/log-in', async (request, reply) => {
    const asked = LogIn.safeParse(request.body);
    if (!asked.success) return reply.code(400).send(badInput('login and password are missing'));
    const entered = await accounts.logIn({ ...asked.data, address: request.ip });
    if (!entered.ok) return reply.code(entered.error.code === 'too-many-attempts' ? 429 : 403).send(entered.error);
    return reply.setCookie(COOKIE, entered.value, { ...cookieOptions, maxAge: DAY_S / 2 }).send({ ok: true });
  });
  app.post('/city/api/log-out', async (request, reply) => {
    const token = request.cookies[COOKIE];
    if (token !== undefined) await accounts.logOut(token);
    return reply.clearCookie(COOKIE, cookieOptions).send({ ok: true });
  });

  app.get(
    '/city/api/now',
    guarded(async ({ login, unitCode }, request, reply): Promise<CityNow | FastifyReply> => {
      const asked = NowQuery.safeParse(request.query);
      if (!asked.success) return reply.code(400).send(badInput('unit: at most 20 characters'));
      const { units, halls, atMs, views } = await current();
      const unit = asked.data.unit ?? null;
      const key = JSON.stringify([unitCode, unit]);
      const view = views.get(key) ?? cityView(units, halls, { top: unitCode, unit, nowMs: atMs });
      views.set(key, view);
      return { login, ...view };
    }),
  );

  app.get<{ Params: { key: string } }>(
    '/city/api/halls/:key',
    guarded(async ({ unitCode }, request, reply): Promise<CityHallDays | FastifyReply> => {
      const { key } = request.params as { key: string };
      const { units, halls, atMs } = await current();
      const hall = hallsWithin(halls, units, unitCode).find((one) => one.key === key);
      if (hall === undefined)
        return reply.code(404).send({ code: 'not-found', message: `There is no hall "${key.slice(0, 40)}".` });
      const period = { from: calendarDayAt(atMs - 29 * DAY_MS), to: calendarDayAt(atMs) };
      return {
        hall: hallView(hall, atMs),
        days: (await readDays(pool, key, period)).map(({ day: of, sums, attendance }) => ({
          day: of,
          ...periodFigures([sums]),
          attendance: attendanceOf(attendance),
        })),
      };
    }),
  );

  const compared = async (
    { login, unitCode }: Account,
    request: FastifyRequest,
  ): Promise<
    (CityCompare & { readonly language: 'vi' | 'en'; readonly login: string; readonly nowMs: number }) | null
  > => {
    const asked = Compare.safeParse(request.query);
    if (!asked.success) return null;
    const { from, to, of, language } = asked.data;
    const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
    if (days < 1 || days > LONGEST_PERIOD_DAYS) return null;
    const units = await unitsOn(pool, to);
    const rows = compareRows(units, await readPeriod(pool, { from, to }), { chosen: of, top: unitCode });
    return { from, to, rows, language, login, nowMs: now() };
  };
  const badPeriod = badInput(
    `from and to: days such as 2026-01-31, at most ${LONGEST_PERIOD_DAYS} of them; of: unit:<code> or hall:<key>, at most ${MOST_COMPARED}`,
  );
  app.get(
    '/city/api/compare',
    guarded(async (account, request, reply): Promise<CityCompare | FastifyReply> => {
      const found = await compared(account, request);
      return found === null ? reply.code(400).send(badPeriod) : { from: found.from, to: found.to, rows: found.rows };
    }),
  );
  const files = {
    csv: { type: 'text/csv; charset=utf-8', write: compareCsv },
    xlsx: { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', write: compareXlsx },
  } as const;
  for (const [ending, { type, write }] of Object.entries(files))
    app.get(
      `/city/api/compare.${ending}`,
      guarded(async (account, request, reply) => {
        const found = await compared(account, request);
        if (found === null) return reply.code(400).send(badPeriod);
        await accounts.note({
          login: account.login,
          what: 'exported',
          detail:
            `${ending} ${found.from} ${found.to} ${found.rows.map(({ kind, id }) => `${kind}:${id}`).join(' ')}`.slice(
              0,
              500,
            ),
        });
        return reply
          .type(type)
          .header('content-disposition', `attachment; filename="so-sanh-${found.from}-${found.to}.${ending}"`)
          .send(await write(found));
      }),
    );
};
