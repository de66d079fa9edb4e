// Attendance terminals on the wall. Numbers are of people who do not exist.
import { z } from 'zod';
import type { GuardState } from './cameras.ts';
import { action, type RackDeviceBase } from './common.ts';

const PassMethod = z.enum(['face', 'finger', 'card']);

export const AttendanceActions = [
  /** Somebody passes and is recognised. */
  action('pass', { person: z.string().regex(/^\d{1,9}$/), method: PassMethod, direction: z.enum(['in', 'out']) }),
  /** Somebody is refused. */
  action('refuse-person', {}),
  /** The terminal sends again everything that it still holds. */
  action('resend-all', {}),
  /** ZKTeco only: it names itself by another serial number. */
  action('set-serial', { serial: z.string().regex(/^[\w-]{1,40}$/) }),
  /** Streams only: no heartbeat and no event reach the host; what happens is kept in the terminal. */
  action('set-silent', { on: z.boolean() }),
  /** Streams only: Content-Length says anything. */
  action('set-lying-length', { on: z.boolean() }),
] as const;

interface TerminalState extends RackDeviceBase {
  /** Passages so far. */
  readonly passages: number;
  readonly lastPerson: string | null;
}

export interface ZktecoTerminalState extends TerminalState {
  readonly kind: 'attendance-zkteco';
  readonly serial: string;
  /** Passages that the host has not taken yet. */
  readonly waiting: number;
  /** What the host answered last: status and first line. */
  readonly lastAnswer: string | null;
}

export interface HikvisionTerminalState extends TerminalState, GuardState {
  readonly kind: 'attendance-hikvision';
  readonly listeners: number;
  readonly silent: boolean;
  readonly lyingLength: boolean;
}

export interface DahuaTerminalState extends TerminalState, GuardState {
  readonly kind: 'attendance-dahua';
  readonly listeners: number;
  readonly silent: boolean;
  readonly lyingLength: boolean;
}
