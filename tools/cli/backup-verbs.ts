import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { loadConfig } from '../../main/host/config.ts';
import { createProjections } from '../../main/host/open-site.ts';
import { backup, databaseFile, restore } from '../../main/store/backup.ts';
import { openDatabase } from '../../main/store/open-db.ts';
import { type VerifyReport, verifyDatabase } from '../../main/store/verify.ts';
import { type CommonOptions, print, VerbError, withCommonOptions } from './verb.ts';

const positive = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1 on is needed');
  return value;
};

const reportLines = ({ sound, tickets, journal, problems }: VerifyReport): string[] => [
  `${sound ? 'sound' : 'NOT SOUND'}: ${tickets} tickets, ${journal.rows} journal rows, head ${journal.head.slice(0, 16)}`,
  ...problems.map((problem) => `  - ${problem}`),
];

const makeBackup = (options: CommonOptions & { to?: string; keep: number }): void => {
  const { dataFolder } = loadConfig(options.config);
  const folder = path.resolve(options.to ?? path.join(dataFolder, 'backups'));
  const made = backup({ dataFolder, createProjections }, { folder, keep: options.keep, nowMs: Date.now() });
  print(options, made, [`${made.file} (${Math.ceil(made.bytes / 1024)} KB)`, ...reportLines(made.report)]);
};

const bringBack = (file: string, options: CommonOptions): void => {
  const { dataFolder } = loadConfig(options.config);
  const done = restore(path.resolve(file), { dataFolder, createProjections, nowMs: Date.now() });
  print(options, done, [
    ...reportLines(done.report),
    done.keptAs === null ? 'restored into an empty folder' : `restored; what was there is kept as ${done.keptAs}`,
  ]);
};

const verify = (file: string | undefined, options: CommonOptions): void => {
  const from = file === undefined ? databaseFile(loadConfig(options.config).dataFolder) : path.resolve(file);
  if (!existsSync(from)) throw new VerbError(`There is no database at ${from}.`);
  const db = openDatabase(from);
  try {
    const report = verifyDatabase(db, createProjections);
    print(options, report, reportLines(report));
    if (!report.sound) process.exitCode = 1;
  } finally {
    db.close();
  }
};

export const backupVerbs = (program: Command): void => {
  withCommonOptions(program.command('backup').description('write a proved copy of the database; the host may go on'))
    .option('--to <folder>', 'where to; default: backups in the data folder')
    .option('--keep <count>', 'how many generations stay', positive, 7)
    .action(makeBackup);
  withCommonOptions(
    program
      .command('restore')
      .description('put a backup in place of the database; the host must be stopped')
      .argument('<file>', 'a file that "motcua backup" wrote'),
  ).action(bringBack);
  withCommonOptions(
    program
      .command('verify')
      .description('prove a database: pages, hash chain, numbers, and tables against the journal')
      .argument('[file]', 'a backup; default: the database of the site'),
  ).action(verify);
};
