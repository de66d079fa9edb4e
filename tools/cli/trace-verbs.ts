// `motcua trace`: what went over the line of a device, kept as a file, and played again in the device's place.
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { loadConfig } from '../../main/host/config.ts';
import { type CommonOptions, print, VerbError, withCommonOptions } from './verb.ts';

const Entry = z.object({
  atMs: z.number(),
  direction: z.enum(['host->device', 'device->host']),
  hex: z.string().regex(/^([\da-f]{2})*$/),
  length: z.int().nonnegative(),
});
type Entry = z.infer<typeof Entry>;
const Entries = z.array(Entry);

/** The host listens on this machine whatever address it has in the hall. */
const fetchTrace = async (device: string, options: CommonOptions): Promise<Entry[]> => {
  const { server } = loadConfig(options.config).config;
  const host = ['0.0.0.0', '::'].includes(server.host) ? '127.0.0.1' : server.host;
  const url = `http://${host}:${server.port}/maintenance/trace/${encodeURIComponent(device)}`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => null);
  if (answer === null) throw new VerbError(`No host answers at ${url}. Start it with "motcua host".`);
  if (!answer.ok) throw new VerbError(`The host says: ${await answer.text()}`);
  return Entries.parse(await answer.json());
};

const lineOf = ({ atMs, direction, hex, length }: Entry, firstMs: number): string => {
  const cut = hex.length / 2 < length ? ` … ${length} bytes` : '';
  return `${((atMs - firstMs) / 1000).toFixed(3).padStart(9)} ${direction === 'host->device' ? '→' : '←'} ${hex}${cut}`;
};

const record = async (device: string, options: CommonOptions & { out?: string }): Promise<void> => {
  const entries = await fetchTrace(device, options);
  if (options.out !== undefined)
    writeFileSync(options.out, `${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`);
  const firstMs = entries[0]?.atMs ?? 0;
  print(options, entries, [
    ...(options.out === undefined ? entries.map((entry) => lineOf(entry, firstMs)) : []),
    `${entries.length} pieces${options.out === undefined ? '' : ` written to ${options.out}`}; cards, codes and faces are masked`,
  ]);
};

const readTrace = (file: string): Entry[] => {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => Entry.parse(JSON.parse(line)));
  } catch (cause) {
    throw new VerbError(`${file} is no trace: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
};

const play = async (entries: readonly Entry[], socket: Socket): Promise<void> => {
  let lastMs = entries[0]?.atMs ?? 0;
  for (const { atMs, hex } of entries) {
    await pause(Math.min(5000, Math.max(0, atMs - lastMs)));
    lastMs = atMs;
    socket.write(Buffer.from(hex, 'hex'));
  }
};

const replay = async (file: string, options: { port: string }): Promise<void> => {
  const entries = readTrace(file).filter(({ direction }) => direction === 'device->host');
  if (entries.length === 0) throw new VerbError(`${file} holds nothing that a device said`);
  const server = createServer((socket) => {
    // A driver that hangs up ends the replay of its connection, not this program.
    socket.on('error', () => undefined);
    void play(entries, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new VerbError(`Port ${options.port} cannot be listened on: ${error.message}`)),
    );
    server.listen(Number(options.port), '127.0.0.1', resolve);
  });
  console.log(
    `${entries.length} pieces are played to each connection; point a driver at tcp://127.0.0.1:${(server.address() as AddressInfo).port}. Ctrl-C ends.`,
  );
};

export const traceVerbs = (program: Command): void => {
  const trace = program.command('trace').description('raw traffic of a device: record it, play it again');
  withCommonOptions(trace.command('record <device>'))
    .description('what went over the line lately, from the running host; cards, codes and faces are masked')
    .option('-o, --out <file>', 'write it to a file, one JSON object a line')
    .action(record);
  trace
    .command('replay <file>')
    .description('say what the device said, at its pace, to whoever connects')
    .option('-p, --port <number>', 'TCP port on this machine; 0 takes a free one', '0')
    .action(replay);
};
