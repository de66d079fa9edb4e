import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { projectFolder } from '../support/site.ts';

/** Runs the real program to its end. */
export const motcua = (args: readonly string[], password?: string) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(projectFolder, 'tools/cli/main.ts'), ...args],
    {
      encoding: 'utf8',
      input: '',
      env: { ...process.env, ...(password === undefined ? {} : { MOTCUA_PASSWORD: password }) },
    },
  );
  return { status, stdout: stdout.trim(), stderr: stderr.trim() };
};
