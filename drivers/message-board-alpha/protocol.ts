// Alpha packets explained: TEXT, STRING, DOTS and special functions, nested or not, with and without checksums.
// Source: Alpha Sign Communications Protocol 9708-8061 (command codes: section 6, special functions: 6.2 and 6.3).
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';
import { checksumOf, EOT, ETX, SOH, STX } from './codec.ts';

const COMMANDS: ReadonlyMap<string, string> = new Map([
  ['A', 'write-text'],
  ['B', 'read-text'],
  ['E', 'write-special'],
  ['F', 'read-special'],
  ['G', 'write-string'],
  ['H', 'read-string'],
  ['I', 'write-dots'],
  ['J', 'read-dots'],
  ['K', 'write-rgb-dots'],
  ['L', 'read-rgb-dots'],
  ['M', 'write-large-dots'],
  ['N', 'read-large-dots'],
  ['O', 'write-bulletin'],
  ['T', 'set-timeout'],
]);
/** A sign answers in the form in which the host would have written it. */
const ANSWERS = 'AEGIKM';

const SPECIALS: ReadonlyMap<string, { readonly name: string; readonly data: RegExp; readonly allowed: string }> =
  new Map([
    [' ', { name: 'time', data: /^([01]\d|2[0-3])[0-5]\d$/, allowed: 'HHMM' }],
    ['!', { name: 'speaker', data: /^(00|FF)$/, allowed: '00 or FF' }],
    ['"', { name: 'general-information', data: /^.*$/s, allowed: 'anything' }],
    ['#', { name: 'memory-pool', data: /^[\dA-F]{4},[\dA-F]{4}$/, allowed: 'two numbers of 4 hex digits' }],
    [
      '$',
      {
        name: 'memory',
        data: /^([ -~][ABD][UL][\dA-F]{8})*$/,
        allowed: 'entries of label, A, B or D, U or L, size and 4 characters more',
      },
    ],
    ['&', { name: 'day-of-week', data: /^[1-7]$/, allowed: '1 (Sunday) to 7' }],
    ["'", { name: 'time-format', data: /^[SM]$/, allowed: 'S (am/pm) or M (24 hours)' }],
    ['(', { name: 'tone', data: /^[0-9AB][\dA-F]*$/, allowed: '0 to 9, A or B, then hex digits' }],
    [')', { name: 'run-time', data: /^[ -~]([\dA-F]{4})?$/, allowed: 'label, start and stop' }],
    ['*', { name: 'error-status', data: /^[\x40-\x7f]$/, allowed: 'one register with bit 40 set and bit 80 clear' }],
    [',', { name: 'soft-reset', data: /^$/, allowed: 'nothing' }],
    ['-', { name: 'network-query', data: /^.*$/s, allowed: 'anything' }],
    ['.', { name: 'run-sequence', data: /^[TSDtsd][ULul][ -~]*$/, allowed: 'T, S or D, then U or L, then labels' }],
    ['/', { name: 'dimming-register', data: /^[\dA-F]+$/, allowed: 'hex digits' }],
    ['2', { name: 'run-days', data: /^[ -~][0-9A-C]{2}$/, allowed: 'label, first and last day' }],
    ['4', { name: 'clear-error-status', data: /^$/, allowed: 'nothing' }],
    ['5', { name: 'counter', data: /^.*$/s, allowed: 'anything' }],
    ['7', { name: 'address', data: /^[\dA-F]{2}$/, allowed: '2 hex digits' }],
    ['8', { name: 'large-memory', data: /^.*$/s, allowed: 'anything' }],
    [':', { name: 'live-counter', data: /^.*$/s, allowed: 'anything' }],
    [
      ';',
      {
        name: 'date',
        data: /^(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d\d$/,
        allowed: 'MMDDYY',
      },
    ],
    ['T', { name: 'temperature-offset', data: /^.*$/s, allowed: 'anything' }],
    ['U', { name: 'colour-correction', data: /^.*$/s, allowed: 'anything' }],
  ]);

const POSITIONS: Readonly<Record<string, string>> = {
  ' ': 'middle',
  '"': 'top',
  '&': 'bottom',
  '0': 'fill',
  '1': 'left',
  '2': 'right',
};

const show = (text: string) => JSON.stringify(text);
const hex2 = (value: number) => value.toString(16).padStart(2, '0');

/** What stands behind the label of a TEXT file; nothing empties it. */
const textFields = (data: string): Result<Record<string, unknown>, string> => {
  if (!data.startsWith('\x1b')) return ok({ text: data });
  const [, position = '', mode = ''] = data;
  if (POSITIONS[position] === undefined)
    return refuse(`The position is ${show(position)}; allowed: ${show(Object.keys(POSITIONS).join(''))}`);
  if (!/^[a-v]$/.test(mode)) return refuse(`The mode is ${show(mode)}; allowed: a to v`);
  const special = mode === 'n' ? (data[3] ?? '') : '';
  if (mode === 'n' && !/^[0-9A-Z]$/.test(special))
    return refuse(`The special mode is ${show(special)}; allowed: 0 to 9 and A to Z`);
  return ok({ position: POSITIONS[position], mode: mode + special, text: data.slice(3 + special.length) });
};

const memoryEntries = (data: string) =>
  Array.from({ length: data.length / 11 }, (_, at) => {
    const [label = '', type = '', lock = '', ...rest] = data.slice(at * 11, at * 11 + 11);
    const [size, extra] = [rest.slice(0, 4).join(''), rest.slice(4).join('')];
    return { label, type: { A: 'text', B: 'string', D: 'dots' }[type], locked: lock === 'L', size, extra };
  });

const specialFields = (label: string, data: string, reads: boolean): Result<Record<string, unknown>, string> => {
  const special = SPECIALS.get(label);
  if (special === undefined)
    return refuse(`The special function is ${show(label)}; allowed: ${[...SPECIALS.keys()].join('')}`);
  if (reads) return ok({ special: special.name });
  if (!special.data.test(data)) return refuse(`${special.name} is ${show(data)}; allowed: ${special.allowed}`);
  return ok({ special: special.name, ...(label === '$' ? { files: memoryEntries(data) } : { value: data }) });
};

const dotsFields = (data: string): Result<Record<string, unknown>, string> => {
  const [, height, width, rows = ''] = /^([\dA-F]{2})([\dA-F]{2})(.*)$/s.exec(data) ?? [];
  return height === undefined || width === undefined
    ? refuse(`A picture begins with ${show(data.slice(0, 4))}; it must begin with height and width, 2 hex digits each`)
    : ok({ heightPx: Number.parseInt(height, 16), widthPx: Number.parseInt(width, 16), rows });
};

const fieldsOf = (command: string, label: string, data: string): Result<Record<string, unknown>, string> => {
  if (command === 'A') return textFields(data);
  if (command === 'E' || command === 'F') return specialFields(label, data, command === 'F');
  if (command === 'G' && data.length > 125)
    return refuse(`The STRING has ${data.length} bytes; a STRING file takes at most 125`);
  if (command === 'I') return dotsFields(data);
  return ok(data === '' ? {} : { data });
};

/** `block` from STX to before its ETX or EOT. `data` and `label` rebuild it; the fields explain them. */
const decodeBlock = (direction: Direction, block: Uint8Array): Result<Record<string, unknown>, string> => {
  const [command = '', label = '', ...rest] = Buffer.from(block.subarray(1)).toString('latin1');
  const name = COMMANDS.get(command);
  const allowed = direction === 'host->device' ? [...COMMANDS.keys()].join('') : ANSWERS;
  if (name === undefined || !allowed.includes(command))
    return refuse(`The command is ${show(command)}; allowed: ${allowed}`);
  if (!/^[ -~]$/.test(label)) return refuse(`The label of ${name} is ${show(label)}; allowed: 20 to 7e`);
  const data = rest.join('');
  const fields = fieldsOf(command, label, data);
  return fields.ok ? ok({ command: name, label, ...fields.value, raw: data }) : fields;
};

interface Tail {
  readonly block: Record<string, unknown>;
  readonly next: number;
}

/** The end of a block that begins at `start`: ETX and checksum are optional, STX or EOT follows. */
const takeBlock = (direction: Direction, bytes: Uint8Array, start: number): Result<Tail, string> => {
  let end = start + 1;
  while (end < bytes.length && ![SOH, STX, ETX, EOT].includes(bytes[end] ?? 0)) {
    if (bytes[end] === 0) return refuse(`A 00 stands in the middle of the packet, at byte ${end}`);
    end++;
  }
  const block = decodeBlock(direction, bytes.subarray(start, end));
  if (!block.ok) return block;
  if (bytes[end] !== ETX) return ok({ block: { ...block.value, ending: 'none' }, next: end });
  const sum = Buffer.from(bytes.subarray(end + 1, end + 5)).toString('latin1');
  if (bytes[end + 1] === STX || bytes[end + 1] === EOT || end + 1 === bytes.length)
    return ok({ block: { ...block.value, ending: 'etx' }, next: end + 1 });
  const wanted = checksumOf(bytes.subarray(start, end + 1));
  if (!/^[\dA-F]{4}$/.test(sum)) return refuse(`The checksum is ${show(sum)}; it must be 4 capital hex digits`);
  if (sum !== wanted) return refuse(`The checksum is ${sum}; for these bytes it must be ${wanted}`);
  return ok({ block: { ...block.value, ending: 'checksum' }, next: end + 5 });
};

const decodeHead = (bytes: Uint8Array): Result<{ nulls: number; type: string; address: string }, string> => {
  const nulls = bytes.findIndex((byte) => byte !== 0);
  if (nulls < 0 || bytes[nulls] !== SOH)
    return refuse(`Byte ${Math.max(nulls, 0)} is ${hex2(bytes[Math.max(nulls, 0)] ?? 0)}; after the 00 comes 01`);
  if (nulls < 5) return refuse(`${nulls} bytes 00 in front; the sign needs at least 5 to find the baud rate`);
  const [type = '', ...address] = Buffer.from(bytes.subarray(nulls + 1, nulls + 4)).toString('latin1');
  if (!/^[!-~]$/.test(type)) return refuse(`The type is ${show(type)}; allowed: Z for all signs, or 21 to 7e`);
  if (!/^[\dA-F?]{2}$/.test(address.join('')))
    return refuse(`The address is ${show(address.join(''))}; allowed: 2 hex digits, or ? for any digit`);
  if (bytes[nulls + 4] !== STX)
    return refuse(`Byte ${nulls + 4} is ${hex2(bytes[nulls + 4] ?? 0)}; after the address comes 02`);
  return ok({ nulls, type, address: address.join('') });
};

const decode = (direction: Direction, bytes: Uint8Array): Result<Meaning, string> => {
  const head = decodeHead(bytes);
  if (!head.ok) return head;
  const blocks: Record<string, unknown>[] = [];
  let at = head.value.nulls + 4;
  while (bytes[at] === STX) {
    const taken = takeBlock(direction, bytes, at);
    if (!taken.ok) return taken;
    blocks.push(taken.value.block);
    at = taken.value.next;
  }
  if (at >= bytes.length) return refuse('The packet has no end: the last byte must be 04');
  if (bytes[at] !== EOT) return refuse(`Byte ${at} is ${hex2(bytes[at] ?? 0)}; allowed there: 02 or 04`);
  if (at !== bytes.length - 1) return refuse(`${bytes.length - 1 - at} bytes follow after 04, which ends the packet`);
  const [only] = blocks;
  const kind = blocks.length === 1 && typeof only?.['command'] === 'string' ? only['command'] : 'nested';
  return ok({ kind, ...head.value, blocks });
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const encodeBlock = (block: Readonly<Record<string, unknown>>): Result<string, string> => {
  const letter = [...COMMANDS].find(([, name]) => name === block['command'])?.[0];
  if (letter === undefined)
    return refuse(`"${String(block['command'])}" is no command; allowed: ${[...COMMANDS.values()].join(', ')}`);
  const body = `\x02${letter}${textOf(block['label'])}${textOf(block['raw'])}`;
  if (block['ending'] === 'none') return ok(body);
  const sum = block['ending'] === 'checksum' ? checksumOf(Buffer.from(`${body}\x03`, 'latin1')) : '';
  return ok(`${body}\x03${sum}`);
};

const encode = (_: Direction, meaning: Meaning): Result<Uint8Array, string> => {
  const { nulls, blocks } = meaning;
  if (!Array.isArray(blocks) || blocks.length === 0) return refuse('There are no blocks; a packet has at least one');
  const parts: string[] = [];
  for (const block of blocks) {
    const encoded = encodeBlock(block);
    if (!encoded.ok) return encoded;
    parts.push(encoded.value);
  }
  const head = `${'\0'.repeat(typeof nulls === 'number' ? nulls : 5)}\x01${textOf(meaning['type'])}${textOf(meaning['address'])}`;
  return ok(Uint8Array.from(Buffer.from(`${head}${parts.join('')}\x04`, 'latin1')));
};

export const alpha: Protocol = { name: 'alpha', decode, encode };
