// The verbs by which headquarters tell sites something, and see what came of it.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import type { Command } from 'commander';
import type pg from 'pg';
import { DOWNLINK_TABLE_MAX_BYTES, DownlinkCommand } from '../contract/downlink.ts';
import { mostProcedures } from '../contract/procedure.ts';
import type { AskedForm } from '../contract/rating.ts';
import { RefusalCode } from '../contract/refusal.ts';
import { ok, type Result, refuse } from '../contract/result.ts';
import type { TableProblem } from '../contract/table.ts';
import { problemLine } from '../contract/table-line.ts';
import { ratingTemplateIds } from '../contract/texts/rating-templates.ts';
import { text } from '../contract/texts.ts';
import { EVERY_SITE, listSites } from '../hub/admin/sites.ts';
import { readForm } from '../hub/downlink/form-table.ts';
import { readMediaPlans } from '../hub/downlink/media-table.ts';
import { readPriorities } from '../hub/downlink/priorities-table.ts';
import { expiryOf } from '../hub/downlink/rules.ts';
import { type CommandLine, listCommands, storeCommand } from '../hub/downlink/store.ts';
import { HubError } from '../hub/hub-error.ts';
import { readTable } from '../main/documents/read-table.ts';
import { procedureColumns, readProcedures } from '../main/services/procedures/index.ts';
import { tableFile } from './hub-console.ts';
import type { HubAccess } from './hub-operations.ts';

const LISTED = 50;

/** Errors: HubError with each bad row by its number. */
const rightIn = <T>(file: string, read: Result<T, readonly TableProblem[]>): T => {
  if (read.ok) return read.value;
  throw new HubError(`${file}:\n${read.error.map(problemLine).join('\n')}\nNothing was sent.`);
};

/**
 * The file's text, for sites read it themselves. Errors: HubError for what no site would take; of a procedure's service only the site
 * knows whether there is such a one.
 */
const proceduresIn = async (file: string): Promise<string> => {
  const { name, bytes } = tableFile(file);
  if (bytes.length > DOWNLINK_TABLE_MAX_BYTES)
    throw new HubError(
      `${file} has ${bytes.length} bytes, ${DOWNLINK_TABLE_MAX_BYTES} are allowed. Divide it: without --replace each part adds to what is there.`,
    );
  if (path.extname(name).toLowerCase() !== '.csv')
    throw new HubError(`${file}: procedures travel as CSV. Save the table as “CSV UTF-8”.`);
  const table = await readTable({ name, bytes }, procedureColumns, mostProcedures);
  const problems = table.ok ? readProcedures(table.value, new Set()).problems : [table.error];
  const known = problems.filter(({ code }) => code !== 'not-a-service');
  return rightIn(file, known.length === 0 ? ok(Buffer.from(bytes).toString('utf8')) : refuse(known));
};

/** `said`: a template, or a table whose rows take the place of those of `template`. */
const formOf = async (said: string, template = 'mot-cua'): Promise<AskedForm> => {
  const isTable = /\.(csv|xlsx)$/i.test(said);
  const name = ratingTemplateIds.find((id) => id === (isTable ? template : said));
  if (name === undefined)
    throw new HubError(
      `"${isTable ? template : said}" is no template of a rating form. Allowed: ${ratingTemplateIds.join(', ')}; or a table, .csv or .xlsx.`,
    );
  return rightIn(said, await readForm(name, isTable ? tableFile(said) : null));
};

/** What may be sent, by its word on the command line. */
const kinds = {
  procedures: async (file, { replace }) => ({
    ...{ kind: 'set-procedures', name: path.basename(file), table: await proceduresIn(file) },
    mode: replace === true ? 'replace' : 'update',
  }),
  notice: (vi, { en }) => ({ kind: 'set-notice', text: vi === '' ? null : { vi, en: en ?? vi } }),
  priorities: async (file) => ({
    kind: 'set-priorities',
    priorities: file === '' ? null : rightIn(file, await readPriorities(tableFile(file))),
  }),
  form: async (said, { template }) => ({ kind: 'set-form', form: said === '' ? null : await formOf(said, template) }),
  media: async (file) => ({ kind: 'set-media', plans: rightIn(file, await readMediaPlans(tableFile(file))) }),
} satisfies Record<string, (said: string, options: SendOptions) => DownlinkCommand | Promise<DownlinkCommand>>;

