// The verbs by which headquarters tell sites something, and see what came of it.
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import type pg from 'pg';
import { DOWNLINK_TABLE_MAX_BYTES, DownlinkCommand } from '../contract/downlink.ts';
import { RefusalCode } from '../contract/refusal.ts';
import { text } from '../contract/texts.ts';
import { listSites } from '../hub/admin/sites.ts';
import { type CommandLine, listCommands, storeCommand } from '../hub/downlink/store.ts';
import { HubError } from '../hub/hub-error.ts';
import type { HubAccess } from './hub-operations.ts';

const LISTED = 50;

/** Errors: HubError for a file that is missing, empty or too large. */
const tableIn = (file: string): string => {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new HubError(`${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (bytes.length > DOWNLINK_TABLE_MAX_BYTES)
    throw new HubError(
      `${file} has ${bytes.length} bytes, ${DOWNLINK_TABLE_MAX_BYTES} are allowed. Divide it: without --replace each part adds to what is there.`,
    );
  return bytes.toString('utf8');
};

const officeCommand = (what: string, said: string, { en, replace }: SendOptions): DownlinkCommand => {
  if (what !== 'procedures' && what !== 'notice')
    throw new HubError(`"${what}" cannot be sent. Allowed: procedures <file.csv>, notice "<text>".`);
  const wanted: DownlinkCommand =
    what === 'procedures'
      ? {
          ...{ kind: 'set-procedures', name: path.basename(said), table: tableIn(said) },
          mode: replace === true ? 'replace' : 'update',
        }
      : { kind: 'set-notice', text: said === '' ? null : { vi: said, en: en ?? said } };
  const checked = DownlinkCommand.safeParse(wanted);
  if (!checked.success) throw new HubError(`It cannot be sent: ${checked.error.issues[0]?.message}`);
  return checked.data;
};

interface SendOptions {
  readonly en?: string;
  readonly replace?: true;
}

const send = async (pool: pg.Pool, to: string, command: DownlinkCommand): Promise<void> => {
  const sites =
    to === 'all' ? (await listSites(pool)).filter(({ state }) => state === 'active').map(({ key }) => key) : [to];
  if (sites.length === 0) throw new HubError('No site has joined yet. "npm run hub -- sites" lists them.');
  for (const site of sites) {
    const given = await storeCommand(pool, { site, id: randomUUID(), command, nowMs: Date.now() });
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
  return value.kind === 'set-procedures'
    ? `done: ${value.added} added, ${value.changed} changed, ${value.removed} removed, ${value.unchanged} unchanged`
    : 'done';
};

export const addDownlink = (program: Command, withHub: HubAccess['with']): void => {
  program
    .command('send')
    .description('send <site|all> procedures <file.csv>, or notice "<text>"; an empty text takes the notice back')
    .argument('<site>', 'its name, or all')
    .argument('<what>', 'procedures or notice')
    .argument('<said>', 'the file, or the text')
    .option('--en <text>', 'of a notice, in English; else the same')
    .option('--replace', 'of procedures: what the file does not name goes')
    .action((site: string, what: string, said: string, options: SendOptions) =>
      withHub((pool) => send(pool, site, officeCommand(what, said, options))),
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
