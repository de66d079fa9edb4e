// What headquarters set in the place of the site's configuration (ADR-0047): counts until it is taken back.
import type { BusinessEvent } from '../../../contract/events.ts';
import type { BusinessDay } from '../../../contract/ids.ts';
import type { Priority } from '../../../contract/priority.ts';
import type { AskedForm, RatingQuestions } from '../../../contract/rating.ts';
import type { Ledger, Projection, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';
import { createKnown } from '../../store/remembered.ts';
import { type Asked, allAsked, type Change, changeOf } from './rules.ts';

export type { Asked } from './rules.ts';

export interface Headquarters {
  /** Those that count now: what headquarters set, else the configuration's. The same list until another one is set. */
  priorities(): readonly Priority[];
  /** Null: those of the configuration again. What it changes of those that counted. */
  setPrioritiesIn(tx: Transaction, priorities: readonly Priority[] | null): Change;
  /** What citizens are asked now. */
  form(): RatingQuestions;
  /** The same with all that was ever asked here: a page that was opened before the form changed is still answered. */
  everAsked(): Asked;
  /** Null: as the configuration says. What is asked from then on. */
  setFormIn(tx: Transaction, form: AskedForm | null): AskedForm;
}

export interface HeadquartersDeps {
  readonly ledger: Pick<Ledger, 'subscribe' | 'isDeciding'>;
  readonly db: Db;
  readonly configured: { readonly priorities: readonly Priority[]; readonly form: RatingQuestions };
  /** Opens the business day inside the transaction where needed. */
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

const kinds: ReadonlySet<BusinessEvent['type']> = new Set(['priorities-set', 'rating-form-set']);

export const createHeadquarters = ({ ledger, db, configured, workingDay }: HeadquartersDeps): Headquarters => {
  const find = db.prepare<[string], string>('SELECT value FROM headquarters_setting WHERE kind = ?').pluck();
  const known = createKnown({ db, ledger }, (kind) => {
    const value = find.get(kind);
    return { set: value === undefined ? null : JSON.parse(value) };
  });
  ledger.subscribe((recorded) => {
    if (recorded.some(({ event }) => kinds.has(event.type))) known.forget();
  });
  const priorities = (): readonly Priority[] => known.get('priorities')?.set ?? configured.priorities;
  const form = (): RatingQuestions => ({ ...configured.form, ...known.get('form')?.set });
  return {
    priorities,
    setPrioritiesIn: (tx, given) => {
      const change = changeOf(priorities(), given ?? configured.priorities);
      tx.append(workingDay(tx), { type: 'priorities-set', priorities: given === null ? null : [...given] });
      return change;
    },
    form,
    everAsked: () => allAsked(form(), configured.form, known.get('asked')?.set ?? { criteria: [], reasons: [] }),
    setFormIn: (tx, given) => {
      tx.append(workingDay(tx), { type: 'rating-form-set', form: given });
      return given ?? configured.form;
    },
  };
};

export const createHeadquartersProjection = (db: Db): Projection => {
  const put = db.prepare('INSERT OR REPLACE INTO headquarters_setting (kind, value) VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM headquarters_setting WHERE kind = ?');
  const find = db.prepare<[string], string>('SELECT value FROM headquarters_setting WHERE kind = ?').pluck();
  const set = (kind: string, value: object | null): void => {
    if (value === null) remove.run(kind);
    else put.run(kind, JSON.stringify(value));
  };
  return ({ event }) => {
    if (event.type === 'priorities-set') set('priorities', event.priorities);
    if (event.type !== 'rating-form-set') return;
    set('form', event.form);
    const before = find.get('asked');
    // What was asked once stays known by its name: ratings of then are read later.
    if (event.form !== null)
      set('asked', allAsked(event.form, ...(before === undefined ? [] : [JSON.parse(before) as Asked])));
  };
};
