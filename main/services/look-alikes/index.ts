// Twins, siblings and all others whose face may be taken for somebody else's: noted at enrolment or by hand. Their face alone
// never gives a name; a card is asked for (ADR-0038).
import type { BusinessDay, PersonId, StaffId } from '../../../contract/ids.ts';
import type { Ledger, Projection, Transaction } from '../../store/ledger.ts';
import type { Db } from '../../store/open-db.ts';

export interface LookAlike {
  readonly personId: PersonId;
  /** Null: somebody who is not on the list. */
  readonly otherId: PersonId | null;
}

export interface LookAlikes {
  /** Of the two, whoever comes first does not matter. What is known already changes nothing. */
  note(pairs: readonly LookAlike[], by: StaffId | null): Promise<void>;
  /** Somebody looked and takes everything back that was noted of this person. */
  clear(personId: PersonId, by: StaffId | null): Promise<void>;
  /** Asks the tables each time: another process may have noted it. */
  has(personId: PersonId): boolean;
  /** With whom; null stands for somebody who is not on the list. */
  of(personId: PersonId): readonly (PersonId | null)[];
}

export interface LookAlikesDeps {
  readonly ledger: Ledger;
  readonly db: Db;
  readonly workingDay: (tx: Transaction) => BusinessDay;
}

export const createLookAlikesProjection = (db: Db): Projection => {
  const note = db.prepare('INSERT OR IGNORE INTO look_alike (person_id, other_id) VALUES (?, ?)');
  const clear = db.prepare('DELETE FROM look_alike WHERE person_id = :id OR other_id = :id');
  return ({ event }) => {
    switch (event.type) {
      case 'look-alikes-noted':
        note.run(event.personId, event.otherId ?? '');
        return;
      case 'look-alikes-cleared':
        clear.run({ id: event.personId });
        return;
      case 'people-departed':
      case 'people-erased':
        for (const id of event.personIds) clear.run({ id });
        return;
      default:
    }
  };
};

export const createLookAlikes = ({ ledger, db, workingDay }: LookAlikesDeps): LookAlikes => {
  const others = db
    .prepare<[{ id: PersonId }], PersonId | ''>(
      `SELECT other_id FROM look_alike WHERE person_id = :id UNION SELECT person_id FROM look_alike WHERE other_id = :id`,
    )
    .pluck();
  const any = db
    .prepare<[{ id: PersonId }], 1>('SELECT 1 FROM look_alike WHERE person_id = :id OR other_id = :id LIMIT 1')
    .pluck();
  const of = (id: PersonId): readonly (PersonId | null)[] =>
    others.all({ id }).map((other) => (other === '' ? null : other));
  return {
    note: async (pairs, by) => {
      await ledger.submit((tx) => {
        for (const { personId, otherId } of pairs)
          if (!of(personId).includes(otherId))
            tx.append(workingDay(tx), { type: 'look-alikes-noted', personId, otherId, by });
      });
    },
    clear: async (personId, by) => {
      await ledger.submit((tx) => {
        if (any.get({ id: personId }) !== undefined)
          tx.append(workingDay(tx), { type: 'look-alikes-cleared', personId, by });
      });
    },
    has: (id) => any.get({ id }) !== undefined,
    of,
  };
};
