// What a host sends to a printer, explained to its last byte: commands, runs of text, NULs.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { CommandTable } from './command-table.ts';
import type { Meaning } from './protocol.ts';

export interface JobLanguage {
  /** Where the next command is looked for, in this order, given the commands before it: a mode may have its own. */
  readonly tables: (before: readonly Meaning[]) => readonly CommandTable[];
  /** What a run of printable bytes says, given the commands before it; added to the meaning. */
  readonly readText: (text: Uint8Array, before: readonly Meaning[]) => Readonly<Record<string, unknown>>;
}

const FIRST_PRINTABLE = 0x20;
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const place = (at: number) => `at byte ${at}`;

/** How many bytes from `at` on pass `test`. */
const run = (bytes: Uint8Array, at: number, test: (byte: number) => boolean): number => {
  let end = at;
  while (end < bytes.length && test(bytes[end] ?? 0)) end++;
  return end - at;
};

const firstOf = <T>(tables: readonly CommandTable[], look: (table: CommandTable) => T | null): T | null => {
  for (const table of tables) {
    const found = look(table);
    if (found !== null) return found;
  }
  return null;
};

/** One command as itself, several as `{ kind: 'job', commands }`. The error is the reason, with its place. */
export const decodeJob = ({ tables, readText }: JobLanguage, bytes: Uint8Array): Result<Meaning, string> => {
  if (bytes.length === 0) return refuse('There are no bytes; a frame has at least one');
  const commands: Meaning[] = [];
  for (let at = 0; at < bytes.length; ) {
    const taken = firstOf(tables(commands), (table) => table.take(bytes, at));
    if (taken !== null) {
      if (!taken.ok) return refuse(`${taken.error} [${place(at)}]`);
      commands.push(taken.value.meaning);
      at = taken.value.end;
      continue;
    }
    const printable = run(bytes, at, (byte) => byte >= FIRST_PRINTABLE);
    const nulls = run(bytes, at, (byte) => byte === 0);
    if (printable + nulls === 0)
      return refuse(`${hexOf(bytes.subarray(at, at + 3))} ${place(at)} is no command of this language`);
    if (nulls > 0) commands.push({ kind: 'nothing', nulls });
    else {
      const text = bytes.subarray(at, at + printable);
      commands.push({ kind: 'text', bytes: hexOf(text), ...readText(text, commands) });
    }
    at += printable + nulls;
  }
  const [only] = commands;
  return ok(commands.length === 1 && only !== undefined ? only : { kind: 'job', commands });
};

const encodeOne = (
  { tables }: JobLanguage,
  meaning: Meaning,
  before: readonly Meaning[],
): Result<Uint8Array, string> => {
  if (meaning.kind === 'text' && typeof meaning['bytes'] === 'string')
    return ok(Uint8Array.from(Buffer.from(meaning['bytes'], 'hex')));
  if (meaning.kind === 'nothing' && typeof meaning['nulls'] === 'number') return ok(new Uint8Array(meaning['nulls']));
  return (
    firstOf(tables(before), (table) => table.write(meaning)) ??
    refuse(`"${String(meaning['command'] ?? meaning.kind)}" is no command of this language; decode one to see its form`)
  );
};

export const encodeJob = (language: JobLanguage, meaning: Meaning): Result<Uint8Array, string> => {
  if (meaning.kind !== 'job') return encodeOne(language, meaning, []);
  const { commands } = meaning;
  if (!Array.isArray(commands)) return refuse('A job has "commands", a list');
  const parts: Uint8Array[] = [];
  for (const [at, command] of (commands as readonly Meaning[]).entries()) {
    const part = encodeOne(language, command, commands.slice(0, at));
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return ok(Uint8Array.from(Buffer.concat(parts)));
};
