// Puts a pack from a folder or zip file among the packs of a site: checked first, whole or not at all.
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { type BundledFile, openBundle } from '../bundle.ts';
import type { Calibration } from '../decide/calibration.ts';
import { loadNetworks } from '../engine/networks.ts';
import type { PackRefusal } from './pack-refusal.ts';
import { manifestFile, type Pack, readPack } from './read-pack.ts';

const fileBytesMax = 512 * 1024 * 1024;

/** The files of the folder that holds the manifest: a zip file often wraps everything in one folder more. */
const filesBesideManifest = (files: readonly BundledFile[]): readonly BundledFile[] | null => {
  const manifest = files.find(({ name }) => path.posix.basename(name) === manifestFile);
  if (manifest === undefined) return null;
  const folder = path.posix.dirname(manifest.name);
  return files.filter(({ name }) => path.posix.dirname(name) === folder);
};

const check = async (folder: string): Promise<Result<Pack, PackRefusal>> => {
  const pack = await readPack(folder);
  if (!pack.ok) return pack;
  const networks = await loadNetworks(pack.value);
  if (!networks.ok) return networks;
  for (const network of Object.values(networks.value)) await network?.release();
  return pack;
};

/** Fills a folder beside `packsFolder`'s packs, checks it, and gives it the pack's name. */
const place = async (
  packsFolder: string,
  fill: (folder: string) => Promise<void>,
  replace: 'replace' | 'refuse',
): Promise<Result<Pack, PackRefusal>> => {
  await mkdir(packsFolder, { recursive: true });
  const unfinished = await mkdtemp(path.join(packsFolder, '.installing-'));
  try {
    await fill(unfinished);
    const pack = await check(unfinished);
    if (!pack.ok) return pack;
    const { name, version } = pack.value.manifest;
    const target = path.join(packsFolder, name);
    const there = await readPack(target);
    if (replace === 'refuse' && !(there.ok === false && there.error.code === 'pack-missing'))
      return refuse({
        code: 'pack-exists',
        message: `There is a pack "${name}" already${there.ok ? `, version ${there.value.manifest.version}` : ''}; the new one is ${version}. Take --replace if it shall go.`,
      });
    await chmod(unfinished, 0o755);
    await rm(target, { recursive: true, force: true });
    await rename(unfinished, target);
    return ok({ folder: target, manifest: pack.value.manifest });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
};

/**
 * Installs the pack that lies in a folder or zip file as `packsFolder/<its name>`. Its networks are run once on a grey
 * picture before anything is put in place. Errors: every `PackRefusal`.
 */
export const installPack = async (
  source: string,
  packsFolder: string,
  replace: 'replace' | 'refuse',
): Promise<Result<Pack, PackRefusal>> => {
  const bundle = await openBundle(source);
  if (!bundle.ok) return refuse({ code: 'pack-missing', message: bundle.error });
  try {
    const files = filesBesideManifest(bundle.value.files);
    if (files === null)
      return refuse({
        code: 'pack-missing',
        message: `There is no ${manifestFile} in ${source}. Is this a model pack?`,
      });
    const huge = files.find(({ bytes }) => bytes > fileBytesMax);
    if (huge !== undefined)
      return refuse({
        code: 'pack-network-broken',
        message: `${huge.name} has ${huge.bytes} bytes; at most ${fileBytesMax} are installed.`,
      });
    return await place(
      packsFolder,
      async (folder) => {
        for (const file of files) await writeFile(path.join(folder, path.posix.basename(file.name)), await file.read());
      },
      replace,
    );
  } catch (error) {
    return refuse({
      code: 'pack-network-broken',
      message: `${source} cannot be unpacked (${error instanceof Error ? error.message : String(error)}). Get it again.`,
    });
  } finally {
    await bundle.value.close();
  }
};

/** Writes a calibration into the site's copy of a pack, making that copy where there is none. */
export const savePackCalibration = async (
  pack: Pack,
  calibration: Calibration,
  packsFolder: string,
): Promise<Result<Pack, PackRefusal>> => {
  const bundle = await openBundle(pack.folder);
  if (!bundle.ok) return refuse({ code: 'pack-missing', message: bundle.error });
  return place(
    packsFolder,
    async (folder) => {
      for (const file of bundle.value.files) await writeFile(path.join(folder, file.name), await file.read());
      const manifest = { ...pack.manifest, calibration };
      await writeFile(path.join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
    },
    'replace',
  );
};
