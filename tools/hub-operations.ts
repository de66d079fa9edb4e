// The verbs of whoever looks after a hub: backups, how long things stay.
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Command } from 'commander';
import type pg from 'pg';
import { rotate } from '../hub/admin/sites.ts';
import { takeBackup } from '../hub/backup/backup.ts';
import { rehearse } from '../hub/backup/rehearse.ts';
import { restoreBackup } from '../hub/backup/restore.ts';
import { HubError } from '../hub/hub-error.ts';
import { dropAside, putBack } from '../hub/ingest/put-back.ts';
import type { DatabaseAddress } from '../hub/servers/postgres.ts';
import { readRetention, setRetention } from '../hub/upkeep/upkeep.ts';

export interface HubAccess {
  /** Errors: HubError when the hub does not run. */
  with(work: (pool: pg.Pool, webUrl: string, database: DatabaseAddress) => Promise<void>): Promise<void>;
  /** The data folder that was named, or the usual one. */
  readonly folder: () => string;
}

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

interface AsideOptions {
  readonly putBack?: string;
  readonly drop?: string;
  readonly why?: string;
}

const numberOf = (text: string): number => {
  const no = Number(text);
  if (!Number.isSafeInteger(no) || no < 1)
    throw new HubError(`"${text}" is no number of the list. "npm run hub -- aside" shows them.`);
  return no;
};

const aside = async (pool: pg.Pool, { putBack: wanted, drop, why }: AsideOptions): Promise<void> => {
  if (wanted !== undefined) {
    const done = await putBack(pool, { only: wanted === 'all' ? null : numberOf(wanted), nowMs: Date.now() });
    for (const { no, site, seq, outcome, detail } of done)
      console.log(`${no}\t${site}\trow ${seq ?? '-'}\t${outcome}\t${detail}`);
    if (done.length === 0 && wanted !== 'all')
      throw new HubError(`Nothing is kept aside under ${wanted}. "npm run hub -- aside" shows the numbers.`);
    if (done.length === 0) console.log('nothing is kept aside');
    return;
  }
  if (drop !== undefined) {
    if (!why?.trim()) throw new HubError('Say why it is given up: --drop <no> --why "…"');
    if (!(await dropAside(pool, numberOf(drop), why.trim())))
      throw new HubError(`Nothing is kept aside under ${drop}. "npm run hub -- aside" shows the numbers.`);
    console.log(`${drop} is given up`);
    return;
  }
  const { rows } = await pool.query('SELECT no, at, site, why, seq, detail FROM kept_aside ORDER BY no DESC LIMIT 50');
  for (const row of rows)
    console.log(`${row.no}\t${row.at.toISOString()}\t${row.site}\t${row.why}\trow ${row.seq ?? '-'}\t${row.detail}`);
};

export const addOperations = (program: Command, hub: HubAccess): void => {
  program
    .command('backup')
    .description('the running hub’s database and secrets into a folder of its own')
    .argument('<folder>', 'must not be there; keep it as safe as the hub itself')
    .action((folder: string) =>
      hub.with(async (_pool, _webUrl, database) => {
        const target = path.resolve(folder);
        const { files, contents } = await takeBackup({
          ...{ database, data: hub.folder(), folder: target, nowMs: Date.now() },
        });
        console.log(
          `${target}: ${contents['event']?.rows ?? 0} events, ${megabytes(files.reduce((sum, { bytes }) => sum + bytes, 0))}`,
        );
      }),
    );
  program
    .command('restore')
    .description('a backup into a new folder: restore <folder> --data <new folder>')
    .argument('<folder>')
    .action(async (folder: string) => {
      if (program.opts()['data'] === undefined)
        throw new HubError('Say where the hub is to live: restore <folder> --data <new folder>');
      const { takenAtMs } = await restoreBackup(path.resolve(folder), hub.folder());
      console.log(`The hub of ${new Date(takenAtMs).toISOString()} lies in ${hub.folder()}, the same to the row.

Start it at the old address:   npm run hub -- --data ${hub.folder()}
What came since then the sites send again by themselves.
A site that was revoked since then: revoke it again. One that joined since then: invite it again.`);
    });
  program
    .command('rehearse')
    .description('back up, restore on trial, compare, and leave nothing')
    .option('--room <folder>', 'with space for it', tmpdir())
    .action(({ room }: { room: string }) =>
      hub.with(async (pool, _webUrl, database) => {
        const done = await rehearse(pool, {
          database,
          data: hub.folder(),
          room: path.resolve(room),
          nowMs: Date.now(),
        });
        console.log(
          `The backup can be restored: ${done.rows} rows the same, ${megabytes(done.backupBytes)}, taken in ${done.backupMs} ms, restored in ${done.restoreMs} ms`,
        );
      }),
    );
  program
    .command('retention')
    .description('how long events and what was kept aside stay; says it, or changes it from the next upkeep on')
    .option('--events-months <months>', 'whole months before this one, 1 to 240', Number)
    .option('--aside-days <days>', '7 to 3650', Number)
    .action((wanted: { eventsMonths?: number; asideDays?: number }) =>
      hub.with(async (pool) => {
        const known = await readRetention(pool);
        const { eventsMonths, asideDays } = { ...known, ...wanted };
        const problem = await setRetention(pool, { eventsMonths, asideDays });
        if (problem !== null) throw new HubError(problem);
        console.log(`events ${eventsMonths} months (from ${known.eventsFrom} on), kept aside ${asideDays} days`);
      }),
    );
  program
    .command('rotate')
    .description('a new key for an active site; the old one works until the new one is there')
    .argument('<site>')
    .action((site: string) =>
      hub.with(async (pool, webUrl) => {
        const secret = await rotate(pool, site);
        if (!secret.ok) throw new HubError(secret.error.message);
        console.log(
          `Good once, for seven days; its host goes on without a restart. At the site:\n\n  npm run -s motcua -- hub join '${webUrl}/join#${site}.${secret.value}'\n`,
        );
      }),
    );
  program
    .command('aside')
    .description('what was kept aside, newest first; puts it back or gives it up')
    .option('--put-back <no|all>', 'after its cause was mended')
    .option('--drop <no>', 'what it says is gone for ever')
    .option('--why <words>', 'of --drop; stays in the book')
    .action((wanted: AsideOptions) => hub.with((pool) => aside(pool, wanted)));
};
