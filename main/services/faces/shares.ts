// One face core for several purposes: a person stays in it until the last purpose that they agreed to ends.
import type { ConsentPurpose } from '../../../contract/consent.ts';
import type { PersonId } from '../../../contract/ids.ts';

/** The part of the face core that is needed here. */
interface Core {
  put(faces: readonly { readonly personId: string; readonly embedding: Float32Array }[]): Promise<unknown>;
  remove(personId: string): Promise<unknown>;
}

export interface Shares {
  /** The core as the keeper of one purpose sees it. */
  of(purpose: ConsentPurpose): Core;
  has(personId: PersonId, purpose: ConsentPurpose): boolean;
  readonly people: number;
}

export const createShares = (core: Core): Shares => {
  const held = new Map<string, Map<ConsentPurpose, Float32Array>>();
  const shareOf = (personId: string): Map<ConsentPurpose, Float32Array> => {
    const known = held.get(personId) ?? new Map<ConsentPurpose, Float32Array>();
    held.set(personId, known);
    return known;
  };
  return {
    of: (purpose) => ({
      put: (faces) => {
        for (const { personId, embedding } of faces) shareOf(personId).set(purpose, embedding);
        return core.put(faces);
      },
      remove: (personId) => {
        const share = held.get(personId);
        share?.delete(purpose);
        // Enrolled for another purpose by another picture, it is that one which stays.
        const other = share?.values().next();
        if (other !== undefined && other.done !== true) return core.put([{ personId, embedding: other.value }]);
        held.delete(personId);
        return core.remove(personId);
      },
    }),
    has: (personId, purpose) => held.get(personId)?.has(purpose) ?? false,
    get people() {
      return held.size;
    },
  };
};
