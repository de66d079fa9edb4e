// Printer languages as tables: each command is a prefix and its parameters, so that one reader explains a whole job to the
// byte and one writer builds it again. Used by protocols (`motcua frame`), not by sessions.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Meaning } from './protocol.ts';

export type Values = Readonly<Record<string, unknown>>;

/** What follows a prefix, in its order. Lengths and conditions look at the parameters before. */
export type Parameter =
  | { readonly take: 'byte'; readonly name: string; readonly allowed?: Allowed }
  | { readonly take: 'word'; readonly name: string; readonly allowed?: Allowed }
  | { readonly take: 'fixed'; readonly bytes: readonly number[] }
  /** `form`: `hex` for dots and binary data, `text` for what people typed. */
  | { readonly take: 'data'; readonly name: string; readonly form: Form; readonly length: (values: Values) => number }
  /** Up to and with the byte `end`, which is not part of the value. */
  | { readonly take: 'until'; readonly name: string; readonly form: Form; readonly end: number }
  | { readonly take: 'either'; readonly choose: (values: Values) => readonly Parameter[] | string };
type Form = 'hex' | 'text';

/** Values that a parameter may have: a list, or the least and the greatest. */
export type Allowed = readonly number[] | { readonly from: number; readonly to: number };

export interface Command {
  /** As in the reference: `GS V`. Part of the meaning, and what `write` finds the command by. */
  readonly name: string;
  /** Plain words, such as `cut`. Several commands may share them. */
  readonly kind: string;
  readonly prefix: readonly number[];
  readonly parameters: readonly Parameter[];
  /** Words about the parameters; `write` does not look at them. */
  readonly explain?: (values: Values) => Values;
  /** The last data of the table may follow in later pieces: a head without any of it is explained as a head. */
  readonly mayBeHead?: true;
}

export const byte = (name: string, allowed?: Allowed): Parameter =>
  allowed === undefined ? { take: 'byte', name } : { take: 'byte', name, allowed };
export const word = (name: string, allowed?: Allowed): Parameter =>
  allowed === undefined ? { take: 'word', name } : { take: 'word', name, allowed };
export const fixed = (...bytes: readonly number[]): Parameter => ({ take: 'fixed', bytes });
export const dots = (name: string, length: (values: Values) => number): Parameter => ({
  take: 'data',
  name,
  form: 'hex',
  length,
});
export const either = (choose: (values: Values) => readonly Parameter[] | string): Parameter => ({
  take: 'either',
  choose,
});

export const numberIn = (values: Values, name: string): number => {
  const value = values[name];
  return typeof value === 'number' ? value : 0;
};

const hexOf = (bytes: Iterable<number>) => Buffer.from([...bytes]).toString('hex');
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

const isAllowed = (value: number, allowed: Allowed | undefined): boolean => {
  if (allowed === undefined) return true;
  return 'from' in allowed ? value >= allowed.from && value <= allowed.to : allowed.includes(value);
};
const namesOf = (allowed: Allowed | undefined): string => {
  if (allowed === undefined) return 'any';
  return 'from' in allowed ? `${allowed.from} to ${allowed.to}` : allowed.join(', ');
};

interface Reading {
  readonly values: Record<string, unknown>;
  at: number;
}

/** Takes `parameters` from `bytes`; the error is the reason why they do not fit. */
const takeAll = (command: Command, bytes: Uint8Array, from: number): Result<Reading, string> => {
  const reading = { values: {} as Record<string, unknown>, at: from };
  const left = () => bytes.length - reading.at;
  const short = (wanted: number, what: string) =>
    refuse(`${command.name} is cut off: ${what} needs ${wanted} bytes, ${left()} follow`);

  const takeNumber = (name: string, size: 1 | 2, allowed: Allowed | undefined): Result<null, string> => {
    if (left() < size) return short(size, name);
    const value = (bytes[reading.at] ?? 0) + (size === 2 ? 256 * (bytes[reading.at + 1] ?? 0) : 0);
    if (!isAllowed(value, allowed)) return refuse(`${command.name}: ${name} is ${value}; allowed: ${namesOf(allowed)}`);
    reading.values[name] = value;
    reading.at += size;
    return ok(null);
  };

  const takeData = (name: string, form: Form, length: number): Result<null, string> => {
    if (length < 0)
      return refuse(`${command.name}: its length leaves ${length} bytes for ${name}; allowed: 0 and more`);
    if (left() < length) {
      if (command.mayBeHead !== true || left() > 0)
        return refuse(`${command.name} announces ${length} bytes of ${name}, ${left()} follow`);
      reading.values['follows'] = length;
      return ok(null);
    }
    const data = bytes.subarray(reading.at, reading.at + length);
    reading.values[name] = form === 'hex' ? hexOf(data) : latin1(data);
    reading.at += length;
    return ok(null);
  };

  const takeOne = (parameter: Parameter): Result<null, string> => {
    switch (parameter.take) {
      case 'byte':
        return takeNumber(parameter.name, 1, parameter.allowed);
      case 'word':
        return takeNumber(parameter.name, 2, parameter.allowed);
      case 'fixed': {
        const seen = bytes.subarray(reading.at, reading.at + parameter.bytes.length);
        if (hexOf(seen) !== hexOf(parameter.bytes))
          return refuse(
            `${command.name} goes on with ${hexOf(seen) || 'nothing'}; it must be ${hexOf(parameter.bytes)}`,
          );
        reading.at += parameter.bytes.length;
        return ok(null);
      }
      case 'data':
        return takeData(parameter.name, parameter.form, parameter.length(reading.values));
      case 'until': {
        const end = bytes.indexOf(parameter.end, reading.at);
        if (end < 0)
          return refuse(`${command.name} is cut off: ${parameter.name} has no end ${hexOf([parameter.end])}`);
        const taken = takeData(parameter.name, parameter.form, end - reading.at);
        reading.at++;
        return taken;
      }
      case 'either': {
        const chosen = parameter.choose(reading.values);
        return typeof chosen === 'string' ? refuse(`${command.name}: ${chosen}`) : takeEach(chosen);
      }
    }
  };
  const takeEach = (parameters: readonly Parameter[]): Result<null, string> => {
    for (const parameter of parameters) {
      const taken = takeOne(parameter);
      if (!taken.ok) return taken;
    }
    return ok(null);
  };

  const taken = takeEach(command.parameters);
  return taken.ok ? ok(reading) : taken;
};

