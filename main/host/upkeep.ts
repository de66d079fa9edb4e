// What the host does by itself: erasing what is over, keeping statistics, looking for whoever is late, telling the screens
// that something changed.

import { turnKey } from '../live/follow-turn.ts';
import type { LiveHub } from '../live/live.ts';
import { createDeviceStatistics, type DeviceStatistics } from '../services/devices/index.ts';
import type { Remarks } from '../services/remarks/index.ts';
import type { Reports } from '../services/reports/index.ts';
import type { Devices } from './devices.ts';
import type { SheetsHost } from './open-sheets.ts';
import type { OpenSite } from './open-site.ts';
import type { createRatingDesk } from './rating-desk.ts';
import { watchClock } from './watch-clock.ts';
import { watchStorage } from './watch-storage.ts';

type Log = (
  part: string,
) => (level: 'debug' | 'info' | 'warn' | 'error', message: string, detail?: Readonly<Record<string, unknown>>) => void;

const LATE_LOOKED_FOR_EVERY_MS = 10_000;
const TEMPLATES_SWEPT_EVERY_MS = 3_600_000;
const STATISTICS_SAVED_EVERY_MS = 60_000;

/** Erases faces whose time is over, and counts what devices do; `held` ends both, statistics being written once more. */
export const keepUp = (held: AsyncDisposableStack, site: OpenSite, log: Log): DeviceStatistics => {
  const sweep = (): void =>
    void site.templates.sweep().then(
      (erased) => {
        if (erased > 0) log('faces')('info', 'templates whose time was over were erased', { erased });
      },
      (error: unknown) => log('faces')('error', 'templates could not be swept', { error }),
    );
  sweep();
  const sweeping = setInterval(sweep, TEMPLATES_SWEPT_EVERY_MS);
  held.defer(() => clearInterval(sweeping));
  const statistics = createDeviceStatistics({ db: site.db, log: log('devices') });
  const saveStatistics = (): void => {
    statistics.save();
    site.faceScores.save();
  };
  const saving = setInterval(saveStatistics, STATISTICS_SAVED_EVERY_MS);
  held.defer(() => {
    clearInterval(saving);
    saveStatistics();
  });
  return statistics;
};

export interface HallDeps {
  readonly site: OpenSite;
  readonly hub: LiveHub;
  readonly devices: Devices;
  readonly ratingDesk: Pick<ReturnType<typeof createRatingDesk>, 'weekly'>;
  readonly remarks: Pick<Remarks, 'eraseOld'>;
  readonly reports: Pick<Reports, 'prepare'>;
  readonly sheets: Pick<SheetsHost, 'look'>;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly log: Log;
}

/** Tells the screens of every change, and does what is due by the clock. */
export const followHall = (
  held: AsyncDisposableStack,
  { site, hub, devices, ratingDesk, remarks, reports, sheets, now, monotonicMs, log }: HallDeps,
): void => {
  held.use(
    site.ledger.subscribe((recorded) => {
      // Whoever is called is told before the thousands whose place moved.
      const called = recorded.flatMap(({ event }) =>
        event.type === 'ticket-called' ? [site.queue.reads.byId(event.ticketId)?.token ?? ''] : [],
      );
      hub.touchFirst(called.map(turnKey));
    }),
  );
  held.use(site.waits.onChange(() => hub.touch()));
  // Somebody is late when nothing happens.
  const lookingForLate = setInterval(() => hub.touch(), LATE_LOOKED_FOR_EVERY_MS);
  held.defer(() => clearInterval(lookingForLate));
  held.use(site.ledger.onCondition(() => hub.touch()));
  held.use(watchStorage(site));
  held.use(devices.onHealth(() => hub.touch()));
  held.use(
    watchClock({
      now,
      monotonicMs,
      log: log('clock'),
      atEachCheck: () => {
        void site.queue.openDayIfDue().catch(() => undefined);
        void site.appointments.closePast().catch(() => undefined);
        void ratingDesk.weekly
          .makeIfDue()
          .catch((error: unknown) => log('reports')('error', 'the weekly report could not be made', { error }));
        void remarks.eraseOld().catch(() => undefined);
        void reports
          .prepare()
          .catch((error: unknown) => log('reports')('error', 'a day could not be added up', { error }));
        void sheets.look();
        // A screen that says nothing any more changes no table.
        hub.touch();
      },
    }),
  );
};
