// What the screen says at a moment, from what the host and the camera said. Pure.
import type {
  CameraState,
  GateAnswer,
  GateLook,
  GateOutcome,
  GatePassage,
  GateTrack,
  GateView,
} from '../../contract/gate.ts';
import type { ScreenCameraTrouble } from './use-screen-camera.ts';

/** A name stays large for so long, unless the next one comes. */
const greetedForMs = 5000;
/** The host takes a mark back within a minute; a press needs a moment to get there. */
const takenBackWithinMs = 55_000;

export type Trouble = Exclude<CameraState, 'ready'> | ScreenCameraTrouble;

export type Moment =
  | { readonly at: 'closed' }
  | { readonly at: 'greeting'; readonly passage: GatePassage }
  | { readonly at: 'answer'; readonly answer: Exclude<GateAnswer, { kind: 'named' }> }
  | { readonly at: 'camera'; readonly trouble: Trouble }
  /** No face is looked for; `faces` says why. */
  | { readonly at: 'cards-only' }
  | { readonly at: 'card-first' }
  | { readonly at: 'outcome'; readonly outcome: Exclude<GateOutcome, { kind: 'named' | 'looking' }> }
  | { readonly at: 'inviting' };

export interface Seen {
  readonly view: GateView;
  /** By the host's clock. */
  readonly nowMs: number;
  /** The newest look of each camera. */
  readonly looks: readonly GateLook[];
  /** Of the screen's own camera; null where it works or is not used. */
  readonly trouble: Trouble | null;
  /** A card or code at the screen itself, a moment ago. */
  readonly answer: GateAnswer | null;
}

const areaOf = ({ box }: GateTrack): number => box.width * box.height;

/** Of all cameras, the largest face first. */
const outcomeOf = (looks: readonly GateLook[]): GateOutcome | null =>
  looks.flatMap(({ tracks }) => tracks).toSorted((one, other) => areaOf(other) - areaOf(one))[0]?.outcome ?? null;

/** Several cameras: one that works is enough to be looked at. */
const cameraTroubleOf = ({ view, looks, trouble }: Seen): Trouble | null => {
  if (view.cameras.length === 0) return trouble ?? looks.find((look) => look.trouble !== null)?.trouble ?? null;
  const states = view.cameras.map(({ state }) => state);
  const [first] = states;
  return states.includes('ready') || first === undefined || first === 'ready' ? null : first;
};

export const newestPassage = ({ recent }: Pick<GateView, 'recent'>): GatePassage | null => recent[0] ?? null;

/** Who was marked by a later walk past is greeted anew. */
export const passageKey = ({ personId, seenAtMs }: GatePassage): string => `${personId} ${seenAtMs}`;

export const usesFaces = ({ faces }: Pick<GateView, 'faces'>): boolean => faces === 'ready' || faces === 'starting';

export const momentOf = (seen: Seen): Moment => {
  const { view, nowMs, looks } = seen;
  if (view.sessions.length === 0) return { at: 'closed' };
  const answer = seen.answer ?? view.notice?.answer ?? null;
  const newest = newestPassage(view);
  const greeted = newest !== null && nowMs - newest.seenAtMs < greetedForMs ? newest : null;
  // A card that was just shown says more than the name before it, unless the name came of it.
  const awaited = answer?.kind === 'look' ? answer : null;
  if (answer !== null && answer.kind !== 'named' && answer.kind !== 'look') return { at: 'answer', answer };
  if (greeted !== null && (awaited === null || awaited.name === greeted.name))
    return { at: 'greeting', passage: greeted };
  if (!usesFaces(view)) return { at: 'cards-only' };
  const trouble = cameraTroubleOf(seen);
  if (trouble !== null) return { at: 'camera', trouble };
  const outcome = outcomeOf(looks);
  if (outcome !== null && outcome.kind !== 'named' && outcome.kind !== 'looking') return { at: 'outcome', outcome };
  if (awaited !== null) return { at: 'answer', answer: awaited };
  return { at: view.gate.mode === 'card' ? 'card-first' : 'inviting' };
};

/** Where "not me" can still be pressed. */
export const mayTakeBack = ({ seenAtMs, passage }: GatePassage, nowMs: number): boolean =>
  passage !== 'left' && nowMs - seenAtMs < takenBackWithinMs;
