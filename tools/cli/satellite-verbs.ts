import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parse, stringify } from 'yaml';
import { loadConfig, parseConfig } from '../../main/host/config.ts';
import type { SiteConfig } from '../../main/host/site-schema.ts';
import { type CommonOptions, print, VerbError, withCommonOptions } from './verb.ts';

/** What a satellite must know of its hall, and has no device for. */
const KEPT = ['site', 'series', 'services', 'priorities', 'results', 'appointments', 'queue', 'voice'] as const;

/** Its configuration as text: the hall's, without devices, people and the city. */
const satelliteText = (file: string, { satellites, counters, kiosk }: SiteConfig, ask: WriteAsk): string => {
  const own = satellites.find(({ id }) => id === ask.id);
  if (own === undefined)
    throw new VerbError(
      `${file} has no satellite "${ask.id}". Known: ${satellites.map(({ id }) => id).join(', ') || 'none'}. Add it first, such as satellites: [{ id: ${ask.id}, numbers: { from: 601, to: 650 } }].`,
    );
  const written = parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const { askAhead, hours } = kiosk;
  return [
    `# Satellite "${ask.id}" of the hall whose host is ${ask.host}: made from the configuration of the hall, see docs/satellites.md.`,
    '# Its own printer goes under devices, and its name to ticketPrinter.',
    stringify({
      ...Object.fromEntries(KEPT.flatMap((key) => (written[key] === undefined ? [] : [[key, written[key]]]))),
      kiosk: { askAhead, hours },
      counters: counters.map(({ id, number, name, services }) => ({ id, number, name, services })),
      satellite: { id: ask.id, host: ask.host, numbers: own.numbers, ...(ask.serves ? { serves: true } : {}) },
      devices: [],
    }),
  ].join('\n');
};

interface WriteAsk {
  readonly id: string;
  readonly host: string;
  readonly serves: boolean;
}

interface WriteOptions extends CommonOptions {
  readonly host: string;
  readonly to: string;
  readonly serves?: boolean;
}

const write = (id: string, options: WriteOptions): void => {
  const { config } = loadConfig(options.config);
  if (existsSync(options.to))
    throw new VerbError(`${options.to} is there already. Name another file with --to, or remove it.`);
  const text = satelliteText(options.config, config, { id, host: options.host, serves: options.serves === true });
  // What is wrong with the address is said here, not at the kiosk.
  const { satellite } = parseConfig(text, options.to).config;
  try {
    writeFileSync(options.to, text);
  } catch (cause) {
    throw new VerbError(`${options.to} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  print(options, { file: options.to, satellite }, [
    `${options.to}: numbers ${satellite?.numbers.from} to ${satellite?.numbers.to} of every series while ${options.host} is away`,
    'bring it to the machine, add its printer, start the host there and let the kiosk in with the code on its glass',
  ]);
};

export const satelliteVerbs = (program: Command): void => {
  const satellite = program
    .command('satellite')
    .description('kiosks on machines of their own that give numbers while the host is away');
  withCommonOptions(
    satellite
      .command('write')
      .description('write the configuration of one, from that of the hall')
      .argument('<id>', 'as it stands under satellites')
      .requiredOption('--host <url>', 'where the host of the hall answers, such as http://192.168.1.10:8080')
      .option('--to <file>', 'the file to write', 'satellite.yaml')
      .option('--serves', 'people are called and served there too: the laptop of a mobile team'),
  ).action(write);
};