const startsWith = (bytes: Uint8Array, at: number, prefix: readonly number[]) =>
  prefix.every((value, offset) => bytes[at + offset] === value);

/** A command and the position behind it. */
export interface Taken {
  readonly meaning: Meaning;
  readonly end: number;
}

export interface CommandTable {
  /** The command at `at`; null when no command of the table begins there. */
  take(bytes: Uint8Array, at: number): Result<Taken, string> | null;
  /** The bytes of a meaning that `take` gave; null when its command is not in the table. */
  write(meaning: Meaning): Result<Uint8Array, string> | null;
}

/** Where several prefixes fit, the longest counts. */
export const createCommandTable = (commands: readonly Command[]): CommandTable => {
  const longestFirst = commands.toSorted((a, b) => b.prefix.length - a.prefix.length);
  const byName = new Map(commands.map((command) => [command.name, command]));

  const write = (command: Command, values: Values): Result<Uint8Array, string> => {
    const out: number[] = [...command.prefix];
    const problem = writeAll(command.parameters, values, out);
    return problem === null ? ok(Uint8Array.from(out)) : refuse(`${command.name}: ${problem}`);
  };

  return {
    take(bytes, at) {
      const command = longestFirst.find(({ prefix }) => startsWith(bytes, at, prefix));
      if (command === undefined) return null;
      const taken = takeAll(command, bytes, at + command.prefix.length);
      if (!taken.ok) return taken;
      return ok({
        meaning: {
          kind: command.kind,
          command: command.name,
          ...taken.value.values,
          ...command.explain?.(taken.value.values),
        },
        end: taken.value.at,
      });
    },
    write(meaning) {
      const name = meaning['command'];
      const command = typeof name === 'string' ? byName.get(name) : undefined;
      return command === undefined ? null : write(command, meaning);
    },
  };
};

/** Appends to `out`; the problem, or null. */
const writeAll = (parameters: readonly Parameter[], values: Values, out: number[]): string | null => {
  for (const parameter of parameters) {
    const problem = writeOne(parameter, values, out);
    if (problem !== null) return problem;
  }
  return null;
};

type NumberParameter = Extract<Parameter, { take: 'byte' | 'word' }>;
type DataParameter = Extract<Parameter, { take: 'data' | 'until' }>;

const writeNumber = ({ name, allowed, take }: NumberParameter, values: Values, out: number[]): string | null => {
  const value = values[name];
  const limit = take === 'byte' ? 0xff : 0xffff;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > limit)
    return `${name} is ${JSON.stringify(value)}; allowed: 0 to ${limit}`;
  if (!isAllowed(value, allowed)) return `${name} is ${value}; allowed: ${namesOf(allowed)}`;
  out.push(value & 0xff);
  if (take === 'word') out.push(value >> 8);
  return null;
};

const writeData = (parameter: DataParameter, values: Values, out: number[]): string | null => {
  const { name, form } = parameter;
  const value = values[name];
  if (value === undefined && typeof values['follows'] === 'number') return null;
  if (typeof value !== 'string') return `${name} is ${JSON.stringify(value)}; allowed: ${form}`;
  const data = Buffer.from(value, form === 'hex' ? 'hex' : 'latin1');
  if (parameter.take === 'data' && data.length !== parameter.length(values))
    return `${name} has ${data.length} bytes; its other parameters announce ${parameter.length(values)}`;
  for (const one of data) out.push(one);
  if (parameter.take === 'until') out.push(parameter.end);
  return null;
};

const writeOne = (parameter: Parameter, values: Values, out: number[]): string | null => {
  switch (parameter.take) {
    case 'byte':
    case 'word':
      return writeNumber(parameter, values, out);
    case 'data':
    case 'until':
      return writeData(parameter, values, out);
    case 'fixed':
      out.push(...parameter.bytes);
      return null;
    case 'either': {
      const chosen = parameter.choose(values);
      return typeof chosen === 'string' ? chosen : writeAll(chosen, values, out);
    }
  }
};
