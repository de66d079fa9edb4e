// A ZKTeco terminal: it polls its server, pushes what happened, and keeps what was not taken.
import { z } from 'zod';
import { assembleDevice, createUnknownList } from '../core/assembled-device.ts';
import { defineKind } from '../core/kind.ts';
import { createCaller } from './caller.ts';
import { askCommands, askCommandsWithInfo, askOptions, askTime, delayOf, type Passage, postPassages } from './codec.ts';

const VERIFY = { face: 15, finger: 1, card: 2 } as const;
const STATE = { in: 0, out: 1 } as const;
/** Until the host said how often. */
const FIRST_POLL_MS = 250;
/** How many rows it posts at a time. */
const ROWS = 100;

const localTime = (nowMs: number, zoneMinutes: number) =>
  new Date(nowMs + zoneMinutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');

export const attendanceZkteco = defineKind({
  kind: 'attendance-zkteco',
  options: {
    serial: z.string().default('SIM0000001'),
    /** Its clock, minutes before UTC. */
    zoneMinutes: z.int().default(420),
  },
  create: (setting, { serial: firstSerial, zoneMinutes }) => {
    const { listen, random, onChange } = setting;
    const unknown = createUnknownList(onChange);
    const kept: Passage[] = [];
    let serial = firstSerial;
    let waiting: Passage[] = [];
    let pollMs = FIRST_POLL_MS;
    let hasOptions = false;
    let hasTold = false;
    let isClosed = false;
    let lastAnswer: string | null = null;
    let wake: (() => void) | null = null;
    const caller = createCaller({ listen, random, onPlugged: () => wake?.(), onChange });

    const ask = async (request: Buffer): Promise<string | null> => {
      const answer = await caller.ask(request);
      lastAnswer = answer === null ? null : `${answer.status} ${answer.body.split(/\r?\n/, 1)[0] ?? ''}`;
      return answer?.status === 200 ? answer.body : null;
    };

    const learnOptions = async () => {
      const options = await ask(askOptions(caller.host(), serial));
      if (options === null) return;
      pollMs = (delayOf(options) ?? 10) * 1000;
      hasOptions = options.startsWith(`GET OPTION FROM: ${serial}`);
      if (!hasOptions) unknown.add(`options "${options.slice(0, 40)}"`);
      const time = await ask(askTime(caller.host(), serial));
      if (time !== null && !/^Time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(time))
        unknown.add(`time "${time.slice(0, 40)}"`);
    };

    const push = async () => {
      const rows = waiting.slice(0, ROWS);
      if (rows.length === 0) return;
      const taken = await ask(postPassages(caller.host(), serial, rows));
      // Anything but OK: it sends them again.
      if (taken?.startsWith('OK')) waiting = waiting.filter((row) => !rows.includes(row));
    };

    const poll = async () => {
      const request = hasTold ? askCommands : askCommandsWithInfo;
      const commands = await ask(request(caller.host(), serial));
      hasTold ||= commands !== null;
      if (commands !== null && commands.trim() !== 'OK') unknown.add(`command "${commands.slice(0, 40)}"`);
    };

    const live = async () => {
      while (!isClosed) {
        if (caller.isPlugged()) {
          if (!hasOptions) await learnOptions();
          await push();
          await poll();
        }
        if (waiting.length === 0 || lastAnswer === null || !caller.isPlugged()) {
          const pause = Promise.withResolvers<void>();
          const timer = setTimeout(pause.resolve, hasOptions ? pollMs : FIRST_POLL_MS);
          wake = pause.resolve;
          await pause.promise;
          clearTimeout(timer);
          wake = null;
        }
      }
    };
    void live();

    return assembleDevice({
      setting,
      port: caller,
      unknown,
      behaviour: {
        kind: 'attendance-zkteco',
        act(action) {
          switch (action.verb) {
            case 'pass': {
              const passage: Passage = {
                pin: action.person,
                time: localTime(Date.now(), zoneMinutes),
                state: STATE[action.direction],
                verify: VERIFY[action.method],
                workCode: 0,
              };
              kept.push(passage);
              waiting.push(passage);
              wake?.();
              return true;
            }
            case 'refuse-person':
              // A refusal is shown on the terminal and pushed nowhere.
              return true;
            case 'resend-all':
              waiting = [...kept];
              wake?.();
              return true;
            case 'set-serial':
              serial = action.serial;
              hasOptions = false;
              wake?.();
              return true;
            default:
              return false;
          }
        },
        state: () => ({
          passages: kept.length,
          lastPerson: kept.at(-1)?.pin ?? null,
          serial,
          waiting: waiting.length,
          lastAnswer,
        }),
        close() {
          isClosed = true;
          wake?.();
        },
      },
    });
  },
});
