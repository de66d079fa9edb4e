import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Command } from 'commander';
import type { HubLinkStatus } from '../../contract/hub-status.ts';
import { loadConfig } from '../../main/host/config.ts';
import nodeFlags from '../../main/host/node-flags.json' with { type: 'json' };
import { type CommonOptions, print, VerbError, withCommonOptions } from './verb.ts';

const runHost = (options: CommonOptions): Promise<void> =>
  new Promise((resolve, reject) => {
    const entry = path.resolve(import.meta.dirname, '../../main/host/headless.ts');
    const host = spawn(process.execPath, [...nodeFlags, entry, '--config', path.resolve(options.config)], {
      stdio: 'inherit',
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => host.kill(signal));
    host.on('error', reject);
    host.on('exit', (code) => {
      process.exitCode = code ?? 1;
      resolve();
    });
  });

const checkConfig = (options: CommonOptions): void => {
  const { config, dataFolder } = loadConfig(options.config);
  const facts = {
    file: path.resolve(options.config),
    dataFolder,
    counters: config.counters.length,
    services: config.services.length,
    devices: config.devices.length,
  };
  print(options, { sound: true, ...facts }, [
    `${facts.file} is sound: ${facts.counters} counters, ${facts.services} services, ${facts.devices} devices; data in ${dataFolder}`,
  ]);
};

interface Health {
  readonly state: string;
  readonly businessDay: string | null;
  readonly devices: readonly {
    readonly label: string;
    readonly state: string;
    readonly fault: { readonly code: string } | null;
  }[];
  readonly hub: HubLinkStatus;
}

const hubLine = ({ state, trouble, applied, backlog, lagMs }: HubLinkStatus): string =>
  `hub: ${state}${trouble === null ? '' : ` (${trouble})`}, it has ${applied} rows, ${backlog} wait, the oldest for ${Math.ceil(lagMs / 1000)} s`;

const showStatus = async (options: CommonOptions): Promise<void> => {
  const { server } = loadConfig(options.config).config;
  const url = `http://${server.host === '0.0.0.0' ? '127.0.0.1' : server.host}:${server.port}/health`;
  let health: Health;
  try {
    health = (await (await fetch(url, { signal: AbortSignal.timeout(5_000) })).json()) as Health;
  } catch {
    throw new VerbError(
      `No host answers at ${url}. Start it with "motcua host", or the simulated hall with "npm start".`,
    );
  }
  print(options, health, [
    `host: ${health.state}, business day ${health.businessDay ?? 'not begun'}`,
    ...(health.hub.state === 'off' ? [] : [hubLine(health.hub)]),
    ...health.devices.map(({ label, state, fault }) => `${label}: ${state}${fault === null ? '' : ` (${fault.code})`}`),
  ]);
  if (health.state === 'failed') process.exitCode = 1;
};

export const hostVerbs = (program: Command): void => {
  withCommonOptions(
    program.command('host').description('run the site until it is stopped; logs are JSON lines'),
  ).action(runHost);
  withCommonOptions(program.command('status').description('ask the running host how it and its devices are')).action(
    showStatus,
  );
  withCommonOptions(
    program.command('check-config').description('check a configuration without starting anything'),
  ).action(checkConfig);
};
