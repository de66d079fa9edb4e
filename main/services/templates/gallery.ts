// The people whom the face core knows for one purpose: always some of those whose consent is live. A withdrawal is heard at
// once; what no event of this process tells (another process, a birthday, a last day) is seen at the next refresh.

import type { ConsentPurpose } from '../../../contract/consent.ts';
import type { BusinessEvent } from '../../../contract/events.ts';
import type { PersonId } from '../../../contract/ids.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { PackName, Stored, Template } from './vault.ts';

/** The part of the face core that is needed here. */
export interface Engine {
  put(faces: readonly { readonly personId: string; readonly embedding: Float32Array }[]): Promise<unknown>;
  remove(personId: string): Promise<unknown>;
}

export interface GalleryDeps {
  readonly templates: {
    list(): readonly Stored[];
    isLive(stored: Stored): boolean;
    read(of: Pick<Stored, 'personId' | 'purpose'>, pack: PackName): Template | null;
  };
  readonly ledger: Pick<Ledger, 'subscribe'>;
  readonly engine: Engine;
  readonly pack: PackName;
  readonly purpose: ConsentPurpose;
  /** Told when the face core failed; its own thread is restarted by whoever runs it. */
  readonly onFailure: (error: unknown) => void;
}

export interface Gallery extends Disposable {
  /** Who can be named now. */
  people(): ReadonlySet<PersonId>;
  /** Compares with the store. To be called every 20 s at the latest: 60 s is what people are promised. */
  refresh(): Promise<void>;
  /** Resolves when everything heard so far was done. */
  settled(): Promise<void>;
}

/** So many are compared between two turns of the event loop. */
const portion = 50;

const goneBy = (event: BusinessEvent, purpose: ConsentPurpose): readonly PersonId[] => {
  if (event.type === 'consent-withdrawn' || event.type === 'template-erased')
    return event.purpose === purpose ? [event.personId] : [];
  return event.type === 'people-departed' || event.type === 'people-erased' ? event.personIds : [];
};

export const keepGallery = ({ templates, ledger, engine, pack, purpose, onFailure }: GalleryDeps): Gallery => {
  /** Version of the template that the engine has. */
  const held = new Map<PersonId, number>();
  let work: Promise<void> = Promise.resolve();
  const after = (step: () => Promise<void>): Promise<void> => {
    work = work.then(step).catch(onFailure);
    return work;
  };

  const drop = (personId: PersonId): void => {
    if (!held.delete(personId)) return;
    // Not behind a refresh that is under way: the engine does what it is told in the order it is told.
    void engine.remove(personId).catch(onFailure);
  };

  /** Drops those of the portion who may not be known any more; gives those whom the engine does not have as they are. */
  const compare = (stored: readonly Stored[]): Template[] => {
    for (const one of stored) if (!templates.isLive(one)) drop(one.personId);
    return stored
      .filter((one) => held.get(one.personId) !== one.version)
      .map((one) => templates.read(one, pack))
      .filter((template) => template !== null);
  };

  const refreshNow = async (): Promise<void> => {
    const stored = templates.list().filter((one) => one.purpose === purpose);
    const there = new Set(stored.map(({ personId }) => personId));
    for (const personId of [...held.keys()]) if (!there.has(personId)) drop(personId);
    for (let from = 0; from < stored.length; from += portion) {
      const fresh = compare(stored.slice(from, from + portion));
      for (const { personId, version } of fresh) held.set(personId, version);
      if (fresh.length > 0) await engine.put(fresh.map(({ personId, embedding }) => ({ personId, embedding })));
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  const heard = ledger.subscribe((recorded) => {
    for (const { event } of recorded) {
      for (const personId of goneBy(event, purpose)) drop(personId);
      if (event.type === 'template-stored' && event.purpose === purpose) void after(refreshNow);
    }
  });

  return {
    people: () => new Set(held.keys()),
    refresh: () => after(refreshNow),
    settled: () => work,
    [Symbol.dispose]: () => heard[Symbol.dispose](),
  };
};
