// The hub's servers out of Debian's packages. The stream server's service neither starts nor will: the hub runs its own.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { postgresPrograms } from '../hub/servers/postgres.ts';
import { ensureSystemPackage, findCommand } from './system-packages.ts';

/** Debian's own switch: a program that says no to every start of a service. */
const POLICY = '/usr/sbin/policy-rc.d';
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const NO_STARTS = '#!/bin/sh\n# Put here while the packages of the hub are installed.\nexit 101\n';

const isThereAndNotOurs = (): boolean => existsSync(POLICY) && readFileSync(POLICY, 'utf8') !== NO_STARTS;

/** Whoever stops us meanwhile gets no machine on which no service starts any more: apt-get hears the signal too and ends first. */
const withoutServices = async <T>(work: () => Promise<T>): Promise<T> => {
  if (process.getuid?.() !== 0 || isThereAndNotOurs()) return work();
  const heard: NodeJS.Signals[] = [];
  const hear = (signal: NodeJS.Signals): void => void heard.push(signal);
  for (const signal of ENDING) process.on(signal, hear);
  writeFileSync(POLICY, NO_STARTS, { mode: 0o755 });
  try {
    return await work();
  } finally {
    rmSync(POLICY, { force: true });
    for (const signal of ENDING) process.off(signal, hear);
    for (const signal of heard) process.kill(process.pid, signal);
  }
};

/** Debian lets it start with the machine, on the port that is the hub's. */
const forgetService = (): void => void spawnSync('systemctl', ['disable', 'nats-server'], { stdio: 'ignore' });

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
    if (known !== undefined) return known;
    const installed = await ensureSystemPackage({ commands: ['nats-server'], package: 'nats-server', why });
    forgetService();
    return installed;
  });
};
