// npm run hub: the verbs of the city's view: who may look, the tree of units, which site lies where.
import type { Command } from 'commander';
import type pg from 'pg';
import { createAccounts } from '../hub/city/accounts.ts';
import { importUnits, lostPlaces, placeSite } from '../hub/city/units.ts';
import { HubError } from '../hub/hub-error.ts';
import { tableFile } from './hub-console.ts';

const seen = (unitCode: string | null): string => unitCode ?? 'the whole city';

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
    .option('--unit <code>', 'sees this unit and all below it; else the whole city, or what it saw before')
    .action((login: string, { unit }: { unit?: string }) =>
      withHub(async (pool, webUrl) => {
        const added = await createAccounts({ pool, now: Date.now }).add({ login, unitCode: unit ?? null });
        if (!added.ok) throw new HubError(added.error);
        const { password, unitCode } = added.value;
        console.log(
          `${webUrl}/city/\nlog-in    ${login}\npassword  ${password}\nsees      ${seen(unitCode)}\nNobody can read the password again.`,
        );
      }),
    );
  account
    .command('list')
    .description('who there is and what each sees')
    .action(() =>
      withHub(async (pool) => {
        const { rows } = await pool.query('SELECT login, unit_code, created_at FROM account ORDER BY login');
        for (const { login, unit_code, created_at } of rows)
          console.log(`${login}\t${seen(unit_code)}\tsince ${created_at.toISOString()}`);
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
        const read = await importUnits(pool, tableFile(file));
        if (!read.ok) throw new HubError(`${read.error.join('\n')}\nNothing was changed.`);
        console.log(`${read.value} units`);
        for (const { what, name, unitCode } of await lostPlaces(pool))
          console.log(`${what} ${name} belongs to ${unitCode}, which the tree does not have any more. Place it anew.`);
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
