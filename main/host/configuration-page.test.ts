import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { DRIVERS } from '../../drivers/registry.ts';
import { projectFolder } from '../../test/support/site.ts';
import { siteSchema } from './site-schema.ts';

type Schema = {
  readonly properties?: Record<string, Schema>;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
};

const keysOf = (schema: Schema): string[] => [
  ...Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => [key, ...keysOf(inner)]),
  ...[schema.items, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].flatMap((inner) =>
    inner === undefined ? [] : keysOf(inner),
  ),
];

it('a key of the configuration that the page does not explain', () => {
  const page = readFileSync(path.join(projectFolder, 'docs/configuration.md'), 'utf8');
  const words = new Set(page.match(/[A-Za-z]+/g));
  const keys = keysOf(z.toJSONSchema(siteSchema(DRIVERS), { io: 'input', unrepresentable: 'any' }) as Schema);
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter((key) => !words.has(key))).toEqual([]);
});
