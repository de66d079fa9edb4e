// pg_dump and pg_restore of the same package as the server, as ourselves, with the password in the environment.
import { spawn } from 'node:child_process';
import { HubError } from '../hub-error.ts';
import { type DatabaseAddress, postgresPrograms } from './postgres.ts';

/** Errors: HubError with the program's last words. */
export const runPostgresTool = (
  tool: 'pg_dump' | 'pg_restore',
  args: readonly string[],
  { host, port, user, password, database }: DatabaseAddress,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const where = ['--host', host, '--port', String(port), '--username', user, '--no-password', '--dbname', database];
    const child = spawn(`${postgresPrograms()}/${tool}`, [...where, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { LANG: 'C.UTF-8', PGPASSWORD: password },
    });
    let said = '';
    child.stderr.on('data', (chunk) => (said = `${said}${String(chunk)}`.slice(-1500)));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new HubError(`${tool} ended with ${code}: ${said.trim()}`)),
    );
  });
