// ADMS push frames explained: requests of terminals with or without their HTTP head, and our answers.
// Source: ZKTeco Push SDK communication manual.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Direction, Meaning, Protocol } from '../core/protocol.ts';
import { readTerminalTime } from '../core/terminal-time.ts';
import { linesOf, parseAttendanceRow, readText } from './codec.ts';

type Read = Result<Meaning, string>;

/** The line ends of a body, so that it can be written again. */
const layout = (text: string) => ({
  newline: text.includes('\r\n') ? '\r\n' : '\n',
  endsWithNewline: text.endsWith('\n'),
});
const joined = (lines: readonly string[], meaning: Meaning): string => {
  const newline = meaning['newline'] === '\r\n' ? '\r\n' : '\n';
  return lines.join(newline) + (meaning['endsWithNewline'] === false ? '' : newline);
};

const explainRows = (text: string): Read => {
  const lines = linesOf(text);
  if (lines.length === 0) return refuse('The table is empty; allowed: at least one row');
  for (const [index, line] of lines.entries()) {
    const row = parseAttendanceRow(line);
    if (!row.ok) return refuse(`Row ${index + 1}: ${row.error}`);
  }
  return ok({ kind: 'attendance', rows: lines.map((line) => line.split('\t')), ...layout(text) });
};

/** A name and its fields, or fields alone as newer firmware writes passages: `time=… TAB pin=…`. */
const RECORD =
  /^((OPLOG|USER|FP|FACE|USERPIC|BIODATA|BIOPHOTO|USERINFO|FINGERTMP|IDCARD|ERRORLOG|WORKCODE)[ \t]|~?\w+=[^\t]*\t~?\w+=)/i;

const explainRecords = (text: string): Read => {
  const lines = linesOf(text);
  const odd = lines.find((line) => !RECORD.test(line));
  return lines.length > 0 && odd === undefined
    ? ok({ kind: 'records', records: lines, ...layout(text) })
    : refuse(`"${(odd ?? '').slice(0, 40)}" is no record such as OPLOG, USER or FP`);
};

interface CommandResult {
  readonly fields: Readonly<Record<string, string>>;
  readonly details: string[];
}

const explainResults = (text: string): Read => {
  const results: CommandResult[] = [];
  for (const line of linesOf(text)) {
    const answered = results.at(-1);
    // What INFO asked for follows its result, a line each.
    if (answered !== undefined && /^(?!ID=)~?\w+=/.test(line)) {
      answered.details.push(line);
      continue;
    }
    const fields = Object.fromEntries(
      line.split('&').map((field): [string, string] => {
        const [name = '', value = ''] = field.split(/=(.*)/s);
        return [name, value];
      }),
    );
    if (!/^\d+$/.test(fields['ID'] ?? '')) return refuse(`ID is "${fields['ID'] ?? ''}"; allowed: digits`);
    if (!/^-?\d+$/.test(fields['Return'] ?? ''))
      return refuse(`Return is "${fields['Return'] ?? ''}"; allowed: 0, or a negative number`);
    if ((fields['CMD'] ?? '') === '') return refuse('CMD is missing; allowed: the name of the command');
    results.push({ fields, details: [] });
  }
  return results.length === 0
    ? refuse('There is no result; allowed: ID=…&Return=…&CMD=…')
    : ok({ kind: 'command-results', results, ...layout(text) });
};

const explainBody = (text: string): Read => {
  if (/^ID=/.test(text)) return explainResults(text);
  return RECORD.test(text) ? explainRecords(text) : explainRows(text);
};

const TABLES: Readonly<Record<string, (text: string) => Read>> = { ATTLOG: explainRows, OPERLOG: explainRecords };

interface Message {
  readonly first: string;
  readonly head: string;
  readonly bytes: Uint8Array;
}

/** The error says whether the head or the length is wrong. */
const messageOf = (bytes: Uint8Array): Result<Message, string> => {
  const latin1 = Buffer.from(bytes).toString('latin1');
  const end = /\r?\n\r?\n/.exec(latin1);
  if (end === null) return refuse('The head has no empty line at its end');
  const head = latin1.slice(0, end.index + end[0].length);
  const [first = '', ...lines] = head.split(/\r?\n/);
  const odd = lines.find((line) => line !== '' && !/^[A-Za-z][\w-]*:/.test(line));
  if (odd !== undefined) return refuse(`"${odd.slice(0, 40)}" is no header line`);
  const [, declared] = /^content-length:[ \t]*(.*)$/im.exec(head) ?? [];
  const body = bytes.subarray(head.length);
  if (declared !== undefined && declared.trim() !== String(body.length))
    return refuse(`Content-Length is ${declared.trim()}, the body has ${body.length} bytes`);
  if (declared === undefined && body.length > 0 && first.startsWith('POST'))
    return refuse(`${body.length} bytes of body without Content-Length`);
  return ok({ first, head, bytes: body });
};

