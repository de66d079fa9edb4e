// The hall of the day as a host process of its own, with a rehearsal's clock, and its staff.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import type { CounterId, ServiceId } from '../../contract/ids.ts';
import type { StaffRole } from '../../contract/staff.ts';
import { createTurns } from '../../drivers/core/turns.ts';
import { loadConfig } from '../../main/host/config.ts';
import { openSite } from '../../main/host/open-site.ts';
import { realClocks } from '../../main/host/rehearsal.ts';
import type { SiteConfig } from '../../main/host/site-schema.ts';
import { databaseFile } from '../../main/store/backup.ts';
import { openDatabase } from '../../main/store/open-db.ts';
import { createHostClient, type HostClient } from '../support/client.ts';
import { startHostProcess } from '../support/host-process.ts';
import { accepted, demoConfigText, randomToken, services } from '../support/site.ts';

const password = 'only-for-a-rehearsal';
const receptionists = 3;

export interface DayHall {
  readonly config: SiteConfig;
  readonly databaseFile: string;
  readonly counters: readonly { readonly counterId: CounterId; readonly services: readonly ServiceId[] }[];
  /** Opens the hall at that moment of its own time. */
  open(from: string): Promise<OpenHall>;
}

export interface OpenHall {
  readonly url: string;
  readonly output: () => string;
  clerk(which: number): Promise<HostClient>;
  office(who: 'manager' | number): Promise<HostClient>;
  stop(): Promise<void>;
}

/** Two kinds of counters that serve two services each, and one in five that serves all. */
const servicesAt = (which: number): readonly ServiceId[] => {
  if (which % 5 === 4) return Object.values(services);
  return which % 2 === 0 ? [services.copies, services.land] : [services.civil, services.residence];
};

const counterIdOf = (which: number): CounterId => `quay-${which + 1}` as CounterId;

const configText = (count: number): string => {
  const { site, series, services: offered, results, priorities, ratings, payment } = parse(demoConfigText());
  return stringify({
    site,
    server: { port: 0 },
    series,
    services: offered.map((service: { id: string; appointments?: object }) =>
      service.appointments === undefined
        ? service
        : { ...service, appointments: { perSlot: Math.max(2, Math.round(count / 6)), slotMinutes: 10 } },
    ),
    results,
    priorities,
    ratings,
    payment,
    appointments: { leadMinutes: 0, hours: { tue: ['07:00-11:30', '13:00-17:00'] } },
    // A minute of the hall lasts a second or less.
    queue: { undoSeconds: 60 },
    voice: { enabled: false },
    data: { folder: 'data' },
    counters: Array.from({ length: count }, (_, which) => ({
      id: counterIdOf(which),
      number: which + 1,
      name: { vi: `Quầy ${which + 1}`, en: `Counter ${which + 1}` },
      services: servicesAt(which),
    })),
  });
};

const addStaff = async (file: string, clerks: number): Promise<void> => {
  const { config, dataFolder } = loadConfig(file);
  const site = openSite({
    ...realClocks,
    // Before the day that is played: the journal never goes back.
    now: () => Date.parse('2026-11-23T16:00:00+07:00'),
    config,
    dataFolder,
    openDatabase,
    randomToken,
    maxGroup: 256,
    kind: 'demo',
    log: () => undefined,
  });
  const add = async (login: string, role: StaffRole) =>
    accepted(await site.staff.add({ login, name: login, password, roles: [role] }, null));
  for (let which = 0; which < clerks; which += 1) await add(`clerk-${which}`, 'clerk');
  for (let which = 0; which < receptionists; which += 1) await add(`reception-${which}`, 'reception');
  await add('manager', 'manager');
  await site.close();
};

export const createDayHall = async (folder: string, ask: { counters: number; speed: number }): Promise<DayHall> => {
  const file = path.join(folder, 'site.yaml');
  writeFileSync(file, configText(ask.counters));
  await addStaff(file, ask.counters);
  const { config, dataFolder } = loadConfig(file);
  return {
    config,
    databaseFile: databaseFile(dataFolder),
    counters: Array.from({ length: ask.counters }, (_, which) => ({
      counterId: counterIdOf(which),
      services: servicesAt(which),
    })),
    open: async (from) => {
      const options = ['--demo', '--rehearse-from', from, '--rehearse-speed', String(ask.speed)];
      const { child, ready, ended, output } = startHostProcess(file, 'main/host/headless.ts', { more: options });
      const url = await ready;
      // Passwords are slow to check, and the host turns away whom it has no time for.
      const inTurn = createTurns();
      return {
        url,
        output,
        clerk: async (which) => {
          const client = createHostClient(url);
          const seat = { login: `clerk-${which}`, password, counterId: counterIdOf(which) };
          accepted(await inTurn(() => client.rpc.staff.login.mutate(seat)));
          return client;
        },
        office: async (who) => {
          const client = createHostClient(url);
          const login = who === 'manager' ? who : `reception-${who % receptionists}`;
          accepted(await client.rpc.office.login.mutate({ login, password }));
          return client;
        },
        stop: async () => {
          child.kill('SIGTERM');
          await ended;
        },
      };
    },
  };
};
