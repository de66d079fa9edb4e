// `motcua frame`: what a frame on the wire means, for a fitter with a log and for whoever writes a driver.
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Direction, Meaning, Protocol } from '../../drivers/core/protocol.ts';
import { PROTOCOLS } from '../protocols.ts';
import { VerbError } from './verb.ts';

const DIRECTIONS: readonly Direction[] = ['host->device', 'device->host'];

const protocolNamed = (name: string): Protocol => {
  const found = PROTOCOLS.find((protocol) => protocol.name === name);
  if (found !== undefined) return found;
  throw new VerbError(`There is no protocol "${name}"; allowed: ${PROTOCOLS.map((known) => known.name).join(', ')}`);
};

const directionNamed = (name: string): Direction => {
  const found = DIRECTIONS.find((direction) => direction === name);
  if (found !== undefined) return found;
  throw new VerbError(`The direction is "${name}"; allowed: ${DIRECTIONS.join(', ')}`);
};

const bytesOf = (text: string): Uint8Array => {
  const digits = text.replace(/[\s:]/g, '');
  if (!/^([\da-f]{2})+$/i.test(digits))
    throw new VerbError(`"${text}" is not hexadecimal bytes, two digits each, such as 1b40 or "1b 40"`);
  return Uint8Array.from(Buffer.from(digits, 'hex'));
};

const decode = (name: string, direction: string, hex: string, { clear }: { readonly clear?: true }): void => {
  const protocol = protocolNamed(name);
  const meaning = protocol.decode(directionNamed(direction), bytesOf(hex));
  if (!meaning.ok) throw new VerbError(meaning.error);
  const shown = clear === true ? meaning.value : (protocol.mask?.(meaning.value) ?? meaning.value);
  console.log(JSON.stringify(shown));
};

const parseMeaning = (text: string): Meaning => {
  try {
    return JSON.parse(text === '-' ? readFileSync(0, 'utf8') : text);
  } catch (cause) {
    throw new VerbError(`The meaning is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
};

const encode = (protocol: string, direction: string, json: string): void => {
  const bytes = protocolNamed(protocol).encode(directionNamed(direction), parseMeaning(json));
  if (!bytes.ok) throw new VerbError(bytes.error);
  console.log(Buffer.from(bytes.value).toString('hex'));
};

export const frameVerbs = (program: Command): void => {
  const frame = program.command('frame').description('frames of the wire protocols of devices');
  const names = PROTOCOLS.map(({ name }) => name).join(', ');
  frame
    .command('decode <protocol> <direction> <hex>')
    .description(`print what a frame means, as JSON; exit 1 with the reason for a bad one. Protocols: ${names}`)
    .option('--clear', 'card numbers and data of people as they are; without it they are starred')
    .action(decode);
  frame
    .command('encode <protocol> <direction> <json>')
    .description('print the bytes of a frame, as hexadecimal; "-" reads the JSON from standard input')
    .action(encode);
};
