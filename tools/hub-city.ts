// npm run hub: the verbs of the city's view: who may look, the tree of units, which site lies where.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import type pg from 'pg';
import { createAccounts } from '../hub/city/accounts.ts';
import { importUnits, placeSite } from '../hub/city/units.ts';
import { HubError } from '../hub/hub-error.ts';

/** `withHub`: errors when no hub runs. */
export const addCityVerbs = (
  program: Command,
  withHub: (work: (pool: pg.Pool, webUrl: string) => Promise<void>) => Promise<void>,
): void => {
  const account = program.command('account').description('who may look at the city’s view');
  account
    .command('add')
    .description('an account and its password; again for a new password')
    .argument('<name>')
    .option('--unit <code>', 'sees this unit and all below it, not the whole city')
    .action((login: string, { unit }: { unit?: string }) =>
      withHub(async (pool, webUrl) => {
        const added = await createAccounts({ pool, now: Date.now }).add({ login, unitCode: unit ?? null });
        if (!added.ok) throw new HubError(added.error);
        console.log(`${webUrl}/city/\nlog-in    ${login}\npassword  ${added.value}\nNobody can read it again.`);
      }),
    );
  account
    .command('remove')
    .description('its log-ins end at once')
    .argument('<name>')
    .action((login: string) =>
      withHub(async (pool) => {
        if (!(await createAccounts({ pool, now: Date.now }).remove(login)))
          throw new HubError(`There is no account "${login}".`);
        console.log(`${login} is removed`);
      }),
    );
  account
    .command('audit')
    .description('who logged in, who guessed, who exported; newest first')
    .action(() =>
      withHub(async (pool) => {
        const { rows } = await pool.query(
          'SELECT at, login, what, detail FROM account_audit ORDER BY no DESC LIMIT 100',
        );
        for (const { at, login, what, detail } of rows)
          console.log(`${at.toISOString()}\t${login ?? 'this machine'}\t${what}\t${detail}`);
      }),
    );
  const units = program.command('units').description('the tree of provinces and communes');
  units
    .command('import')
    .description('a table with code, name, level, parent, from, to takes the place of the tree; or nothing changes')
    .argument('<file>', 'CSV or XLSX')
    .action((file: string) =>
      withHub(async (pool) => {
        const read = await importUnits(pool, { name: path.basename(file), bytes: readFileSync(file) });
        if (!read.ok) throw new HubError(`${read.error.join('\n')}\nNothing was changed.`);
        console.log(`${read.value} units`);
      }),
    );
  units
    .command('place')
    .description('a site belongs to a unit')
    .argument('<site>')
    .argument('<code>')
    .action((site: string, unitCode: string) =>
      withHub(async (pool) => {
        const problem = await placeSite(pool, { site, unitCode });
        if (problem !== null) throw new HubError(problem);
        console.log(`${site} belongs to ${unitCode}`);
      }),
    );
};