/** Text in GB2312 cannot be built again from what it says, so its bytes are kept. */
const explainText = (bytes: Uint8Array, explain: (text: string) => Read): Read => {
  const text = readText(bytes);
  const meaning = explain(text);
  return meaning.ok && !Buffer.from(text, 'utf8').equals(bytes)
    ? ok({ ...meaning.value, hex: Buffer.from(bytes).toString('hex') })
    : meaning;
};

const KINDS: Readonly<Record<string, string>> = {
  'GET /iclock/cdata': 'ask-options',
  'POST /iclock/cdata': 'post-table',
  'GET /iclock/getrequest': 'ask-commands',
  'POST /iclock/devicecmd': 'post-results',
  'GET /iclock/ping': 'ping',
  'POST /iclock/registry': 'register',
  'GET /iclock/registry': 'register',
  'POST /iclock/push': 'ask-push-options',
  'GET /iclock/push': 'ask-push-options',
  'POST /iclock/querydata': 'post-answer',
  'POST /iclock/fdata': 'post-photo',
};

const explainRequest = (bytes: Uint8Array): Read => {
  const message = messageOf(bytes);
  if (!message.ok) return message;
  const { first, head } = message.value;
  const [, method, target] = /^(GET|POST) (\/\S*) HTTP\/1\.[01]$/.exec(first) ?? [];
  const url = target === undefined ? null : URL.parse(target, 'http://terminal');
  if (method === undefined || url === null) return refuse(`"${first.slice(0, 60)}" is no request line`);
  const kind = KINDS[`${method} ${url.pathname.replace(/\.aspx$/, '')}`];
  if (kind === undefined) return refuse(`${method} ${url.pathname} is no request of a terminal`);
  const query = Object.fromEntries(url.searchParams);
  const serial = query['SN'] ?? '';
  if (!/^[\w-]{1,40}$/.test(serial)) return refuse(`SN is "${serial}"; allowed: 1 to 40 letters and digits`);
  const common = { serial, query, head };
  if (kind === 'ask-options' && query['type'] === 'time') return ok({ ...common, kind: 'ask-time' });
  if (kind !== 'post-table' && kind !== 'post-results')
    return ok({ ...common, kind, bodyHex: Buffer.from(message.value.bytes).toString('hex') });
  const table = query['table']?.toUpperCase() ?? '';
  const explain = kind === 'post-results' ? explainResults : TABLES[table];
  if (explain === undefined) return ok({ ...common, kind, bodyHex: Buffer.from(message.value.bytes).toString('hex') });
  const body = explainText(message.value.bytes, explain);
  return body.ok ? ok({ ...common, kind, body: body.value }) : body;
};

const COMMAND = /^C:(\w{1,16}):(\S.*)$/;

const explainAnswer = (text: string): Read => {
  const bare = text.trim();
  const lines = linesOf(text);
  const [, count] = /^OK(?::\s?(\d+))?$/.exec(bare) ?? [];
  if (/^OK(:\s?\d+)?$/.test(bare)) return ok({ kind: 'ok', count: count === undefined ? null : Number(count), text });
  if (bare.startsWith('C:')) {
    const commands: { id: string; command: string }[] = [];
    for (const line of lines) {
      const [, id, command] = COMMAND.exec(line) ?? [];
      if (id === undefined || command === undefined)
        return refuse(`"${line.slice(0, 40)}" is no command; allowed: C:<id>:<command>`);
      commands.push({ id, command });
    }
    return ok({ kind: 'commands', commands, ...layout(text) });
  }
  if (bare.startsWith('Time=')) {
    return readTerminalTime(bare.slice('Time='.length), '+00:00') === null
      ? refuse(`"${bare.slice(0, 40)}" is no time; allowed: Time=yyyy-mm-ddThh:mm:ss+hh:mm`)
      : ok({ kind: 'time', time: bare.slice('Time='.length), text });
  }
  if (/^registry=ok$|^RegistryCode=\S+$/i.test(bare)) return ok({ kind: 'registered', text });
  const [, serial] = /^GET OPTION FROM: ?([\w-]{1,40})$/.exec(lines[0] ?? '') ?? [];
  if (serial === undefined)
    return refuse(
      `"${bare.slice(0, 40)}" is no answer; allowed: OK, C:<id>:<command>, Time=… or GET OPTION FROM: <serial>`,
    );
  const odd = lines.slice(1).find((line) => !/^\w+=/.test(line));
  if (odd !== undefined) return refuse(`"${odd.slice(0, 40)}" is no option; allowed: <name>=<value>`);
  const options = lines.slice(1).map((line) => line.split(/=(.*)/s).slice(0, 2));
  return ok({ kind: 'options', serial, options, first: lines[0], ...layout(text) });
};

