// A pack on disk: read, checked against its own manifest, nothing executed.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ok, type Result, refuse } from '../../contract/result.ts';
import { Manifest } from './manifest.ts';
import type { PackRefusal } from './pack-refusal.ts';

export const manifestFile = 'manifest.json';

/** A pack whose files are all there and are those that its manifest names. */
export interface Pack {
  readonly folder: string;
  readonly manifest: Manifest;
}

interface NamedFile {
  readonly file: string;
  readonly sha256: string;
}

/** Every network that a manifest names, each once. */
const networksOf = ({ detector, landmarks, embedder, antispoof, liveness }: Manifest): NamedFile[] =>
  [detector, landmarks, embedder, antispoof, liveness].filter((network) => network !== null);

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** In pieces: a network has tens of megabytes, which nobody needs in memory twice. */
const hashOrNull = async (file: string): Promise<string | null> => {
  const hash = createHash('sha256');
  try {
    for await (const piece of createReadStream(file)) hash.update(piece);
    return hash.digest('hex');
  } catch {
    return null;
  }
};

const readOrNull = (file: string): Promise<Buffer | null> => readFile(file).catch(() => null);

const parseManifest = (text: string): Result<Manifest, string> => {
  try {
    const parsed = Manifest.safeParse(JSON.parse(text));
    return parsed.success ? ok(parsed.data) : refuse(z.prettifyError(parsed.error));
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
};

/**
 * Reads the pack in `folder` and compares every file with its SHA-256.
 * Errors: `pack-missing`, `pack-manifest-wrong`, `pack-file-missing`, `pack-hash-wrong`.
 */
export const readPack = async (folder: string): Promise<Result<Pack, PackRefusal>> => {
  const text = await readOrNull(path.join(folder, manifestFile));
  if (text === null)
    return refuse({
      code: 'pack-missing',
      message: `There is no ${manifestFile} in ${folder}. Is this the folder of a model pack?`,
    });
  const manifest = parseManifest(text.toString('utf8'));
  if (!manifest.ok)
    return refuse({
      code: 'pack-manifest-wrong',
      message: `The ${manifestFile} in ${folder} is not one of a model pack: ${manifest.error}`,
    });
  for (const { file, sha256 } of networksOf(manifest.value)) {
    const seen = await hashOrNull(path.join(folder, file));
    if (seen === null)
      return refuse({
        code: 'pack-file-missing',
        message: `The pack in ${folder} lacks ${file}. Copy it again, whole.`,
      });
    if (seen !== sha256)
      return refuse({
        code: 'pack-hash-wrong',
        message: `${file} in ${folder} has the SHA-256 ${seen}; the manifest says ${sha256}. The file is damaged or was exchanged: get the pack again.`,
      });
  }
  return ok({ folder, manifest: manifest.value });
};
