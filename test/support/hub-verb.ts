// The real program of `npm run hub`, against a hub of this process.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { noteRunning } from '../../tools/hub-console.ts';
import { projectFolder } from './site.ts';
import type { TestHub } from './test-hub.ts';

/** Runs a verb to its end. */
export const hubVerb = async (hub: TestHub, ...args: readonly string[]) => {
  const { folder } = hub.place;
  noteRunning(folder, { database: hub.postgres.address, webUrl: hub.webUrl });
  const program = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    ...[path.join(projectFolder, 'tools/hub.ts'), '--data', folder, ...args],
  ]);
  const ended = new Promise<number | null>((resolve) => program.on('close', resolve));
  const [stdout, stderr] = await Promise.all([text(program.stdout), text(program.stderr)]);
  return { status: await ended, stdout, stderr };
};
