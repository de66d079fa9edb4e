import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectFolder } from '../support/site.ts';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

it.each(['.', 'tools/runtime', 'packaging'])(
  'the lock file of %s made on a machine that sees few platforms would not install anywhere',
  (folder) => {
    // npm leaves out what a registry does not have, and `npm ci` then refuses the whole file.
    const lock: Lock = JSON.parse(readFileSync(path.join(projectFolder, folder, 'package-lock.json'), 'utf8'));
    const known = Object.keys(lock.packages).map((place) => place.split('node_modules/').at(-1));
    const wanted = Object.values(lock.packages).flatMap(({ optionalDependencies }) =>
      Object.keys(optionalDependencies ?? {}),
    );
    expect(wanted.length).toBeGreaterThan(2);
    expect(wanted.filter((name) => !known.includes(name))).toEqual([]);
  },
);
