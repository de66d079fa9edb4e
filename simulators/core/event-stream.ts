// What Hikvision and Dahua terminals share: a stream that many may hear, a heartbeat, passages that are kept.

import type { GuardState, LoginKind } from '../../contract/bench/cameras.ts';
import type { RackAction } from '../../contract/bench.ts';
import { createGuard, type Guard } from './http-guard.ts';
import type { HttpReply, HttpRequest } from './http-port.ts';

export type Pass = Extract<RackAction, { verb: 'pass' }>;

/** A passage as the terminal keeps it. */
export interface Kept {
  readonly serial: number;
  readonly atMs: number;
  readonly person: string;
  readonly method: Pass['method'];
  readonly direction: Pass['direction'];
}

export interface StreamSetting {
  readonly login: LoginKind;
  readonly username: string;
  readonly password: string;
  readonly random: () => number;
  readonly heartbeatMs: number;
  /** Parts of the stream, ready to be sent. */
  readonly heartbeat: (isLying: boolean) => Buffer;
  readonly passage: (kept: Kept, isLying: boolean) => readonly Buffer[];
  readonly refusal: (serial: number, isLying: boolean) => Buffer;
  readonly changed: () => void;
}

export interface EventStream {
  readonly guard: Guard;
  listen(reply: HttpReply, head: Buffer): void;
  readonly kept: readonly Kept[];
  act(action: RackAction): boolean;
  state(): GuardState & {
    readonly listeners: number;
    readonly silent: boolean;
    readonly lyingLength: boolean;
    readonly passages: number;
    readonly lastPerson: string | null;
  };
  close(): void;
}

export const createEventStream = (setting: StreamSetting): EventStream => {
  const guard = createGuard(setting);
  const listeners = new Set<HttpReply>();
  const kept: Kept[] = [];
  let serial = 100;
  let isSilent = false;
  let isLying = false;

  const tell = (part: Buffer) => {
    for (const listener of listeners) {
      if (!listener.isOpen) listeners.delete(listener);
      else if (!isSilent) listener.send(part);
    }
  };
  const hangUp = () => {
    for (const listener of listeners) listener.end();
  };

  const beating = setInterval(() => tell(setting.heartbeat(isLying)), setting.heartbeatMs);

  return {
    guard,
    kept,
    listen(reply, head) {
      reply.sendPlain(head);
      listeners.add(reply);
      if (!isSilent) reply.sendPlain(setting.heartbeat(isLying));
      setting.changed();
    },
    act(action) {
      switch (action.verb) {
        case 'pass': {
          const { person, method, direction } = action;
          const passage: Kept = { serial: serial++, atMs: Date.now(), person, method, direction };
          kept.push(passage);
          for (const part of setting.passage(passage, isLying)) tell(part);
          return true;
        }
        case 'refuse-person':
          tell(setting.refusal(serial++, isLying));
          return true;
        case 'resend-all':
          for (const one of kept) for (const part of setting.passage(one, isLying)) tell(part);
          return true;
        case 'set-silent':
          isSilent = action.on;
          return true;
        case 'set-lying-length':
          isLying = action.on;
          return true;
        default:
          return guard.act(action, hangUp);
      }
    },
    state: () => ({
      ...guard.state(),
      listeners: [...listeners].filter(({ isOpen }) => isOpen).length,
      silent: isSilent,
      lyingLength: isLying,
      passages: kept.length,
      lastPerson: kept.at(-1)?.person ?? null,
    }),
    close: () => clearInterval(beating),
  };
};

export const notFound = (reply: HttpReply, unknown: (what: string) => void, { method, target }: HttpRequest) => {
  unknown(`${method} ${target}`);
  reply.sendPlain(Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'));
  reply.end();
};
