// Consents, receipts and requests in the database.
import {
  ConsentEntry,
  type ConsentPurpose,
  type ConsentText,
  type ErasureReceipt,
  type SubjectRequest,
} from '../../../contract/consent.ts';
import type { PersonId } from '../../../contract/ids.ts';
import type { Db } from '../../store/open-db.ts';

const requestColumns = `id, person_id AS personId, kind, note, asked_at_ms AS askedAtMs, answer_by AS answerBy,
  done_by AS doneBy, answered_at_ms AS answeredAtMs, done_at_ms AS doneAtMs`;
const receiptColumns = 'id, person_id AS personId, purpose, at_ms AS atMs, erased';

export const createConsentStore = (db: Db) => {
  const texts = db.prepare<[], ConsentText>(
    'SELECT purpose, version, text, sha256, published_at_ms AS publishedAtMs FROM consent_text ORDER BY published_at_ms',
  );
  const addText = db.prepare('INSERT INTO consent_text VALUES (?, ?, ?, ?, ?)');
  const entries = db
    .prepare<[string, string], string>(
      'SELECT body FROM consent_entry WHERE person_id = ? AND purpose = ? ORDER BY seq',
    )
    .pluck();
  const add = db.prepare('INSERT INTO consent_entry (person_id, purpose, kind, body, at_ms) VALUES (?, ?, ?, ?, ?)');
  const forgetNames = db.prepare(
    `UPDATE consent_entry SET body = json_set(body, '$.givenBy', '—', '$.evidence.reference', '—')
     WHERE person_id = ? AND kind = 'given'`,
  );
  const addReceipt = db.prepare('INSERT INTO erasure_receipt VALUES (?, ?, ?, ?, NULL)');
  const seal = db.prepare('UPDATE erasure_receipt SET erased = ? WHERE id = ? AND erased IS NULL');
  const openReceipts = db.prepare<[], ErasureReceipt>(
    `SELECT ${receiptColumns} FROM erasure_receipt WHERE erased IS NULL`,
  );
  const receiptsOf = db.prepare<[string], ErasureReceipt>(
    `SELECT ${receiptColumns} FROM erasure_receipt WHERE person_id = ? ORDER BY at_ms`,
  );
  const receipt = db.prepare<[string], ErasureReceipt>(`SELECT ${receiptColumns} FROM erasure_receipt WHERE id = ?`);
  const addRequest = db.prepare('INSERT INTO subject_request VALUES (?, ?, ?, ?, ?, ?, ?, NULL, NULL)');
  const request = db.prepare<[string], SubjectRequest>(`SELECT ${requestColumns} FROM subject_request WHERE id = ?`);
  const openRequests = db.prepare<[], SubjectRequest>(
    `SELECT ${requestColumns} FROM subject_request WHERE done_at_ms IS NULL ORDER BY done_by, asked_at_ms`,
  );
  const requestsOf = db.prepare<[string], SubjectRequest>(
    `SELECT ${requestColumns} FROM subject_request WHERE person_id = ? ORDER BY asked_at_ms`,
  );
  const answer = db.prepare('UPDATE subject_request SET answered_at_ms = coalesce(answered_at_ms, ?) WHERE id = ?');
  const close = db.prepare('UPDATE subject_request SET done_at_ms = coalesce(done_at_ms, ?) WHERE id = ?');
  return {
    texts: (): ConsentText[] => texts.all(),
    addText: ({ purpose, version, text, sha256, publishedAtMs }: ConsentText): void =>
      void addText.run(purpose, version, text, sha256, publishedAtMs),
    entries: (id: PersonId, purpose: ConsentPurpose): ConsentEntry[] =>
      entries.all(id, purpose).map((body) => ConsentEntry.parse(JSON.parse(body))),
    add: (id: PersonId, entry: ConsentEntry): void =>
      void add.run(id, entry.purpose, entry.kind, JSON.stringify(entry), entry.atMs),
    forgetNames: (id: PersonId): void => void forgetNames.run(id),
    addReceipt: ({ id, personId, purpose, atMs }: Omit<ErasureReceipt, 'erased'>): void =>
      void addReceipt.run(id, personId, purpose, atMs),
    /** Says once what was erased. */
    seal: (id: string, erased: number): void => void seal.run(erased, id),
    openReceipts: () => openReceipts.all(),
    receiptsOf: (id: PersonId) => receiptsOf.all(id),
    receipt: (id: string): ErasureReceipt | null => receipt.get(id) ?? null,
    addRequest: (one: SubjectRequest): void =>
      void addRequest.run(one.id, one.personId, one.kind, one.note, one.askedAtMs, one.answerBy, one.doneBy),
    request: (id: string): SubjectRequest | null => request.get(id) ?? null,
    openRequests: () => openRequests.all(),
    requestsOf: (id: PersonId) => requestsOf.all(id),
    answer: (id: string, atMs: number): void => void answer.run(atMs, id),
    close: (id: string, atMs: number): void => {
      answer.run(atMs, id);
      close.run(atMs, id);
    },
  };
};
