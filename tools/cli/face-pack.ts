// Which pack a verb works with, and the engine on it.
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { Result } from '../../contract/result.ts';
import { loadConfig } from '../../main/host/config.ts';
import { createFaceEngine, defaultVisionThreads, type FaceEngine } from '../../models/engine/engine.ts';
import type { PackRefusal } from '../../models/packs/pack-refusal.ts';
import { type Pack, readPack } from '../../models/packs/read-pack.ts';
import { buildModels, defaultPackFolder } from '../build-models.ts';
import { VerbError } from './verb.ts';

export interface PackOptions {
  readonly config: string;
  readonly pack: string;
  readonly threads: number;
}

const threads = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64)
    throw new InvalidArgumentError('1 to 64 threads are possible');
  return value;
};

export const withPackOptions = (command: Command): Command =>
  command
    .option('-c, --config <file>', 'configuration of the site', 'site.yaml')
    .option('--pack <name-or-folder>', 'model pack: one that is installed, or a folder', 'default')
    .option('--threads <count>', 'threads that look at pictures', threads, defaultVisionThreads());

export const packsFolderOf = (config: string): string => path.join(loadConfig(config).dataFolder, 'packs');

const acceptPack = <T>(result: Result<T, PackRefusal>): T => {
  if (!result.ok) throw new VerbError(result.error.message);
  return result.value;
};

/** The data folder of the site; null where there is no configuration, which only some verbs need. */
const packsFolderOrNull = (config: string): string | null => {
  try {
    return packsFolderOf(config);
  } catch {
    return null;
  }
};

/** A folder with a slash in its name, or a name: the site's own pack first, then the one that comes with the program. */
export const findPack = async ({ config, pack }: Pick<PackOptions, 'config' | 'pack'>): Promise<Pack> => {
  if (pack.includes('/') || pack.includes(path.sep)) return acceptPack(await readPack(path.resolve(pack)));
  const packs = packsFolderOrNull(config);
  const own = packs === null ? null : await readPack(path.join(packs, pack));
  if (own !== null && (own.ok || own.error.code !== 'pack-missing')) return acceptPack(own);
  if (pack !== 'default')
    throw new VerbError(
      `There is no model pack "${pack}"${packs === null ? '' : ` in ${packs}`}. Install it: motcua models install <folder-or-zip>`,
    );
  buildModels();
  return acceptPack(await readPack(defaultPackFolder));
};

export const withEngine = async <T>(options: PackOptions, work: (engine: FaceEngine) => Promise<T>): Promise<T> => {
  const engine = acceptPack(await createFaceEngine(await findPack(options), { visionThreads: options.threads }));
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
};

export { acceptPack };
