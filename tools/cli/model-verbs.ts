import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { installPack } from '../../models/packs/install-pack.ts';
import { readPack } from '../../models/packs/read-pack.ts';
import { buildModels, defaultPackFolder } from '../build-models.ts';
import { acceptPack, packsFolderOf } from './face-pack.ts';
import { type CommonOptions, print, withCommonOptions } from './verb.ts';

const install = async (source: string, options: CommonOptions & { replace?: boolean }): Promise<void> => {
  const replace = options.replace === true ? 'replace' : 'refuse';
  const { folder, manifest } = acceptPack(
    await installPack(path.resolve(source), packsFolderOf(options.config), replace),
  );
  print(
    options,
    { folder, name: manifest.name, version: manifest.version, calibrated: manifest.calibration !== null },
    [
      `${manifest.name} ${manifest.version} is installed in ${folder}`,
      ...manifest.licence.map((line) => `  licence: ${line}`),
      ...manifest.limits.map((line) => `  note: ${line}`),
      ...(manifest.calibration === null
        ? [`  It names nobody yet: motcua face calibrate <folder> --pack ${manifest.name} --data "…"`]
        : []),
    ],
  );
};

const list = async (options: CommonOptions): Promise<void> => {
  buildModels();
  const packsFolder = packsFolderOf(options.config);
  const names = await readdir(packsFolder).catch(() => []);
  const folders = [
    defaultPackFolder,
    ...names.filter((name) => !name.startsWith('.')).map((name) => path.join(packsFolder, name)),
  ];
  const packs = await Promise.all(
    folders.map(async (folder) => {
      const pack = await readPack(folder);
      if (!pack.ok) return { folder, trouble: pack.error.message };
      const { name, version, calibration } = pack.value.manifest;
      return { folder, name, version, calibration: calibration?.data ?? null };
    }),
  );
  print(
    options,
    packs,
    packs.map((pack) =>
      'trouble' in pack
        ? `${pack.folder}: ${pack.trouble}`
        : `${pack.name} ${pack.version}\t${pack.calibration ?? 'not calibrated'}\t${pack.folder}`,
    ),
  );
};

export const modelVerbs = (program: Command): void => {
  const models = program.command('models').description('model packs of the face core');
  withCommonOptions(models.command('install <folder-or-zip>'))
    .description('check a pack and install it for this site')
    .option('--replace', 'replace a pack of the same name')
    .action(install);
  withCommonOptions(models.command('list')).description('the packs of this site').action(list);
};
