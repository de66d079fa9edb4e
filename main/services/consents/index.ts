// Consents to the use of a face (ADR-0035): who agreed to what, by which text, and how it can be shown. A withdrawal is one
// action; the store of templates and the gallery hear of it by `consent-withdrawn`.
import { createHash } from 'node:crypto';
import type {
  ConsentEntry,
  ConsentPurpose,
  ConsentText,
  ErasureReceipt,
  GivenConsent,
  RequestKind,
  SubjectRequest,
} from '../../../contract/consent.ts';
import type { BusinessDay, PersonId, StaffId } from '../../../contract/ids.ts';
import type { Person } from '../../../contract/people.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import { consentTexts } from '../../../contract/texts/consents.ts';
import { calendarDayAt } from '../../../contract/time-zone.ts';
import type { Ledger, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { deadlinesOf, type Standing, sidesNeeded, standingOf } from './rules.ts';
import { createConsentStore } from './store.ts';

export { ageOn, type Standing } from './rules.ts';

export interface ConsentsDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly workingDay: (tx: Transaction) => BusinessDay;
  readonly randomToken: () => string;
  readonly now: () => number;
  readonly personOf: (id: PersonId) => Person | null;
  /** By the calendar of the site; yyyy-mm-dd. */
  readonly isWorkingDay: (day: string) => boolean;
}

/** Wants an answer or a deed by a day. */
export interface DueRequest extends SubjectRequest {
  readonly dueBy: string;
  readonly isLate: boolean;
}

export interface Consents {
  /** Those that came with the program and those of the site, the newest of a purpose last. */
  texts(): readonly ConsentText[];
  /** Refusal: consent-text when the version is there with other words. */
  publish(text: Pick<ConsentText, 'purpose' | 'version' | 'text'>): Promise<Result<ConsentText, Refusal>>;
  /**
   * Records one side's consent. Refusals: unknown-person, consent-text (no such version for the purpose), consent-side (not
   * asked at that age, no birth date, or no guardian of that name), bad-input (ends before today).
   */
  give(personId: PersonId, given: GivenConsent, by: StaffId | null): Promise<Result<Standing, Refusal>>;
  /** Ends every consent of the purpose at once. Works without a consent too. Refusal: unknown-person. */
  withdraw(personId: PersonId, purpose: ConsentPurpose, by: StaffId | null): Promise<Result<ErasureReceipt, Refusal>>;
  /** Whether the face may be used now; read from the tables each time. */
  standing(personId: PersonId, purpose: ConsentPurpose): Standing;
  history(personId: PersonId, purpose: ConsentPurpose): readonly ConsentEntry[];
  /** Receipts that do not say yet what was erased: the host was cut off between. */
  openReceipts(): readonly ErasureReceipt[];
  /** Completes a receipt; once. */
  sealReceipt(id: string, erased: number): void;
  receipt(id: string): ErasureReceipt | null;
  receiptsOf(personId: PersonId): readonly ErasureReceipt[];
  /** Refusal: unknown-person. */
  ask(
    personId: PersonId,
    asked: { readonly kind: RequestKind; readonly note: string },
    by: StaffId | null,
  ): Promise<Result<SubjectRequest, Refusal>>;
  /** Refusal: unknown-request. */
  answer(requestId: string, by: StaffId | null): Promise<Result<SubjectRequest, Refusal>>;
  /** Done; answered with it. Refusal: unknown-request. */
  close(requestId: string, by: StaffId | null): Promise<Result<SubjectRequest, Refusal>>;
  requestsOf(personId: PersonId): readonly SubjectRequest[];
  /** Open ones, the most urgent first. */
  due(): readonly DueRequest[];
}

const nobody: Standing = { isLive: false, lacks: ['has-left'] };

/** Without letters and digits that look alike on paper. */
const receiptLetters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const receiptIdOf = (token: string): string =>
  [...createHash('sha256').update(token).digest().subarray(0, 8)]
    .map((byte) => receiptLetters[byte % receiptLetters.length])
    .join('');

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

