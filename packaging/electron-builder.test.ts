import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = path.join(import.meta.dirname, '..');
const json = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const configuration = (): Record<string, Record<string, unknown>> =>
  parse(readFileSync(path.join(root, 'electron-builder.yml'), 'utf8'));

// As app-builder-lib compiles it, but without turning values of a wrong type into right ones.
const schema = json('packaging/electron-builder.schema.json');
const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
const problems = (value: unknown) => {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message, params }) => [instancePath, message, params]);
};

test('electron-builder accepts the configuration', () => {
  expect(problems(configuration())).toEqual([]);
});

test.each([
  ['a fuse is misspelt', { electronFuses: { ...configuration()['electronFuses'], runAsNod: false } }],
  ['a fuse is set to a word', { electronFuses: { ...configuration()['electronFuses'], runAsNode: 'off' } }],
  ['a key does not exist', { asarUnpacked: [] }],
  ['a target is misspelt', { linux: { target: 7 } }],
  ['an installer option does not exist', { nsis: { perMachin: true } }],
])('%s: the check fails', (_what, wrong) => {
  expect(problems({ ...configuration(), ...wrong })).not.toEqual([]);
});

test('the schema is the one of the packager that the lock names', () => {
  const locked = json('packaging/package-lock.json').packages['node_modules/app-builder-lib'].version;
  expect(schema.$comment).toContain(`app-builder-lib ${locked} `);
});

test('no variable of the environment and no file beside the archive can turn the kiosk into a Node shell', () => {
  expect(configuration()['electronFuses']).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
  });
});

test('every native package of ours is unpacked, and nothing of simulators, tests or tools is packed', () => {
  const { asarUnpack, files } = configuration() as unknown as { asarUnpack: string[]; files: string[] };
  for (const name of ['better-sqlite3', '@serialport/bindings-cpp', '@napi-rs/canvas', '@node-rs/argon2'])
    expect(asarUnpack.some((pattern) => pattern.startsWith(`node_modules/${name}`))).toBe(true);
  expect(files.filter((pattern) => !pattern.startsWith('!'))).toEqual([
    'dist/app/**',
    'dist/screens/**',
    'package.json',
  ]);
});
