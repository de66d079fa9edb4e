// The catalogue in the database: a row each, and an index of their words without marks.
import type { ServiceId } from '../../../contract/ids.ts';
import type { Procedure, ProcedureField } from '../../../contract/procedure.ts';
import type { Projection } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { matchOf, type SearchQuery, searchWords } from './rules.ts';

const indexed = (...texts: readonly string[]): string => searchWords(texts.join(' ')).join(' ');

export const createProceduresProjection = (db: Db): Projection => {
  const put = db.prepare(
    `INSERT INTO procedure (code, field_vi, field_en, service_id, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (code) DO UPDATE SET field_vi = excluded.field_vi, field_en = excluded.field_en,
       service_id = excluded.service_id, body = excluded.body`,
  );
  const idOf = db.prepare<[string], number>('SELECT id FROM procedure WHERE code = ?').pluck();
  const remove = db.prepare('DELETE FROM procedure WHERE code = ?');
  const unindex = db.prepare('DELETE FROM procedure_words WHERE rowid = ?');
  const index = db.prepare('INSERT INTO procedure_words (rowid, name, keywords, field, body) VALUES (?, ?, ?, ?, ?)');
  return ({ event }) => {
    if (event.type !== 'procedures-imported') return;
    for (const code of event.removed) {
      unindex.run(idOf.get(code));
      remove.run(code);
    }
    for (const procedure of event.put) {
      const { code, name, field, serviceId, keywords, bring, steps, feeNote } = procedure;
      put.run(code, field.vi, field.en, serviceId, JSON.stringify(procedure));
      const id = idOf.get(code);
      unindex.run(id);
      index.run(
        id,
        indexed(name.vi, name.en),
        indexed(code, ...keywords),
        indexed(field.vi, field.en),
        indexed(...bring, ...steps, feeNote),
      );
    }
  };
};

const byWeight = 'bm25(procedure_words, 8, 4, 2, 1)';
/**
 * Columns of the index, best first: whoever has all words in fewer of them stands first. Of names, the shortest is the
 * plain case, and the longer ones are its exceptions.
 */
const tiers = [
  { columns: '{name}', order: `length(procedure.body ->> '$.name.vi')` },
  { columns: '{name keywords}', order: byWeight },
  { columns: '{name keywords field}', order: byWeight },
  { columns: '{name keywords field body}', order: byWeight },
];

export const createProceduresReads = (db: Db) => {
  const parse = (body: string): Procedure => JSON.parse(body);
  const one = db.prepare<[string], string>('SELECT body FROM procedure WHERE code = ?').pluck();
  const all = db.prepare<[], string>('SELECT body FROM procedure ORDER BY code').pluck();
  const count = db.prepare<[], number>('SELECT count(*) FROM procedure').pluck();
  const ranked = tiers.map(({ columns, order }) => ({
    columns,
    match: db
      .prepare<[string, number], string>(
        `SELECT procedure.body FROM procedure_words JOIN procedure ON procedure.id = procedure_words.rowid
         WHERE procedure_words MATCH ? ORDER BY ${order}, code LIMIT ?`,
      )
      .pluck(),
  }));
  const words = db.prepare<[], string>('SELECT term FROM procedure_terms ORDER BY doc DESC, term').pluck();
  const inField = db.prepare<[string], string>('SELECT body FROM procedure WHERE field_vi = ? ORDER BY code').pluck();
  const fields = db.prepare<[], { vi: string; en: string; count: number }>(
    'SELECT field_vi AS vi, min(field_en) AS en, count(*) AS count FROM procedure GROUP BY field_vi ORDER BY count DESC, vi',
  );
  // With bare columns SQLite takes the row that has the maximum: the field of most procedures of the service.
  const serviceFields = db.prepare<[], { serviceId: ServiceId; vi: string; en: string }>(
    `SELECT serviceId, vi, en, max(count) FROM (
       SELECT service_id AS serviceId, field_vi AS vi, min(field_en) AS en, count(*) AS count FROM procedure
       WHERE service_id IS NOT NULL GROUP BY service_id, field_vi
     ) GROUP BY serviceId`,
  );
  return {
    inField: (field: string): Procedure[] => inField.all(field).map(parse),
    fields: (): ProcedureField[] => fields.all().map(({ count, ...name }) => ({ name, count })),
    fieldsOfServices: (): ReadonlyMap<ServiceId, Procedure['field']> =>
      new Map(serviceFields.all().map(({ serviceId, vi, en }) => [serviceId, { vi, en }])),
    find: (code: string): Procedure | null => {
      const body = one.get(code);
      return body === undefined ? null : parse(body);
    },
    list: (): Procedure[] => all.all().map(parse),
    count: (): number => count.get() ?? 0,
    /** Those that have all words. */
    matchAll: (query: SearchQuery, most: number): Procedure[] => {
      const found = new Map<string, Procedure>();
      for (const { columns, match } of ranked) {
        for (const procedure of match.all(`${columns} : (${matchOf(query, 'AND')})`, most).map(parse))
          if (found.size < most && !found.has(procedure.code)) found.set(procedure.code, procedure);
        if (found.size >= most) break;
      }
      return [...found.values()];
    },
    /** Those that have some of the words, the most telling ones first. */
    matchSome: (query: SearchQuery, most: number): Procedure[] =>
      ranked.at(-1)?.match.all(matchOf(query, 'OR'), most).map(parse) ?? [],
    /** Words of the index, the commonest first. */
    words: (): string[] => words.all(),
  };
};
