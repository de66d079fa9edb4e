// The hub's servers out of Debian's packages. Their services are not started: the hub runs them itself.
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { postgresPrograms } from '../hub/servers/postgres.ts';
import { ensureSystemPackage, findCommand } from './system-packages.ts';

/** Debian's own switch: a program that says no to every start of a service. */
const POLICY = '/usr/sbin/policy-rc.d';

const withoutServices = async <T>(work: () => Promise<T>): Promise<T> => {
  const isOurs = process.getuid?.() === 0 && !existsSync(POLICY);
  if (isOurs) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    if (isOurs) rmSync(POLICY, { force: true });
  }
};

const hasPostgres = (): boolean => {
  try {
    postgresPrograms();
    return true;
  } catch {
    return false;
  }
};

/** The path of nats-server; PostgreSQL is found where Debian puts it. Both are installed where that is ours to do. */
export const ensureHubPackages = async (): Promise<string> => {
  const why = 'for the hub and its tests';
  const known = findCommand(['nats-server'], '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin');
  if (known !== undefined && hasPostgres()) return known;
  return withoutServices(async () => {
    // The server's own programs are in no search path; this one comes with them.
    if (!hasPostgres()) await ensureSystemPackage({ commands: ['pg_createcluster'], package: 'postgresql', why });
    return ensureSystemPackage({ commands: ['nats-server'], package: 'nats-server', why });
  });
};
