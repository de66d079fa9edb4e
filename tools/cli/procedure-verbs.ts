import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { mostProcedures } from '../../contract/procedure.ts';
import { problemLine } from '../../contract/table-line.ts';
import { drawPosters } from '../../main/documents/procedure-poster.ts';
import { readTable } from '../../main/documents/read-table.ts';
import { writeCsv } from '../../main/documents/write-table.ts';
import { procedureColumns, readProcedures, tableOf } from '../../main/services/procedures/index.ts';
import { type CommonOptions, print, VerbError, withCommonOptions, withSite } from './verb.ts';

const importFile = async (
  file: string,
  options: CommonOptions & { readonly replace?: boolean; readonly preview?: boolean },
): Promise<void> => {
  const table = await readTable({ name: file, bytes: readFileSync(file) }, procedureColumns, mostProcedures);
  if (!table.ok) throw new VerbError(problemLine(table.error));
  const report = await withSite(options, async ({ procedures }, { config }) => {
    const read = readProcedures(table.value, new Set(config.services.map(({ id }) => id)));
    const given = { ...read, mode: options.replace === true ? ('replace' as const) : ('update' as const) };
    return options.preview === true ? procedures.preview(given) : procedures.import(given, null);
  });
  if (report.problemCount > 0)
    throw new VerbError(
      [...report.problems.map(problemLine), `${report.problemCount} problems; nothing was stored`].join('\n'),
    );
  const { added, changed, removed, unchanged } = report;
  const sums = `${added.length} new, ${changed.length} changed, ${removed.length} removed, ${unchanged} unchanged`;
  print(options, report, [options.preview === true ? `${sums}; nothing was stored` : sums]);
};

const list = async (options: CommonOptions): Promise<void> => {
  const all = await withSite(options, async ({ procedures }) => procedures.list());
  print(
    options,
    all,
    all.length === 0
      ? ['none yet: motcua procedures import <file>']
      : all.map(({ code, field, name, isSample }) =>
          [code, field.vi, name.vi, ...(isSample ? ['(sample)'] : [])].join('\t'),
        ),
  );
};

const exportFile = async (file: string, options: CommonOptions): Promise<void> => {
  const all = await withSite(options, async ({ procedures }) => procedures.list());
  writeFileSync(file, writeCsv(tableOf(all)));
  print(options, { file, procedures: all.length }, [`${all.length} procedures in ${file}`]);
};

const search = async (words: readonly string[], options: CommonOptions & { readonly times: string }): Promise<void> => {
  const times = Number(options.times);
  if (!(Number.isInteger(times) && times >= 1 && times <= 100_000))
    throw new VerbError(`--times was "${options.times}"; allowed: a whole number from 1 to 100000`);
  const typed = words.join(' ');
  const { found, tookMs } = await withSite(options, async ({ procedures }) => {
    const took = Array.from({ length: times }, () => {
      const startedMs = performance.now();
      procedures.search(typed, 40);
      return performance.now() - startedMs;
    }).sort((a, b) => a - b);
    const at = (share: number) => Number((took[Math.ceil(share * times) - 1] ?? 0).toFixed(3));
    return { found: procedures.search(typed, 40).found, tookMs: { median: at(0.5), p99: at(0.99) } };
  });
  print(options, { found: found.map(({ code }) => code), tookMs }, [
    ...found.map(({ code, name }) => `${code}\t${name.vi}`),
    `${found.length} found; median ${tookMs.median} ms, 99 % within ${tookMs.p99} ms of ${times}`,
  ]);
};

const posters = async (
  file: string,
  codes: readonly string[],
  options: CommonOptions & { readonly size: string },
): Promise<void> => {
  const { size } = options;
  if (size !== 'A4' && size !== 'A3') throw new VerbError(`There is no paper "${size}" here; allowed: A4, A3`);
  const { chosen, site } = await withSite(options, async ({ procedures }, { config }) => ({
    chosen: procedures.list().filter(({ code }) => codes.length === 0 || codes.includes(code)),
    site: config,
  }));
  const missing = codes.filter((code) => !chosen.some((one) => one.code === code));
  if (missing.length > 0 || chosen.length === 0)
    throw new VerbError(`There is no procedure ${missing.join(', ') || 'at all'}. "motcua procedures list" shows all.`);
  const base = site.server.publicUrl?.replace(/\/$/, '');
  if (base === undefined)
    throw new VerbError('The codes need the address under which phones reach this site: set server.publicUrl.');
  const pages = chosen.map((one) => ({
    ...one,
    url: `${base}/procedures/?${new URLSearchParams({ code: one.code })}`,
  }));
  writeFileSync(file, await drawPosters({ siteName: site.site.name, posters: pages, size, createdAt: new Date() }));
  print(options, { file, pages: pages.length }, [`${pages.length} posters in ${file}`]);
};

export const procedureVerbs = (program: Command): void => {
  const procedures = program.command('procedures').description('the catalogue of procedures that citizens look up');
  withCommonOptions(
    procedures
      .command('import')
      .description('take in a table, .xlsx or .csv: all of it or, where a cell is wrong, nothing')
      .argument('<file>'),
  )
    .option('--replace', 'remove those that the file does not name')
    .option('--preview', 'only say what would change')
    .action(importFile);
  withCommonOptions(procedures.command('list').description('code, field and name of each')).action(list);
  withCommonOptions(procedures.command('export').description('write the table as CSV').argument('<file>')).action(
    exportFile,
  );
  withCommonOptions(
    procedures.command('search').description('what citizens find, and how long it takes').argument('<words...>'),
  )
    .option('--times <count>', 'look so often, for the times', '1')
    .action(search);
  withCommonOptions(
    procedures
      .command('posters')
      .description('write a PDF with a page for each code, or for all')
      .argument('<file>')
      .argument('[codes...]'),
  )
    .option('--size <paper>', 'A4 or A3', 'A4')
    .action(posters);
};
