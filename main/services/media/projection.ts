// Where and when files are shown, out of the journal.
import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export const createMediaProjection = (db: Db): Projection => {
  const put = db.prepare('INSERT OR REPLACE INTO media_plan (name, boards, from_day, until_day) VALUES (?, ?, ?, ?)');
  const forget = db.prepare('DELETE FROM media_plan WHERE name = ?');
  return ({ event }) => {
    if (event.type === 'media-planned') {
      const { boards, from, until } = event.plan;
      put.run(event.name, boards === null ? null : JSON.stringify(boards), from, until);
    }
    if (event.type === 'media-removed') forget.run(event.name);
  };
};
