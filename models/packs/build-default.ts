// Converts the weights of the npm packages into the default pack, once; tools/build-models.ts calls it.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { defaultManifest, type NetworkFile, type Source, sources, type WeightFolders } from './default-pack.ts';
import type { Manifest } from './manifest.ts';
import { manifestFile, sha256Of } from './read-pack.ts';

const checkSource = (folder: string, files: Source['files']): void => {
  for (const [file, sha256] of Object.entries(files)) {
    const seen = sha256Of(readFileSync(path.join(folder, file)));
    if (seen !== sha256)
      throw new Error(
        `${file} has the SHA-256 ${seen}; expected ${sha256}. The package holds other weights than those that were measured: install the version named in package.json.`,
      );
  }
};

/**
 * Writes the pack into `target`, whole or not at all; an older one there is replaced. Takes some seconds.
 * Throws when a package is missing or carries other weights than those that were measured.
 */
export const buildDefaultPack = (
  folders: WeightFolders,
  calibration: Manifest['calibration'],
  target: string,
): void => {
  mkdirSync(path.dirname(target), { recursive: true });
  const unfinished = mkdtempSync(`${target}-`);
  try {
    const hashes = Object.entries(sources).map(([file, source]: [string, Source]) => {
      const folder = folders[source.from];
      checkSource(folder, source.files);
      const bytes = source.convert(folder);
      writeFileSync(path.join(unfinished, file), bytes);
      return [file, sha256Of(bytes)];
    });
    const sha256: Record<NetworkFile, string> = Object.fromEntries(hashes);
    writeFileSync(
      path.join(unfinished, manifestFile),
      `${JSON.stringify(defaultManifest(sha256, calibration), null, 2)}\n`,
    );
    rmSync(target, { recursive: true, force: true });
    chmodSync(unfinished, 0o755);
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
};
