// Guards the guards: each check must fail on something that is surely wrong.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder, temporaryFolder } from '../support/site.ts';

const seeded = 'test/canary/seeded/';
const binary = (file: string): string => path.join(projectFolder, 'node_modules', file);

describe('the import rules', () => {
  it('fire on a seeded breach, every one of them', () => {
    const { stdout } = spawnSync(
      process.execPath,
      [
        binary('dependency-cruiser/bin/dependency-cruiser.mjs'),
        '--config',
        '.dependency-cruiser.cjs',
        '--output-type',
        'json',
        seeded,
      ],
      { cwd: projectFolder, encoding: 'utf8', env: { ...process.env, CRUISE_ROOT: seeded } },
    );
    const violations: { rule: { name: string } }[] = JSON.parse(stdout).summary.violations;
    const rules: { name: string }[] = createRequire(import.meta.url)(
      path.join(projectFolder, '.dependency-cruiser.cjs'),
    ).forbidden;
    const fired = new Set(violations.map(({ rule }) => rule.name));
    expect(rules.map(({ name }) => name).filter((name) => !fired.has(name))).toEqual([]);
  }, 60_000);
});

describe('the type check', () => {
  it('fails on an enum, which Node could not run', () => {
    using temporary = temporaryFolder();
    const file = path.join(temporary.folder, 'wrong.ts');
    writeFileSync(file, 'export enum Wrong { A }\n');
    const config = path.join(temporary.folder, 'tsconfig.json');
    writeFileSync(
      config,
      JSON.stringify({
        extends: path.join(projectFolder, 'tsconfig.base.json'),
        compilerOptions: { incremental: false, types: [] },
        files: [file],
      }),
    );
    const { status, stdout } = spawnSync(process.execPath, [binary('typescript/bin/tsc'), '-p', config], {
      encoding: 'utf8',
    });
    expect([status !== 0, stdout]).toEqual([true, expect.stringContaining('erasableSyntaxOnly')]);
  }, 60_000);
});

describe('the linter', () => {
  it('fails on a promise that nobody waits for', () => {
    // Inside the project, since the linter reads types only there; the folder is removed again.
    const folder = mkdtempSync(path.join(projectFolder, 'test/canary/lint-'));
    try {
      writeFileSync(
        path.join(folder, 'wrong.ts'),
        'const later = async (): Promise<void> => {\n  await Promise.resolve();\n};\nlater();\n',
      );
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [binary('@biomejs/biome/bin/biome'), 'lint', folder],
        { cwd: projectFolder, encoding: 'utf8' },
      );
      expect(stdout + stderr).toContain('noFloatingPromises');
      expect(status).not.toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
