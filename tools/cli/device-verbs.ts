// `motcua devices`: find what is plugged in, see how the running host's devices are.
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { DeviceReport } from '../../contract/device.ts';
import { parseTransportUrl } from '../../drivers/core/transport-url.ts';
import { LINUX } from '../../drivers/core/usb-binding.ts';
import { DRIVERS } from '../../drivers/registry.ts';
import { ConfigError, type LoadedConfig, loadConfig } from '../../main/host/config.ts';
import { type Finding, scanDevices } from '../discovery/scan.ts';
import { siteLines } from '../discovery/site-lines.ts';
import { deviceTable } from './device-table.ts';
import { type CommonOptions, print, VerbError, withCommonOptions } from './verb.ts';

interface ScanOptions extends CommonOptions {
  readonly tcp: readonly string[];
  readonly port: readonly string[];
  readonly addresses: readonly number[];
  readonly probe: boolean;
}

const addTcp = (address: string, before: readonly string[]): string[] => {
  const parsed = parseTransportUrl(`tcp://${address}`);
  if (!parsed.ok) throw new InvalidArgumentError(parsed.error);
  return [...before, address];
};

const addPort = (path: string, before: readonly string[]): string[] => [...before, path];

const parseAddresses = (text: string): number[] =>
  text.split(',').flatMap((part) => {
    const [, first, last] = /^\s*(\d{1,3})(?:-(\d{1,3}))?\s*$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last ?? first)];
    if (!(from >= 1 && to <= 247 && from <= to))
      throw new InvalidArgumentError(`"${part}" is no address; allowed: 1 to 247, such as 1,2,3 or 1-8`);
    return Array.from({ length: to - from + 1 }, (_, step) => from + step);
  });

/** Null where there is no configuration yet. One that is being written still says which ports are somebody's. */
const configuration = (file: string, notes: string[]): LoadedConfig | null => {
  if (!existsSync(file)) {
    notes.push(`There is no ${file} here: ports of a host with another one are left alone only while it holds them.`);
    return null;
  }
  try {
    return loadConfig(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    notes.push(`${error.message}\n  Its ports are not known; those that a process holds are left alone all the same.`);
    return null;
  }
};

const factsOf = ({ candidate, lease, found, trouble }: Finding): string => {
  const usb =
    candidate.usb === null ? '' : ` (${[candidate.usb.product, candidate.serial].filter(Boolean).join(', ')})`;
  const whose = lease === null ? '' : ` [${lease.holder}${lease.state === 'held' ? '; not asked' : ''}]`;
  const what =
    found === null
      ? trouble === null
        ? '–'
        : `cannot be asked: ${trouble}`
      : `${found.driver}, ${found.recognised.confidence}: ${found.recognised.model}\n      ${found.recognised.evidence}`;
  return `  ${candidate.where}${usb}${whose}: ${what}`;
};

const scan = async (options: ScanOptions): Promise<void> => {
  const notes: string[] = [];
  const loaded = configuration(options.config, notes);
  if (options.probe)
    console.error('Asking each line in turn, the harmless questions first; this takes up to half a minute …');
  const result = await scanDevices({
    roots: LINUX,
    ports: options.port,
    tcp: options.tcp,
    addresses: options.addresses,
    mode: options.probe ? 'probe' : 'list',
    loaded,
    plugins: loaded?.plugins ?? DRIVERS,
  });
  const { findings } = result;
  const lines = siteLines(
    findings,
    (loaded?.config.devices ?? []).map(({ id }) => id),
  );
  const all = { findings, lines, notes: [...notes, ...result.notes] };
  print(options, all, [
    ...(findings.length === 0
      ? ['Nothing was found. Plug a device in, or name it: --tcp 192.168.1.50:9100, --port /dev/ttyS0.']
      : findings.map(factsOf)),
    ...(lines.length === 0
      ? []
      : ['', 'For "devices:" in site.yaml (change labels and models to what you have):', ...lines]),
    ...all.notes.map((note) => `\n${note}`),
  ]);
};

const fetchReports = async (options: CommonOptions): Promise<DeviceReport[]> => {
  const { server } = loadConfig(options.config).config;
  const host = ['0.0.0.0', '::'].includes(server.host) ? '127.0.0.1' : server.host;
  const url = `http://${host}:${server.port}/maintenance/devices`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => null);
  if (answer === null) throw new VerbError(`No host answers at ${url}. Start it with "motcua host".`);
  if (!answer.ok) throw new VerbError(`The host says: ${await answer.text()}`);
  return (await answer.json()) as DeviceReport[];
};

const list = async (options: CommonOptions): Promise<void> => {
  const reports = await fetchReports(options);
  print(options, reports, deviceTable(reports, Date.now()));
};

const EVERY_MS = 1000;
/** Cursor to the top left, and everything below it away. */
const CLEAR = '\u001b[H\u001b[J';

/** Until Ctrl-C; a host that goes away is waited for. On a pipe each look is printed below the one before. */
const watch = async (options: CommonOptions): Promise<void> => {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  const look = async (): Promise<string[]> => {
    try {
      const reports = await fetchReports(options);
      return options.json === true ? [JSON.stringify(reports)] : deviceTable(reports, Date.now());
    } catch (error) {
      if (!(error instanceof VerbError)) throw error;
      return [options.json === true ? JSON.stringify({ error: error.message }) : error.message];
    }
  };
  const isScreen = process.stdout.isTTY && options.json !== true;
  let last = '';
  while (!stopping.signal.aborted) {
    const shown = (await look()).join('\n');
    if (isScreen) process.stdout.write(`${CLEAR}${shown}\n\nCtrl-C ends.\n`);
    else if (shown !== last) console.log(shown);
    last = shown;
    await pause(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
  }
};

export const deviceVerbs = (program: Command): void => {
  const devices = program.command('devices').description('find devices, and see how those of the running host are');
  withCommonOptions(devices.command('scan'))
    .description('list ports and what answers there, with the lines for site.yaml; ports in use are left alone')
    .option('--tcp <host:port>', 'ask this address too, such as 192.168.1.50:9100; can be repeated', addTcp, [])
    .option('--port <path>', 'ask this serial port too, such as /dev/ttyS0; can be repeated', addPort, [])
    .option('--addresses <list>', 'units on a Modbus line that may be asked, such as 1,2,3 or 1-8', parseAddresses, [])
    .option('--no-probe', 'open and ask nothing: ids only')
    .action(scan);
  withCommonOptions(devices.command('list'))
    .description('devices of the running host: health, what to do, statistics')
    .action(list);
  withCommonOptions(devices.command('watch'))
    .description('the same, live, until Ctrl-C; with --json one line each time something changes')
    .action(watch);
};
