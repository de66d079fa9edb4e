import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ColumnMapping, mostPeople, PersonColumn, PersonKind } from '../../contract/people.ts';
import { problemLine } from '../../contract/table-line.ts';
import { calendarDayAt } from '../../contract/time-zone.ts';
import { readTable } from '../../main/documents/read-table.ts';
import { hashCard, openSiteKey } from '../../main/services/cards/index.ts';
import { peopleColumns, readPeople } from '../../main/services/people/index.ts';
import { consentVerbs } from './consent-verbs.ts';
import { enrolVerb } from './enrol-verb.ts';
import { type CommonOptions, print, VerbError, withCommonOptions, withSite } from './verb.ts';

interface ImportOptions extends CommonOptions {
  readonly replace?: boolean;
  readonly preview?: boolean;
  readonly kind: PersonKind;
  readonly map: ColumnMapping;
}

const importFile = async (file: string, options: ImportOptions): Promise<void> => {
  const table = await readTable<PersonColumn>(
    { name: file, bytes: readFileSync(file) },
    peopleColumns(options.map),
    mostPeople,
  );
  if (!table.ok) throw new VerbError(problemLine(table.error));
  const report = await withSite(options, async ({ people, db }, { dataFolder }) => {
    const { key } = openSiteKey({ dataFolder, db, now: Date.now, log: (_level, message) => console.error(message) });
    const given = {
      ...readPeople(table.value, calendarDayAt(Date.now())),
      mode: options.replace === true ? ('replace' as const) : ('update' as const),
      kind: options.kind,
      hash: (card: Parameters<typeof hashCard>[1]) => hashCard(key, card),
    };
    return options.preview === true ? people.preview(given) : people.import(given, null);
  });
  if (report.problemCount > 0)
    throw new VerbError(
      [...report.problems.map(problemLine), `${report.problemCount} problems; nothing was stored`].join('\n'),
    );
  const { added, changed, left, unchanged } = report;
  const sums = `${added.length} new, ${changed.length} changed, ${left.length} left, ${unchanged} unchanged`;
  print(options, report, [options.preview === true ? `${sums}; nothing was stored` : sums]);
};

const list = async (options: CommonOptions & { readonly group?: string }): Promise<void> => {
  const all = await withSite(options, async ({ people }) => people.list());
  const shown = all.filter(({ group, leftAtMs }) =>
    options.group === undefined ? leftAtMs === null : leftAtMs === null && group === options.group,
  );
  print(
    options,
    shown,
    shown.length === 0
      ? ['nobody yet: motcua people import <file>']
      : shown.map(({ code, group, kind, name }) => [code, group, kind, name].join('\t')),
  );
};

const mapping = (text: string, before: ColumnMapping): ColumnMapping => {
  const [, column, title] = /^(\w+)=(.+)$/.exec(text) ?? [];
  const known = PersonColumn.safeParse(column);
  if (!known.success || title === undefined)
    throw new InvalidArgumentError(
      `"${text}" is no mapping; allowed: <column>=<heading>, the columns are ${PersonColumn.options.join(', ')}`,
    );
  return { ...before, [known.data]: title };
};

export const peopleVerbs = (program: Command): void => {
  const people = program.command('people').description('people who are checked in: lists, consents, faces');
  withCommonOptions(people.command('import <file>'))
    .description('take over a list of people (.xlsx or .csv), all of it or nothing; people are known by their code')
    .option('--preview', 'say what it would do, and store nothing')
    .option('--replace', 'whoever is not in the file has left')
    .addOption(
      new Option('--kind <kind>', 'of new people where the file has no such column')
        .choices(PersonKind.options)
        .default('staff'),
    )
    .option('--map <column=heading>', 'the heading of a column in this file; may be given several times', mapping, {})
    .action(importFile);
  withCommonOptions(people.command('list'))
    .description('who belongs to the site: code, group, kind, name')
    .option('--group <name>', 'only this class or department')
    .action(list);
  consentVerbs(people);
  enrolVerb(people);
};
