import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ensureSystemPackage, findCommand } from './system-packages.ts';

const withFolder = (programs: readonly string[], check: (folder: string) => void) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'motcua-commands-'));
  for (const name of programs) {
    writeFileSync(path.join(folder, name), '#!/bin/sh\n');
    if (!name.endsWith('.txt')) chmodSync(path.join(folder, name), 0o755);
  }
  try {
    check(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

test('of several browsers the best one is taken, wherever it lies', () => {
  withFolder(['google-chrome'], (first) => {
    withFolder(['chromium'], (second) => {
      const found = findCommand(['chromium', 'google-chrome'], [first, second].join(path.delimiter));
      expect(found).toBe(path.join(second, 'chromium'));
    });
  });
});

test('a file that is no program, a folder that does not exist and a relative folder are passed over', () => {
  withFolder(['espeak.txt'], (folder) => {
    expect(findCommand(['espeak.txt'], ['/nowhere/at/all', '.', folder].join(path.delimiter))).toBeUndefined();
  });
});

test('a program that is there is used as it is', async () => {
  const found = await ensureSystemPackage({ commands: ['sh'], package: 'dash', why: 'for this test' });
  expect(path.isAbsolute(found)).toBe(true);
});
