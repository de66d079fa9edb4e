// Takes electron-builder's own schema of its configuration out of the installed app-builder-lib, without its prose.
//
//   cd packaging && npm ci --ignore-scripts && cd .. && node tools/run.cjs packaging/refresh-schema.ts
//
// The copy lets `npm test` check electron-builder.yml by the real schema without installing 100 MB of packager.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const library = path.join(here, 'node_modules/app-builder-lib');
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(library, file), 'utf8'));

/** `description` is prose where it is a string; elsewhere it is a property that happens to have this name. */
const withoutProse = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(withoutProse);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => !(key === 'description' && typeof value === 'string'))
      .map(([key, value]) => [key, withoutProse(value)]),
  );
};

const { version, license } = read('package.json') as { version: string; license: string };
const schema = {
  $comment: `scheme.json of app-builder-lib ${version} (${license}) without its descriptions; packaging/refresh-schema.ts`,
  ...(withoutProse(read('scheme.json')) as object),
};
const target = path.join(here, 'electron-builder.schema.json');
writeFileSync(target, `${JSON.stringify(schema)}\n`);
process.stdout.write(`${path.relative(process.cwd(), target)}: app-builder-lib ${version}. Now run npm run format.\n`);
