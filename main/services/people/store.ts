// People in the database: a row each, their cards beside them.
import type { CardHash, PersonId } from '../../../contract/ids.ts';
import type { Person } from '../../../contract/people.ts';
import type { Db } from '../../store/open-db.ts';
import type { Put } from './rules.ts';

type Row = Omit<Person, 'guardians'> & { readonly guardians: string };

const columns = `id, code, name, group_name AS "group", kind, birth_date AS birthDate, guardians,
  (SELECT count(*) FROM person_card WHERE person_id = person.id) AS cardCount, left_at_ms AS leftAtMs`;

const toPerson = (row: Row): Person => ({ ...row, guardians: JSON.parse(row.guardians) });

export const createPeopleStore = (db: Db) => {
  const all = db.prepare<[], Row>(`SELECT ${columns} FROM person ORDER BY group_name, code`);
  const byId = db.prepare<[string], Row>(`SELECT ${columns} FROM person WHERE id = ?`);
  const byCode = db.prepare<[string], Row>(`SELECT ${columns} FROM person WHERE code = ?`);
  const byCard = db.prepare<[string], Row>(
    `SELECT ${columns} FROM person WHERE id = (SELECT person_id FROM person_card WHERE card_hash = ?)`,
  );
  const groups = db.prepare<[], { name: string; count: number }>(
    `SELECT group_name AS name, count(*) AS count FROM person WHERE left_at_ms IS NULL GROUP BY group_name ORDER BY group_name`,
  );
  const members = db
    .prepare<[{ groups: string }], PersonId>(
      `SELECT id FROM person WHERE left_at_ms IS NULL AND (:groups = '[]' OR group_name IN (SELECT value FROM json_each(:groups)))
       ORDER BY group_name, code`,
    )
    .pluck();
  const put = db.prepare(
    `INSERT INTO person (id, code, name, group_name, kind, birth_date, guardians, left_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET code = excluded.code, name = excluded.name, group_name = excluded.group_name,
       kind = excluded.kind, birth_date = excluded.birth_date, guardians = excluded.guardians, left_at_ms = excluded.left_at_ms`,
  );
  const depart = db.prepare('UPDATE person SET left_at_ms = ? WHERE id = ? AND left_at_ms IS NULL');
  const erase = db.prepare('DELETE FROM person WHERE id = ?');
  const dropCards = db.prepare('DELETE FROM person_card WHERE person_id = ?');
  const addCard = db.prepare('INSERT INTO person_card (card_hash, person_id) VALUES (?, ?)');
  const one = (row: Row | undefined): Person | null => (row === undefined ? null : toPerson(row));
  return {
    list: (): Person[] => all.all().map(toPerson),
    find: (id: PersonId): Person | null => one(byId.get(id)),
    byCode: (code: string): Person | null => one(byCode.get(code)),
    ofCard: (card: CardHash): Person | null => one(byCard.get(card)),
    groups: () => groups.all(),
    membersOf: (names: readonly string[]): PersonId[] => members.all({ groups: JSON.stringify(names) }),
    put: (id: PersonId, { person, card }: Put): void => {
      const { code, name, group, kind, birthDate, guardians, leftAtMs } = person;
      put.run(id, code, name, group, kind, birthDate, JSON.stringify(guardians), leftAtMs);
      if (card === undefined) return;
      dropCards.run(id);
      if (card !== null) addCard.run(card, id);
    },
    /** True: they were here. */
    depart: (id: PersonId, atMs: number): boolean => depart.run(atMs, id).changes > 0,
    erase: (id: PersonId): void => void erase.run(id),
  };
};
