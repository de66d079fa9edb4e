// A satellite of a hall: its line to the host, its own kiosk, and its paper.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FastifyRequest } from 'fastify';
import type { KioskView } from '../../contract/live.ts';
import type { Refusal } from '../../contract/refusal.ts';
import type { Result } from '../../contract/result.ts';
import type { IssuedTicket } from '../../contract/rpc-kiosk.ts';
import type { Language } from '../../contract/ticket.ts';
import { siteTimeZone } from '../../contract/time-zone.ts';
import type { TicketPrinter } from '../../drivers/core/device-classes.ts';
import { screenCookie } from '../server/cookies.ts';
import type { Handlers, RpcContext } from '../server/rpc.ts';
import type { SatelliteDoor } from '../server/satellite-door.ts';
import { satelliteKioskHandlers, satelliteKioskView } from '../server/satellite-kiosk.ts';
import { startHostLine } from '../services/host-line/index.ts';
import { outcomeOf } from '../services/printing/index.ts';
import { createCalendar } from '../services/queue/index.ts';
import { createCommandLog } from '../store/commands.ts';
import { drawIssued } from './draw-ticket.ts';
import type { OpenSite } from './open-site.ts';
import { dayStartsAtMinutes } from './queue-settings.ts';
import type { SiteConfig } from './site-schema.ts';

export interface SatelliteDeps {
  readonly site: OpenSite;
  readonly config: SiteConfig;
  readonly dataFolder: string;
  readonly printer: TicketPrinter | undefined;
  readonly printerRefusal: () => Refusal | null;
  readonly isKiosk: (request: FastifyRequest) => boolean;
  readonly mayTakeNumbers: (context: RpcContext) => boolean;
  readonly now: () => number;
  readonly later: (delayMs: number, run: () => void) => Disposable;
  readonly onChange: () => void;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail?: Readonly<Record<string, unknown>>) => void;
}

export interface Satellite {
  readonly door: SatelliteDoor;
  /** What codes on tickets of this machine begin with; null until the host said it. */
  turnBase(): string | null;
  kioskView(own: KioskView): KioskView;
  kioskHandlers(own: Handlers['kiosk']): Handlers['kiosk'];
  stop(): Promise<void>;
}

/** Somebody stands at the glass: longer than this nobody waits for a host that says nothing. */
const ANSWER_WITHIN_MS = 2500;
const GREETED_WITHIN_MS = 1500;
const HAND_IN_WITHIN_MS = 10_000;

/** Only this user may read it: whoever has it takes numbers. */
const openPairing = (dataFolder: string): SatelliteDoor['pairing'] => {
  const file = path.join(dataFolder, 'satellite-pairing');
  let cookie: string | null = null;
  try {
    cookie = readFileSync(file, 'utf8').trim();
  } catch {
    // Not paired yet: its glass shows the code.
  }
  return {
    read: () => cookie,
    write: (given) => {
      if (given === '' || given === cookie) return;
      cookie = given;
      writeFileSync(file, `${given}\n`, { mode: 0o600, flush: true });
    },
  };
};

type Asked = Result<never, Refusal> | Result<unknown, Refusal>;

/** Null where the configuration makes this machine no satellite. */
export const openSatellite = (deps: SatelliteDeps): Satellite | null => {
  const { site, config, dataFolder, printer, printerRefusal, isKiosk, mayTakeNumbers, now, later, onChange, log } =
    deps;
  if (config.satellite === undefined) return null;
  const { id: satellite, numbers, host, serves } = config.satellite;
  const hostUrl = host.replace(/\/$/, '');
  const pairing = openPairing(dataFolder);

  /** Errors: no answer within the time; an answer that is none. */
  const ask = async (name: string, input: object, withinMs: number): Promise<Asked> => {
    const asked = JSON.stringify({ satellite, numbers, ...input });
    const isQuestion = name === 'greet';
    const url = `${hostUrl}/rpc/satellite.${name}`;
    const answer = await fetch(isQuestion ? `${url}?input=${encodeURIComponent(asked)}` : url, {
      headers: { cookie: screenCookie.put(undefined, pairing.read()), 'content-type': 'application/json' },
      ...(isQuestion ? {} : { method: 'POST', body: asked }),
      signal: AbortSignal.timeout(withinMs),
    });
    if (!answer.ok) throw new Error(`it answered ${answer.status} to satellite.${name}; is it of an older version?`);
    return ((await answer.json()) as { result: { data: Asked } }).result.data;
  };

  const { reads } = site.queue;
  const isServing = (): boolean => {
    const day = reads.openDay();
    return reads.allInHand().length > 0 || (day !== null && reads.aside(day).some(({ state }) => state === 'on-hold'));
  };
  const line = startHostLine({
    ...{ db: site.db, ledger: site.ledger, workingDay: site.workingDay, numbers, now, later, log, onChange },
    isServing: () => serves && isServing(),
    dayAt: createCalendar({ timeZone: siteTimeZone, dayStartsAtMinutes: dayStartsAtMinutes(config) }),
    door: {
      greet: async () => (await ask('greet', {}, GREETED_WITHIN_MS)) as never,
      handIn: async (given) => (await ask('handIn', given, HAND_IN_WITHIN_MS)) as never,
    },
  });

  const draw = printer === undefined ? null : drawIssued(config, printer.capabilities.widthPx);
  const printed = new Set<string>();
  /** Until the host has heard it, or five times: its glass says what the paper does. Errors: those of the last time. */
  const tell = async (outcome: object): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        await ask('printed', outcome, GREETED_WITHIN_MS);
        return;
      } catch (error) {
        if (tries >= 5) throw error;
        await new Promise<void>((resolve) => later(2000, resolve));
      }
    }
  };
  /** A press that was sent twice brings one paper. */
  const print = (ticket: IssuedTicket, { copy, language }: { readonly copy: number; readonly language: Language }) => {
    const name = `${ticket.ticketId} ${copy}`;
    if (printer === undefined || draw === null || printed.has(name)) return;
    printed.add(name);
    void (async () => {
      const outcome = outcomeOf(await printer.print(draw(ticket, { copy, language, atMs: now() })));
      await tell({ ticketId: ticket.ticketId, copy, ...outcome });
    })().catch((error: unknown) =>
      log('warn', 'what became of a paper could not be told', { error, ticket: ticket.number }),
    );
  };

  const commands = createCommandLog(site.db);
  return {
    door: { line, hostUrl, pairing, serves, isKiosk },
    turnBase: line.turnBase,
    kioskView: (own) => satelliteKioskView(line, own),
    kioskHandlers: (own) =>
      satelliteKioskHandlers({
        ...{ line, own, print, printerRefusal, mayTakeNumbers },
        host: {
          issue: async (wish) =>
            (await ask('issue', { ask: wish, prints: printer !== undefined }, ANSWER_WITHIN_MS)) as never,
          reprint: async (wish) => (await ask('reprint', wish, ANSWER_WITHIN_MS)) as never,
        },
        gave: (key) => commands.answerOf(key) !== undefined,
        isOwn: (token) => site.queue.reads.byToken(token) !== undefined,
      }),
    stop: line.stop,
  };
};