const decode = (direction: Direction, bytes: Uint8Array): Read => {
  const start = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  if (direction === 'device->host')
    return /^[A-Z]{3,6} \//.test(start) ? explainRequest(bytes) : explainText(bytes, explainBody);
  if (!start.startsWith('HTTP/1.')) return explainAnswer(readText(bytes));
  const message = messageOf(bytes);
  if (!message.ok) return message;
  const body = explainAnswer(readText(message.value.bytes));
  return body.ok ? ok({ kind: 'answer', head: message.value.head, body: body.value }) : body;
};

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isMeaning = (value: unknown): value is Meaning => typeof value === 'object' && value !== null && 'kind' in value;

const textOf = (meaning: Meaning): string | null => {
  const { kind, rows, records, results, commands, options } = meaning;
  if (typeof meaning['text'] === 'string') return meaning['text'];
  if (kind === 'ok') return typeof meaning['count'] === 'number' ? `OK:${meaning['count']}` : 'OK';
  if (kind === 'time') return `Time=${String(meaning['time'])}`;
  if (isList(rows))
    return joined(
      rows.map((row) => (isList(row) ? row.join('\t') : '')),
      meaning,
    );
  if (isList(records)) return joined(records.map(String), meaning);
  if (isList(results))
    return joined(
      (results as CommandResult[]).flatMap(({ fields, details }) => [
        Object.entries(fields)
          .map(([name, value]) => `${name}=${value}`)
          .join('&'),
        ...details,
      ]),
      meaning,
    );
  if (isList(commands))
    return joined(
      (commands as { id: string; command: string }[]).map(({ id, command }) => `C:${id}:${command}`),
      meaning,
    );
  if (isList(options)) {
    const first = String(meaning['first'] ?? `GET OPTION FROM: ${String(meaning['serial'])}`);
    return joined([first, ...options.map((option) => (isList(option) ? option.join('=') : ''))], meaning);
  }
  return null;
};

const encode = (direction: Direction, meaning: Meaning): Result<Uint8Array, string> => {
  const { head, body, bodyHex, hex } = meaning;
  if (typeof hex === 'string') return ok(Buffer.from(hex, 'hex'));
  if (typeof head === 'string') {
    const inner = isMeaning(body)
      ? encode(direction, body)
      : ok(Buffer.from(typeof bodyHex === 'string' ? bodyHex : '', 'hex'));
    return inner.ok ? ok(Buffer.concat([Buffer.from(head, 'latin1'), inner.value])) : inner;
  }
  const text = textOf(meaning);
  return text === null ? refuse(`A ${meaning.kind} is built from its head; give head`) : ok(Buffer.from(text, 'utf8'));
};

const hideFields = (line: string) => line.replaceAll(/((?:^|[\t ,&])~?\w+=)[^\t,&]+/g, '$1***');

/** The number of a person is starred in a passage; records of people and photos are left out. */
const mask = (meaning: Meaning): Meaning => {
  const { rows, records, body, bodyHex, hex, results } = meaning;
  return {
    ...meaning,
    ...(isList(rows) ? { rows: rows.map((row) => (isList(row) ? ['***', ...row.slice(1)] : row)) } : {}),
    ...(isList(records) ? { records: records.map((record) => hideFields(String(record))) } : {}),
    ...(isList(results)
      ? { results: (results as CommandResult[]).map((one) => ({ ...one, details: one.details.map(hideFields) })) }
      : {}),
    ...(isMeaning(body) ? { body: mask(body) } : {}),
    ...(typeof bodyHex === 'string' && bodyHex !== '' ? { bodyHex: `*** (${bodyHex.length / 2} bytes)` } : {}),
    ...(typeof hex === 'string' ? { hex: `*** (${hex.length / 2} bytes)` } : {}),
  };
};

export const zktecoPush: Protocol = { name: 'zkteco_push', decode, encode, mask };