export const createConsents = (deps: ConsentsDeps): Consents => {
  const { ledger, workingDay, randomToken, personOf } = deps;
  const store = createConsentStore(deps.db);
  const shipped: readonly ConsentText[] = consentTexts.map((one) => ({ ...one, sha256: sha256Of(one.text) }));
  const texts = (): readonly ConsentText[] => [...shipped, ...store.texts()];

  // A person may be erased between the page and the press; by id only, so that what is told of them is nothing.
  const withPerson = <T>(
    id: PersonId,
    act: (tx: Transaction, person: Person) => Result<T, Refusal>,
  ): Promise<Result<T, Refusal>> =>
    ledger.submit((tx) => {
      const person = personOf(id);
      return person === null
        ? refuse({ code: 'unknown-person', message: `There is no person ${id}.` })
        : act(tx, person);
    });

  const judge = (person: Person, given: GivenConsent, day: string): Refusal | null => {
    const side = (message: string): Refusal => ({ code: 'consent-side', message });
    if (!texts().some(({ purpose, version }) => purpose === given.purpose && version === given.textVersion))
      return {
        code: 'consent-text',
        message: `There is no text "${given.textVersion}" for ${given.purpose}. "motcua people consent texts" shows all.`,
      };
    const needed = sidesNeeded(person, day);
    if (needed === null)
      return side('The birth date of a pupil says who has to consent, and it is not known. Enter it first.');
    if (!needed.includes(given.side))
      return side(`At this age consent is given by: ${needed.join(', ')}; "${given.side}" was named.`);
    if (given.side === 'guardian' && !person.guardians.some(({ name }) => name === given.givenBy))
      return side(`"${given.givenBy}" is not among the guardians of this person. Enter the guardian first.`);
    if (given.side === 'self' && given.givenBy !== person.name)
      return side(`The person's own consent is given by themselves; "${given.givenBy}" is another name.`);
    if (given.untilDay !== null && given.untilDay < day)
      return { code: 'bad-input', message: `The consent would end on ${given.untilDay}, before today (${day}).` };
    return null;
  };

  const standing = (personId: PersonId, purpose: ConsentPurpose, atMs: number): Standing => {
    const person = personOf(personId);
    return person === null ? nobody : standingOf(store.entries(personId, purpose), person, atMs);
  };

  const withRequest = (id: string, act: (tx: Transaction) => void): Promise<Result<SubjectRequest, Refusal>> =>
    ledger.submit((tx) => {
      if (store.request(id) !== null) act(tx);
      const request = store.request(id);
      return request === null
        ? refuse({ code: 'unknown-request', message: `There is no request ${id}.` })
        : ok(request);
    });

  return {
    texts,
    publish: (given) =>
      ledger.submit((tx) => {
        const known = texts().find(({ purpose, version }) => purpose === given.purpose && version === given.version);
        const text: ConsentText = { ...given, sha256: sha256Of(given.text), publishedAtMs: tx.nowMs };
        if (known === undefined) store.addText(text);
        else if (known.sha256 !== text.sha256)
          return refuse({
            code: 'consent-text',
            message: `The text "${given.version}" is published with other words, to which people may have agreed. Give the new one another version.`,
          });
        return ok(known ?? text);
      }),
    give: (personId, given, by) =>
      withPerson(personId, (tx, person) => {
        const refusal = judge(person, given, calendarDayAt(tx.nowMs));
        if (refusal !== null) return refuse(refusal);
        store.add(personId, { ...given, kind: 'given', atMs: tx.nowMs, staffId: by });
        const { purpose, side, textVersion } = given;
        tx.append(workingDay(tx), { type: 'consent-given', personId, purpose, side, textVersion, by });
        return ok(standing(personId, purpose, tx.nowMs));
      }),
    withdraw: (personId, purpose, by) =>
      withPerson(personId, (tx) => {
        const receipt = { id: receiptIdOf(randomToken()), personId, purpose, atMs: tx.nowMs };
        store.add(personId, { kind: 'withdrawn', purpose, atMs: tx.nowMs, staffId: by, receipt: receipt.id });
        store.addReceipt(receipt);
        tx.append(workingDay(tx), { type: 'consent-withdrawn', personId, purpose, receipt: receipt.id, by });
        return ok({ ...receipt, erased: null });
      }),
    standing: (personId, purpose) => standing(personId, purpose, deps.now()),
    history: store.entries,
    openReceipts: store.openReceipts,
    sealReceipt: store.seal,
    receipt: store.receipt,
    receiptsOf: store.receiptsOf,
    ask: (personId, { kind, note }, by) =>
      withPerson(personId, (tx) => {
        const request: SubjectRequest = {
          id: receiptIdOf(randomToken()),
          personId,
          kind,
          note,
          askedAtMs: tx.nowMs,
          ...deadlinesOf(kind, calendarDayAt(tx.nowMs), deps.isWorkingDay),
          answeredAtMs: null,
          doneAtMs: null,
        };
        store.addRequest(request);
        tx.append(workingDay(tx), { type: 'request-received', requestId: request.id, personId, kind, by });
        return ok(request);
      }),
    answer: (requestId, by) =>
      withRequest(requestId, (tx) => {
        store.answer(requestId, tx.nowMs);
        tx.append(workingDay(tx), { type: 'request-answered', requestId, by });
      }),
    close: (requestId, by) =>
      withRequest(requestId, (tx) => {
        store.close(requestId, tx.nowMs);
        tx.append(workingDay(tx), { type: 'request-closed', requestId, by });
      }),
    requestsOf: store.requestsOf,
    due: () => {
      const today = calendarDayAt(deps.now());
      return store
        .openRequests()
        .map((request) => ({ ...request, dueBy: request.answeredAtMs === null ? request.answerBy : request.doneBy }))
        .map((request) => ({ ...request, isLate: request.dueBy < today }))
        .toSorted((one, other) => (one.dueBy < other.dueBy ? -1 : Number(one.dueBy > other.dueBy)));
    },
  };
};
