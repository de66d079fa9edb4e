import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createSightingsProjection = (db: Db): Projection => {
  const insert = db.prepare(
    `INSERT INTO sighting (source_id, key, day, person_code, seen_at_ms, terminal_time, method, direction, received_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return ({ event, day, atMs }) => {
    if (event.type !== 'sighting-received') return;
    const { sourceId, key, personCode, seenAtMs, terminalTime, method, direction } = event;
    insert.run(sourceId, key, day, personCode, seenAtMs, terminalTime, method, direction, atMs);
  };
};
