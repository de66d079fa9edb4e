// Card readers and scanners that stand at a gate: whose card or code it is, and the gate is told.
import type { CardRefusal } from '../../../contract/card.ts';
import type { CardHash } from '../../../contract/ids.ts';
import type { Person } from '../../../contract/people.ts';
import type { Card, CardReader, Scanner } from '../../../drivers/core/device-classes.ts';
import { refusalFor } from '../cards/index.ts';
import type { People } from '../people/index.ts';
import type { Gate, Gates, Presented } from './index.ts';

export interface HoldersDeps {
  readonly people: Pick<People, 'ofCard' | 'byCode'>;
  readonly hashCard: (card: Card) => CardHash;
}

export type Held =
  | { readonly kind: 'refused'; readonly reason: CardRefusal }
  | { readonly kind: 'held'; readonly presented: Presented };

export interface Holders {
  ofCard(card: Card): Held;
  /** A code is the number of a card that was written in letters, or the person's code in the list. */
  ofCode(text: string): Held;
}

const isHere = (person: Person | null): person is Person => person !== null && person.leftAtMs === null;

export const createHolders = ({ people, hashCard }: HoldersDeps): Holders => {
  const byCode = (text: string): Presented['personId'] => {
    const person = people.byCode(text.trim());
    return isHere(person) ? person.id : null;
  };
  const byNumber = (card: Card): Presented['personId'] => people.ofCard(hashCard(card))?.id ?? null;
  return {
    ofCard: (card) => {
      const reason = refusalFor(card);
      if (reason !== null) return { kind: 'refused', reason };
      const owner = byNumber(card);
      // A scanner in keyboard mode types a code as a reader types a card.
      const byItsCode = owner === null && card.technology === 'keyboard' ? byCode(card.number) : null;
      return byItsCode === null
        ? { kind: 'held', presented: { personId: owner, method: 'card' } }
        : { kind: 'held', presented: { personId: byItsCode, method: 'code' } };
    },
    ofCode: (text) => {
      const owner = byCode(text) ?? byNumber({ technology: 'keyboard', number: text.trim() });
      return { kind: 'held', presented: { personId: owner, method: 'code' } };
    },
  };
};

export interface ReadersDeps {
  readonly gate: Gate;
  readonly gates: Pick<Gates, 'presentAtReader' | 'refuseAtReader'>;
  readonly holders: Holders;
  readonly cardReader: CardReader | null;
  readonly scanner: Scanner | null;
}

/** What is held before the devices of a gate, until it is disposed. */
export const startReaders = ({ gate, gates, holders, cardReader, scanner }: ReadersDeps): Disposable => {
  const listening = new DisposableStack();
  const tell = (held: Held): void => {
    if (held.kind === 'held') void gates.presentAtReader(gate, held.presented);
    else gates.refuseAtReader(gate, held.reason);
  };
  if (cardReader !== null)
    listening.use(
      cardReader.subscribe((event) => {
        if (event.type === 'card-presented') tell(holders.ofCard(event.card));
        if (event.type === 'card-refused') tell({ kind: 'refused', reason: event.reason });
      }),
    );
  if (scanner !== null)
    listening.use(
      scanner.subscribe((event) => {
        if (event.type === 'scanned') tell(holders.ofCode(event.scan.text));
      }),
    );
  return listening;
};
