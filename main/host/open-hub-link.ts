// The line to the city's hub, where the configuration switches it on and a join code was used.
import type { FastifyInstance } from 'fastify';
import type { DeviceReport } from '../../contract/device.ts';
import type { DevicesWord } from '../../contract/hub.ts';
import type { HubLinkStatus } from '../../contract/hub-status.ts';
import { TicketToken } from '../../contract/ids.ts';
import { deviceClassWords } from '../../contract/texts/devices.ts';
import { followTurn } from '../live/follow-turn.ts';
import type { LiveHub } from '../live/live.ts';
import type { Views } from '../server/views.ts';
import { createObedience, openBox, openMemberLine, readMembership, startHubLink } from '../services/hub-link/index.ts';
import { createErrands, createHubRelay, type DoorRequest } from '../services/hub-relay/index.ts';
import type { Media } from '../services/media/index.ts';
import type { OpenSite } from './open-site.ts';
import { prepareCommands } from './prepare-commands.ts';
import type { SiteConfig } from './site-schema.ts';

export interface HubLinkHostDeps {
  readonly site: Pick<OpenSite, 'db' | 'ledger' | 'notices' | 'procedures' | 'headquarters'>;
  readonly media: Pick<Media, 'refresh' | 'planIn'>;
  readonly config: Pick<SiteConfig, 'hub' | 'services'>;
  readonly dataFolder: string;
  readonly deviceReports: () => readonly DeviceReport[];
  readonly now: () => number;
  readonly later: (delayMs: number, run: () => void) => Disposable;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail?: Readonly<Record<string, unknown>>) => void;
  readonly onChange: () => void;
  readonly hub: LiveHub;
  readonly views: () => Pick<Views, 'turn'>;
  /** The site's own door, for phones that ask through the city's hub; null until it is open. */
  readonly door: () => Pick<FastifyInstance, 'inject'> | null;
  readonly monotonicMs: () => number;
}

export interface HubLink {
  status(): HubLinkStatus;
  /** What the address of a turn begins with at the hub; null where the site has none. */
  readonly pages: string | null;
  stop(): Promise<void>;
}

const off: HubLinkStatus = {
  ...{ state: 'off', trouble: null, applied: 0, sent: 0, backlog: 0, lagMs: 0, rewinds: 0 },
};

const idle = (status: HubLinkStatus): HubLink => ({ status: () => status, pages: null, stop: () => Promise.resolve() });

/** `ticket-printer-escpos` is a `ticket-printer`: the kind is what a city needs, the make is the site's. */
const kindOf = ({ driver }: DeviceReport): string =>
  Object.keys(deviceClassWords.vi)
    .map((key) => key.slice('class.'.length))
    .find((kind) => driver.startsWith(kind)) ?? 'other';

const devicesWord = (reports: readonly DeviceReport[]): DevicesWord => ({
  devices: reports.length,
  down: reports.filter(({ state }) => state !== 'ready' && state !== 'degraded').map(kindOf),
});

/** A site without a hub, or whose files of it cannot be used, works as ever. */
export const openHubLink = (deps: HubLinkHostDeps): HubLink => {
  const { site, media, config, dataFolder, deviceReports, now, later, log, onChange } = deps;
  const { hub, views, door, monotonicMs } = deps;
  if (!config.hub.enabled) return idle(off);
  const membership = readMembership(dataFolder);
  if (!membership.ok) {
    log('error', membership.error.message, { code: membership.error.code });
    return idle({ ...off, state: 'offline', trouble: 'key-refused' });
  }
  if (membership.value === null) {
    log('warn', 'hub.enabled is true and this site has not joined: motcua hub join <code>, then restart the host');
    return idle({ ...off, state: 'offline', trouble: 'not-joined' });
  }
  const { answer, seed } = membership.value;
  const request: DoorRequest = async ({ method, path, body, address }) => {
    const answer = await door()?.inject({
      ...{ method, url: path, remoteAddress: address },
      ...(body === null ? {} : { payload: body, headers: { 'content-type': 'application/json' } }),
    });
    if (answer === undefined) return { status: 503, type: 'application/json', body: '{}' };
    return { status: answer.statusCode, type: String(answer.headers['content-type'] ?? ''), body: answer.body };
  };
  const box = openBox(dataFolder);
  const relay = createHubRelay({
    ...{ monotonicMs, later, request },
    send: (turns) => link.sendTurns(JSON.stringify(turns)),
    follow: (text, changed) => {
      const token = TicketToken.safeParse(text);
      return token.success ? followTurn({ hub, view: (one) => views().turn(one) }, token.data, changed) : null;
    },
  });
  const link = startHubLink({
    ...{ db: site.db, ledger: site.ledger, now, later, log, onChange },
    site: answer.site,
    word: () => ({ ...devicesWord(deviceReports()), box: box.publicKey }),
    asked: relay.answer,
    obey: createObedience({
      db: site.db,
      ledger: site.ledger,
      now,
      log,
      prepare: prepareCommands(
        { ...site, media, errand: createErrands({ box, request }) },
        new Set(config.services.map(({ id }) => id)),
      ),
    }),
    openLine: openMemberLine(dataFolder, { membership: answer, seed }),
    random: Math.random,
  });
  return {
    status: link.status,
    pages: answer.web === null ? null : `${answer.web}/s/${answer.site}`,
    stop: async () => {
      relay.stop();
      await link.stop();
    },
  };
};