const officeCommand = async (what: string, said: string, options: SendOptions): Promise<DownlinkCommand> => {
  if (!Object.hasOwn(kinds, what))
    throw new HubError(`"${what}" cannot be sent. Allowed: ${Object.keys(kinds).join(', ')}.`);
  const checked = DownlinkCommand.safeParse(await kinds[what as keyof typeof kinds](said, options));
  if (!checked.success) throw new HubError(`It cannot be sent: ${checked.error.issues[0]?.message}`);
  return checked.data;
};

interface SendOptions {
  readonly en?: string;
  readonly replace?: true;
  readonly template?: string;
}

const send = async (pool: pg.Pool, to: string, command: DownlinkCommand): Promise<void> => {
  const sites =
    to === EVERY_SITE ? (await listSites(pool)).filter(({ state }) => state === 'active').map(({ key }) => key) : [to];
  if (sites.length === 0) throw new HubError('No site has joined yet. "npm run hub -- sites" lists them.');
  const nowMs = Date.now();
  for (const site of sites) {
    const given = await storeCommand(pool, { site, id: randomUUID(), command, nowMs, untilMs: expiryOf(nowMs) });
    if (!given.ok) throw new HubError(given.error.message);
    console.log(`${site}\t${command.kind}\tis on its way as ${given.value.seq}`);
  }
};

const outcomeOf = ({ answer, expiresAtMs }: CommandLine): string => {
  if (answer === null) return `waits for the site, until ${new Date(expiresAtMs).toISOString()}`;
  if (!answer.ok) {
    const { code, params } = answer.error;
    const known = RefusalCode.safeParse(code);
    const words = known.success ? text('vi', `refusal.${known.data}`, params) : code;
    return `refused: ${words} ${JSON.stringify(params ?? {})}`;
  }
  const { value } = answer;
  if (value.kind === 'set-notice' || value.kind === 'errand') return 'done';
  if (value.kind === 'set-media') return `done: ${value.files} files have their plan`;
  if (value.kind === 'set-form') return `done: ${value.criteria} criteria and ${value.reasons} reasons are asked`;
  const unchanged = value.kind === 'set-procedures' ? `, ${value.unchanged} unchanged` : '';
  return `done: ${value.added} added, ${value.changed} changed, ${value.removed} removed${unchanged}`;
};

export const addDownlink = (program: Command, withHub: HubAccess['with']): void => {
  program
    .command('send')
    .description(
      'send <site|all> procedures <file.csv>, notice "<text>", priorities <file.csv|xlsx>, form <template|file.csv|xlsx>, or media <file.csv|xlsx>; "" takes a notice, priorities or a form back',
    )
    .argument('<site>', 'its name, or all')
    .argument('<what>', Object.keys(kinds).join(', '))
    .argument('<said>', 'the file, the text, or the template')
    .option('--en <text>', 'of a notice, in English; else the same')
    .option(
      '--template <name>',
      'of a form from a file: whose levels it has, and whose questions where the file has none',
    )
    .option('--replace', 'of procedures: what the file does not name goes')
    .action((site: string, what: string, said: string, options: SendOptions) =>
      withHub(async (pool) => send(pool, site, await officeCommand(what, said, options))),
    );
  program
    .command('answers')
    .description('what sites said to what was sent, newest first')
    .action(() =>
      withHub(async (pool) => {
        for (const line of await listCommands(pool, LISTED))
          console.log(
            `${line.seq}\t${new Date(line.givenAtMs).toISOString()}\t${line.site}\t${line.kind}\t${outcomeOf(line)}`,
          );
      }),
    );
};
