// Converts the default model pack into dist/packs/default when something that it is made of has changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildDefaultPack } from '../models/packs/build-default.ts';
import { Manifest } from '../models/packs/manifest.ts';

const root = path.resolve(import.meta.dirname, '..');

export const defaultPackFolder = path.join(root, 'dist/packs/default');
const stamp = path.join(defaultPackFolder, '.source-hash');
const calibrationFile = path.join(root, 'models/packs/default-calibration.json');

const sourceHash = (): string => {
  const hash = createHash('sha256');
  const folders = ['models/convert', 'models/packs'].map((folder) => path.join(root, folder));
  const files = folders.flatMap((folder) => readdirSync(folder).map((name) => path.join(folder, name))).sort();
  for (const file of [...files, path.join(root, 'package-lock.json')])
    hash.update(path.relative(root, file)).update('\0').update(readFileSync(file));
  return hash.digest('hex');
};

/** Returns whether there was something to convert; takes some seconds then. Throws as `buildDefaultPack` does. */
export const buildModels = (): boolean => {
  const hash = sourceHash();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  const calibration = existsSync(calibrationFile)
    ? Manifest.shape.calibration.parse(JSON.parse(readFileSync(calibrationFile, 'utf8')))
    : null;
  const vladmandic = path.join(root, 'node_modules/@vladmandic');
  buildDefaultPack(
    { faceApi: path.join(vladmandic, 'face-api/model'), human: path.join(vladmandic, 'human/models') },
    calibration,
    defaultPackFolder,
  );
  writeFileSync(stamp, hash);
  return true;
};
