// From distances to a name, or to none: a wrong name is worse than no name.

export interface Candidate {
  readonly personId: string;
  /** Euclidean distance of the embeddings. */
  readonly distance: number;
}

export type Decision =
  | {
      readonly kind: 'match';
      readonly personId: string;
      readonly distance: number;
      /** How much farther the second person is; null when there is nobody else. */
      readonly margin: number | null;
    }
  /** Two people look alike enough: ask for a card. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly Candidate[] }
  /** Nobody is near enough; the distance of the nearest, null for an empty list. */
  | { readonly kind: 'unknown'; readonly distance: number | null };

export interface Limits {
  readonly distanceMax: number;
  readonly marginMin: number;
}

/** @param candidates nearest first, each person once; two are enough. */
export const decide = (candidates: readonly Candidate[], { distanceMax, marginMin }: Limits): Decision => {
  const [first, second] = candidates;
  // Written so that a distance that is no number never names anybody.
  if (first === undefined || !(first.distance <= distanceMax))
    return { kind: 'unknown', distance: first?.distance ?? null };
  if (second === undefined) return { kind: 'match', ...first, margin: null };
  const margin = second.distance - first.distance;
  return margin >= marginMin ? { kind: 'match', ...first, margin } : { kind: 'ambiguous', candidates: [first, second] };
};

/** One shot of a face, compared. */
export interface ComparedShot {
  readonly candidates: readonly Candidate[];
  /** 0 to 1, how good the picture was. */
  readonly quality: number;
}

/** How much nearer than the limit, and how many times the least margin: such a shot speaks for itself. */
const sureNearer = 0.05;
const sureMargins = 2;

const isSure = (
  { distance, margin }: { readonly distance: number; readonly margin: number | null },
  { distanceMax, marginMin }: Limits,
): boolean => distance <= distanceMax - sureNearer && (margin === null || margin >= sureMargins * marginMin);

interface Judged {
  readonly decision: Decision;
  /** One shot is sure, or two name the same person. */
  readonly isBacked: boolean;
}

const judgeShots = (shots: readonly ComparedShot[], limits: Limits): Judged => {
  const decisions = shots.map(({ candidates }) => decide(candidates, limits));
  const matches = decisions.filter((decision) => decision.kind === 'match');
  const doubts = decisions.filter((decision) => decision.kind === 'ambiguous');
  const nearest = matches.toSorted(
    (one, other) => one.distance - other.distance || (one.personId < other.personId ? -1 : 1),
  )[0];
  if (nearest === undefined) {
    const distance = decisions.reduce<number | null>(
      (least, decision) =>
        decision.kind === 'unknown' && decision.distance !== null
          ? Math.min(least ?? Number.POSITIVE_INFINITY, decision.distance)
          : least,
      null,
    );
    return { decision: doubts[0] ?? { kind: 'unknown', distance }, isBacked: false };
  }
  const other = matches.find(({ personId }) => personId !== nearest.personId);
  if (other !== undefined) {
    const candidates = [nearest, other].map(({ personId, distance }) => ({ personId, distance }));
    return { decision: { kind: 'ambiguous', candidates }, isBacked: false };
  }
  const suspect = doubts.find(({ candidates }) => candidates.every(({ personId }) => personId !== nearest.personId));
  if (suspect !== undefined) return { decision: suspect, isBacked: false };
  return { decision: nearest, isBacked: matches.length > 1 || isSure(nearest, limits) };
};

/**
 * One decision over the shots of one visit. Every shot decides by itself; a match needs a shot that is sure or a second one
 * that agrees, and none that names or suspects somebody else. Of agreeing shots the nearest speaks.
 */
export const decideOverShots = (shots: readonly ComparedShot[], limits: Limits): Decision => {
  const { decision, isBacked } = judgeShots(shots, limits);
  return decision.kind === 'match' && !isBacked ? { kind: 'unknown', distance: decision.distance } : decision;
};

/** Whether the shots so far name somebody, so that no further one needs to be waited for. */
export const isSettled = (shots: readonly ComparedShot[], limits: Limits): boolean => {
  const { decision, isBacked } = judgeShots(shots, limits);
  return decision.kind === 'match' && isBacked;
};
