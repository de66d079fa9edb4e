// ZKTeco ADMS push as text: what terminals post and what they are answered.
// Source: ZKTeco Push SDK communication manual; frames/zkteco_push.json.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { Sighting } from '../core/device-classes.ts';
import { readTerminalTime, writeTerminalTime } from '../core/terminal-time.ts';

const LEAST_COLUMNS = 4;
const MOST_COLUMNS = 16;

export interface AttendanceRow {
  readonly pin: string;
  /** Local time of the terminal. */
  readonly time: string;
  readonly state: string;
  readonly verify: string;
  readonly others: readonly string[];
}

/** One line of a table ATTLOG. The error names the column, with the value seen and the value allowed. */
export const parseAttendanceRow = (line: string): Result<AttendanceRow, string> => {
  const columns = line.split('\t');
  const [pin = '', time = '', state = '', verify = '', ...others] = columns;
  if (columns.length < LEAST_COLUMNS || columns.length > MOST_COLUMNS)
    return refuse(`The row has ${columns.length} columns; allowed: ${LEAST_COLUMNS} to ${MOST_COLUMNS}`);
  if (!/^[^\s]{1,24}$/.test(pin)) return refuse('Column 1 is no PIN: 1 to 24 characters without spaces');
  if (readTerminalTime(time, '+00:00') === null)
    return refuse(`Column 2 is "${time.slice(0, 30)}"; allowed: yyyy-mm-dd hh:mm:ss`);
  if (!/^\d{1,3}$/.test(state)) return refuse(`Column 3 is "${state.slice(0, 10)}"; allowed: a state number`);
  if (!/^\d{1,3}$/.test(verify)) return refuse(`Column 4 is "${verify.slice(0, 10)}"; allowed: a verify number`);
  return ok({ pin, time, state, verify, others });
};

/** Older firmware writes GB2312. */
export const readText = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
};

export const linesOf = (text: string): string[] => text.split(/\r?\n/).filter((line) => line !== '');

const METHODS: Readonly<Record<string, Sighting['method']>> = {
  '0': 'code',
  '1': 'finger',
  '2': 'card',
  '3': 'code',
  '15': 'face',
};

/** 2 and 3 are the break, 4 and 5 overtime. */
const DIRECTIONS: Readonly<Record<string, Sighting['direction']>> = {
  '0': 'in',
  '1': 'out',
  '2': 'out',
  '3': 'in',
  '4': 'in',
  '5': 'out',
};

export const sightingOf = (row: AttendanceRow, serial: string, utcOffset: string): Sighting => ({
  key: `${serial}|${row.pin}|${row.time}|${row.state}`,
  personCode: row.pin,
  atMs: readTerminalTime(row.time, utcOffset) ?? 0,
  terminalTime: row.time,
  method: METHODS[row.verify] ?? 'unknown',
  direction: DIRECTIONS[row.state] ?? 'unknown',
});

export interface OptionsAsked {
  readonly serial: string;
  readonly pollSeconds: number;
  readonly utcOffset: string;
}

/**
 * What a terminal is told at its start. Only attendance is asked for: names, photos and templates stay in the terminal.
 * A stamp of 0 makes it send everything it still holds; what came before is recognised.
 */
export const optionsText = ({ serial, pollSeconds, utcOffset }: OptionsAsked): string =>
  [
    `GET OPTION FROM: ${serial}`,
    'ErrorDelay=30',
    `Delay=${pollSeconds}`,
    'TransTimes=0',
    'TransInterval=0',
    'TransFlag=AttLog',
    'Realtime=1',
    'Encrypt=0',
    // Old firmware reads whole hours only.
    `TimeZone=${utcOffset.endsWith(':00') ? Number(utcOffset.slice(0, 3)) : utcOffset}`,
    'Timeout=60',
    'SyncTime=3600',
    'ATTLOGStamp=0',
    '',
  ].join('\r\n');

export const timeText = (nowMs: number, utcOffset: string): string => `Time=${writeTerminalTime(nowMs, utcOffset)}`;
