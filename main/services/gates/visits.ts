// The people in view of one camera: what was decided about each, whether they are challenged, what became of their name.
import type { CardReason, GateOutcome } from '../../../contract/gate.ts';
import type { PersonId } from '../../../contract/ids.ts';
import type { Decision } from '../../../models/decide/decide.ts';
import type { Look } from '../../../models/engine/vision-calls.ts';
import { type Challenge, type ChallengeKind, createChallenge } from '../../../models/liveness/challenge.ts';
import { judgePresence, type PassiveJudgement, type PresencePolicy } from '../../../models/liveness/presence.ts';
import type { TrackerEvent } from '../../../models/tracker/tracker.ts';

export interface VisitsDeps {
  /** Why the person is asked for a card although the face was known; null: nothing against the name. */
  readonly doubt: (personId: PersonId) => Extract<CardReason, 'look-alike' | 'withdrawn'> | null;
  /** A face is taken for somebody, with nothing against it: so far it lay from their template. */
  readonly onGenuine: (distance: number) => void;
  /** The name is given and stored. */
  readonly pass: (personId: PersonId, seenAtMs: number) => Promise<GateOutcome>;
  /** The face before the camera is not that of the card's owner. */
  readonly refuteClaim: (claim: number) => void;
  readonly presence: PresencePolicy;
  readonly chooseChallenge: () => ChallengeKind;
}

/** When a picture was taken, by both clocks, and the card whose owner is looked for. */
export interface Moment {
  readonly atMs: number;
  readonly seenAtMs: number;
  readonly claim: number | null;
}

export interface Visits {
  /** Another list, another card: everybody in view begins anew. */
  reset(): void;
  /** What the tracker says; a promise while somebody's name is stored. */
  follow(event: TrackerEvent, moment: Moment): Promise<void> | null;
  /** What the passive networks say of a shot. Once suspicious stays suspicious. */
  judge(track: number, passive: PassiveJudgement): void;
  /** With every picture, after its events: goes on with the challenge of this camera. */
  challenge(look: Look, moment: Moment): Promise<void> | null;
  outcomeOf(track: number): GateOutcome | null;
  /** Something else decided about the person: whoever stands there under that name is shown it at once. */
  settle(personId: PersonId, outcome: GateOutcome): void;
}

interface Visit {
  outcome: GateOutcome;
  /** Whom the face was taken for; null while nobody. */
  knownAs: PersonId | null;
  /** Known, and still to be challenged. */
  challenged: PersonId | null;
  passive: PassiveJudgement;
}

const outcomesKept = 64;
const looking: GateOutcome = { kind: 'looking' };

export const createVisits = ({
  doubt,
  onGenuine,
  pass,
  refuteClaim,
  presence,
  chooseChallenge,
}: VisitsDeps): Visits => {
  const visits = new Map<number, Visit>();
  /** What came of those who were known, for whoever steps out of view for a moment. */
  const outcomes = new Map<PersonId, GateOutcome>();
  let running: { readonly track: number; readonly personId: PersonId; readonly run: Challenge } | null = null;

  const remember = (personId: PersonId, outcome: GateOutcome): void => {
    outcomes.delete(personId);
    outcomes.set(personId, outcome);
    const oldest = outcomes.keys().next();
    if (outcomes.size > outcomesKept && oldest.done !== true) outcomes.delete(oldest.value);
  };

  const name = async (visit: Visit, personId: PersonId, seenAtMs: number): Promise<void> => {
    visit.outcome = { kind: 'storing' };
    visit.challenged = null;
    visit.outcome = await pass(personId, seenAtMs);
    remember(personId, visit.outcome);
  };

  const askCard = (visit: Visit, why: CardReason): null => {
    visit.outcome = { kind: 'ask-card', why };
    return null;
  };

  const known = (
    visit: Visit,
    { personId: id, distance }: Extract<Decision, { kind: 'match' }>,
    seenAtMs: number,
  ): Promise<void> | null => {
    const personId = id as PersonId;
    visit.knownAs = personId;
    const against = doubt(personId);
    if (against !== null) return askCard(visit, against);
    onGenuine(distance);
    const judged = judgePresence(presence, visit.passive, null);
    if (judged === 'accepted') return name(visit, personId, seenAtMs);
    if (judged === 'refused') return askCard(visit, 'not-alive');
    visit.challenged = personId;
    return null;
  };

  const decided = (visit: Visit, decision: Decision, { seenAtMs, claim }: Moment): Promise<void> | null => {
    if (decision.kind === 'match') return known(visit, decision, seenAtMs);
    if (claim !== null) {
      refuteClaim(claim);
      return askCard(visit, 'wrong-holder');
    }
    if (decision.kind === 'ambiguous') return askCard(visit, 'look-alike');
    visit.outcome = { kind: 'stranger' };
    return null;
  };

  const ofVisit = (
    visit: Visit,
    event: Exclude<TrackerEvent, { type: 'visit-began' }>,
    moment: Moment,
  ): Promise<void> | null => {
    switch (event.type) {
      case 'visit-ended':
        visits.delete(event.track);
        if (running?.track === event.track) running = null;
        return null;
      case 'advice-changed':
        if (visit.outcome.kind === 'looking' || visit.outcome.kind === 'advice')
          visit.outcome = event.advice === null ? looking : { kind: 'advice', advice: event.advice };
        return null;
      case 'returned':
        visit.knownAs = event.personId as PersonId;
        visit.outcome = outcomes.get(visit.knownAs) ?? looking;
        return null;
      case 'decided':
        return decided(visit, event.decision, moment);
    }
  };

  return {
    reset: () => {
      visits.clear();
      running = null;
    },
    follow: (event, moment) => {
      if (event.type === 'visit-began') {
        visits.set(event.track, { outcome: looking, knownAs: null, challenged: null, passive: 'not-measured' });
        return null;
      }
      const visit = visits.get(event.track);
      return visit === undefined ? null : ofVisit(visit, event, moment);
    },
    judge: (track, passive) => {
      const visit = visits.get(track);
      if (visit !== undefined && visit.passive !== 'suspicious') visit.passive = passive;
    },
    challenge: (look, { atMs, seenAtMs }) => {
      // Begun when its person stands alone.
      for (const [track, visit] of visits) {
        if (visit.challenged === null || running !== null) continue;
        if (look.faces.length === 1)
          running = { track, personId: visit.challenged, run: createChallenge(chooseChallenge()) };
        else visit.outcome = { kind: 'advice', advice: 'several-faces' };
      }
      const visit = running === null ? undefined : visits.get(running.track);
      if (running === null || visit === undefined) return null;
      const { run, personId } = running;
      const state = run.observe(atMs, look.faces);
      if (state.state === 'waiting') {
        visit.outcome = { kind: 'challenge', show: state.show };
        return null;
      }
      running = null;
      visit.challenged = null;
      const isAlive = judgePresence(presence, visit.passive, state.state) === 'accepted';
      return isAlive ? name(visit, personId, seenAtMs) : askCard(visit, 'not-alive');
    },
    outcomeOf: (track) => visits.get(track)?.outcome ?? null,
    settle: (personId, outcome) => {
      for (const visit of visits.values()) if (visit.knownAs === personId) visit.outcome = outcome;
      if (outcomes.has(personId)) remember(personId, outcome);
    },
  };
};
