// Statistics of devices: counters that only grow, so that a fitter sees a line that gets worse before it breaks. They are
// no business: they are outside the journal, and losing a minute of them in a power cut harms nobody.
import type { Statistic } from '../../../contract/device.ts';
import type { DeviceId } from '../../../contract/ids.ts';
import type { Db } from '../../store/open-db.ts';

export interface DeviceStatistics {
  count(device: DeviceId, what: Statistic, by: number): void;
  of(device: DeviceId): Readonly<Partial<Record<Statistic, number>>>;
  /** Writes what has changed. A disk that refuses is logged; the counts stay in memory and are written next time. */
  save(): void;
}

export interface DeviceStatisticsDeps {
  readonly db: Db;
  readonly log: (level: 'warn', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

export const createDeviceStatistics = ({ db, log }: DeviceStatisticsDeps): DeviceStatistics => {
  const counts = new Map<DeviceId, Map<Statistic, number>>();
  const changed = new Set<DeviceId>();
  const ofDevice = (device: DeviceId): Map<Statistic, number> => {
    const known = counts.get(device) ?? new Map<Statistic, number>();
    counts.set(device, known);
    return known;
  };
  const stored = db.prepare<[], { device: DeviceId; statistic: Statistic; value: number }>(
    'SELECT device, statistic, value FROM device_statistic',
  );
  for (const { device, statistic, value } of stored.all()) ofDevice(device).set(statistic, value);

  const write = db.prepare<[DeviceId, Statistic, number]>(
    'INSERT INTO device_statistic (device, statistic, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  // Between two groups of the ledger, which are synchronous too: the connection is never inside a transaction here.
  const writeAll = db.transaction(() => {
    for (const device of changed)
      for (const [statistic, value] of ofDevice(device)) write.run(device, statistic, value);
  });

  return {
    count(device, what, by) {
      const known = ofDevice(device);
      known.set(what, (known.get(what) ?? 0) + by);
      changed.add(device);
    },
    of: (device) => Object.fromEntries(counts.get(device) ?? []),
    save() {
      if (changed.size === 0 || !db.open) return;
      try {
        writeAll();
        changed.clear();
      } catch (error) {
        log('warn', 'the statistics of the devices could not be written', { error });
      }
    },
  };
};
