// The gates (ADR-0038): doors where people check in while they walk past. Pictures, cards and codes come in; a name is given
// only where it is sure, stored once, and shown to whoever stands there. No picture is written anywhere.
import { randomInt } from 'node:crypto';
import type { CheckInMethod, SheetKind } from '../../../contract/attendance.ts';
import type { CardRefusal } from '../../../contract/card.ts';
import type {
  FacesState,
  GateAnswer,
  GateDirection,
  GateLook,
  GateMode,
  GateOutcome,
  GatePassage,
} from '../../../contract/gate.ts';
import type { DeviceId, PersonId, SheetId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { type Result, refuse } from '../../../contract/result.ts';
import type { LocalisedText } from '../../../contract/ticket.ts';
import type { Limits } from '../../../models/decide/decide.ts';
import type { FaceEngine } from '../../../models/engine/engine.ts';
import { chooseChallenge } from '../../../models/liveness/challenge.ts';
import type { PresencePolicy } from '../../../models/liveness/presence.ts';
import type { Attendance } from '../attendance/index.ts';
import type { FaceCore } from '../faces/index.ts';
import { createPassages, type PassagesDeps, type PersonFacts } from './passages.ts';
import { createRoster, type OpenSheet } from './roster.ts';
import { type Aim, createSource, type PictureVerdict, type Source, type SourceCounts } from './source.ts';

/** One gate as the site configures it. Its id names it on the sheets. */
export interface Gate {
  readonly id: DeviceId;
  readonly name: LocalisedText;
  readonly direction: GateDirection;
  readonly mode: GateMode;
  readonly presence: PresencePolicy;
}

export interface GateState {
  readonly faces: FacesState;
  readonly sheets: readonly OpenSheet[];
  /** Newest first. */
  readonly recent: readonly GatePassage[];
  readonly notice: { readonly seq: number; readonly answer: GateAnswer } | null;
}

export interface Presented {
  /** Null: nobody has this card or code. */
  readonly personId: PersonId | null;
  readonly method: Extract<CheckInMethod, 'card' | 'code'>;
}

export interface Gates {
  readonly gates: readonly Gate[];
  /** The next picture of a camera of the gate; each camera has a name of its own. Never rejects. */
  show(gate: Gate, camera: string, jpeg: Uint8Array): Promise<GateLook>;
  /** A card or a code was shown at the gate. Never rejects. */
  present(gate: Gate, presented: Presented): Promise<GateAnswer>;
  /** The same at the gate's own reader: its screen is told by `state`. */
  presentAtReader(gate: Gate, presented: Presented): Promise<void>;
  /** A card at the gate's own reader could not be read. */
  refuseAtReader(gate: Gate, reason: CardRefusal): void;
  /**
   * "That is not me": takes the mark back; the face gives that name at no gate until the card was shown.
   * Refusals: those of `Attendance.withdraw`.
   */
  withdraw(
    gate: Gate,
    mark: { readonly sheetId: SheetId; readonly personId: PersonId },
  ): ReturnType<Attendance['withdraw']>;
  state(gate: Gate): GateState;
  /** Sheets, people or faces changed. */
  refresh(): Promise<void>;
  /** Pictures of all cameras, and people who are known and not yet stored. */
  counts(): SourceCounts & { readonly unstored: number };
  /** Gives up what waits for the disk. */
  stop(): void;
}

export interface GatesDeps extends Omit<PassagesDeps, 'sheetsOf' | 'attendance'> {
  readonly gates: readonly Gate[];
  readonly attendance: Pick<Attendance, 'arrive' | 'leave' | 'withdraw' | 'sheetsAt' | 'rows'>;
  readonly eyes: () => FaceCore;
  /** Whether the face core may know the person at a sheet of this kind: a consent to that purpose is alive. */
  readonly hasFace: (personId: PersonId, kind: SheetKind) => boolean;
  /** Twins and siblings, flagged at enrolment: their face alone never gives a name. */
  readonly isLookAlike: (personId: PersonId) => boolean;
  /** Somebody is known by their face: how far it lay from their template. */
  readonly onGenuine: (engine: FaceEngine, distance: number) => void;
  readonly fpir: number;
  /** Up to which distance a face belongs to the one who shows a card; null: not measured, the card alone counts. */
  readonly limitsOfOne: (engine: FaceEngine) => Limits | null;
  /** Judges the pictures of one camera, one a second. */
  readonly createJudge: () => (jpeg: Uint8Array, atMs: number) => Promise<PictureVerdict>;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly onChange: () => void;
}

interface Claim {
  readonly id: number;
  readonly personId: PersonId;
  readonly method: Presented['method'];
  readonly untilMs: number;
}

const recentKept = 8;
const noticeShownMs = 8_000;
/** After a card the owner has so long to look into the camera. */
const claimMs = 15_000;
const withdrawnForMs = 12 * 3_600_000;
/** More than a site has: a screen that is opened again and again fills no memory. */
const sourcesMax = 64;
const challenges = ['turn-left', 'turn-right', 'blink'] as const;

interface Place {
  recent: GatePassage[];
  notice: { readonly seq: number; readonly answer: GateAnswer; readonly atMs: number } | null;
  claim: Claim | null;
}

export const createGates = (deps: GatesDeps): Gates => {
  const { gates, attendance, eyes, hasFace, isLookAlike, person, now, monotonicMs, onChange } = deps;
  const roster = createRoster({ attendance, eyes, hasFace, fpir: deps.fpir, now });
  const passages = createPassages({ ...deps, sheetsOf: roster.sheetsOf });
  const places = new Map<DeviceId, Place>(gates.map(({ id }) => [id, { recent: [], notice: null, claim: null }]));
  const sources = new Map<string, Source>();
  const withdrawn = new Map<PersonId, number>();
  let notices = 0;
  let claims = 0;

  const placeOf = ({ id }: Gate): Place => {
    const place = places.get(id);
    if (place === undefined) throw new Error(`There is no gate "${id}"`);
    return place;
  };
  const claimOf = (place: Place): Claim | null => {
    if (place.claim !== null && monotonicMs() > place.claim.untilMs) place.claim = null;
    return place.claim;
  };
  const isWithdrawn = (personId: PersonId): boolean => monotonicMs() < (withdrawn.get(personId) ?? 0);

  const pass = async (
    gate: Gate,
    personId: PersonId,
    by: { method: CheckInMethod & ('face' | 'card' | 'code'); seenAtMs: number },
  ) => {
    const answer = await passages.pass({ ...by, personId, direction: gate.direction, deviceId: gate.id });
    if (answer.kind === 'named') {
      const place = placeOf(gate);
      const others = place.recent.filter((one) => one.personId !== personId);
      place.recent = [answer.passage, ...others].slice(0, recentKept);
      onChange();
    }
    return answer;
  };

  const aimOf = (gate: Gate): Aim => {
    if (roster.sheets.length === 0) return { kind: 'none', why: 'no-session' };
    const seen = eyes();
    if (seen.state !== 'ready') return { kind: 'none', why: 'faces-not-ready' };
    const { engine } = seen;
    const claim = claimOf(placeOf(gate));
    const limits = claim === null ? null : deps.limitsOfOne(engine);
    if (claim !== null && limits !== null)
      return { kind: 'claim', engine, claim: claim.id, personId: claim.personId, limits };
    if (gate.mode === 'card') return { kind: 'none', why: 'card-first' };
    const search = roster.search(gate.mode);
    return search === null ? { kind: 'none', why: 'faces-not-ready' } : { kind: 'search', engine, search };
  };

  const passByFace = async (gate: Gate, personId: PersonId, seenAtMs: number): Promise<GateOutcome> => {
    // Whoever consented to another purpose only is nobody here.
    if (!roster.sheets.some(({ sheet }) => hasFace(personId, sheet.kind))) return { kind: 'stranger' };
    const place = placeOf(gate);
    const claim = claimOf(place);
    const method = claim?.personId === personId ? claim.method : 'face';
    if (claim?.personId === personId) place.claim = null;
    return pass(gate, personId, { method, seenAtMs });
  };

  const sourceOf = (gate: Gate, camera: string): Source => {
    const key = `${gate.id} ${camera}`;
    const found = sources.get(key);
    if (found !== undefined) return found;
    const oldest = sources.keys().next();
    if (sources.size >= sourcesMax && oldest.done !== true) sources.delete(oldest.value);
    const made = createSource({
      id: key,
      aim: () => aimOf(gate),
      doubt: (personId) => {
        // With a card in hand the face is only a second proof.
        if (claimOf(placeOf(gate))?.personId === personId) return null;
        if (isWithdrawn(personId)) return 'withdrawn';
        return isLookAlike(personId) ? 'look-alike' : null;
      },
      onGenuine: (distance) => {
        const core = eyes();
        if (core.state === 'ready') deps.onGenuine(core.engine, distance);
      },
      pass: (personId, seenAtMs) => passByFace(gate, personId, seenAtMs),
      refuteClaim: (claim) => {
        const place = placeOf(gate);
        if (place.claim?.id === claim) place.claim = null;
      },
      presence: gate.presence,
      chooseChallenge: () => chooseChallenge(challenges, () => randomInt(2 ** 32) / 2 ** 32),
      judge: deps.createJudge(),
      monotonicMs,
      now,
      wait: deps.wait,
      log: deps.log,
    });
    sources.set(key, made);
    return made;
  };

  const settle = (personId: PersonId, outcome: GateOutcome): void => {
    for (const source of sources.values()) source.settle(personId, outcome);
  };

  const facesOf = ({ mode }: Gate): FacesState => {
    const seen = eyes();
    if (mode !== 'card') return roster.faces(mode);
    return seen.state;
  };

  /** A card whose owner's face can be looked at waits for the face; every other one is enough by itself. */
  const needsFace = (gate: Gate, personId: PersonId): boolean => {
    const seen = eyes();
    return (
      gate.mode === 'card' &&
      seen.state === 'ready' &&
      roster.sheetsOf(personId, 'face').length > 0 &&
      deps.limitsOfOne(seen.engine) !== null
    );
  };

  const present = async (gate: Gate, { personId, method }: Presented): Promise<GateAnswer> => {
    const facts: PersonFacts | null = personId === null ? null : person(personId);
    if (personId === null || facts === null) return { kind: 'unknown-card' };
    if (roster.sheetsOf(personId, method).length === 0) return { kind: 'not-listed', name: facts.name };
    withdrawn.delete(personId);
    if (!needsFace(gate, personId)) {
      const answer = await pass(gate, personId, { method, seenAtMs: now() });
      settle(personId, answer);
      return answer;
    }
    claims += 1;
    placeOf(gate).claim = { id: claims, personId, method, untilMs: monotonicMs() + claimMs };
    return { kind: 'look', name: facts.name, untilMs: now() + claimMs };
  };

  const tell = (gate: Gate, answer: GateAnswer): void => {
    notices += 1;
    placeOf(gate).notice = { seq: notices, answer, atMs: monotonicMs() };
    onChange();
  };

  return {
    gates,
    show: (gate, camera, jpeg) => sourceOf(gate, camera).show(jpeg),
    present,
    presentAtReader: async (gate, presented) => tell(gate, await present(gate, presented)),
    refuseAtReader: (gate, reason) => tell(gate, { kind: 'card-refused', reason }),
    withdraw: async (gate, mark) => {
      const place = placeOf(gate);
      const shown = place.recent.find(({ personId }) => personId === mark.personId);
      const outcome: Result<Record<never, never>, Refusal> = shown === undefined
        ? refuse({ code: 'not-marked-here', message: `Gate ${gate.id} did not mark person ${mark.personId} lately.` })
        : await attendance.withdraw({ ...mark, deviceId: gate.id });
      if (!outcome.ok) return outcome;
      withdrawn.set(mark.personId, monotonicMs() + withdrawnForMs);
      settle(mark.personId, { kind: 'ask-card', why: 'withdrawn' });
      place.recent = place.recent.filter(({ personId }) => personId !== mark.personId);
      onChange();
      return outcome;
    },
    state: (gate) => {
      const { recent, notice } = placeOf(gate);
      return {
        faces: facesOf(gate),
        sheets: roster.sheets,
        // Names of a session that is over are nobody's any more.
        recent: recent.filter((one) => roster.sheets.some(({ sheet }) => sheet.sheetId === one.sheetId)),
        notice: notice === null || monotonicMs() - notice.atMs > noticeShownMs ? null : notice,
      };
    },
    refresh: async () => {
      await roster.refresh();
      onChange();
    },
    counts: () => {
      const all = [...sources.values()].map(({ counts }) => counts);
      const sum = (of: keyof SourceCounts): number => all.reduce((total, counts) => total + counts[of], 0);
      return { looked: sum('looked'), dropped: sum('dropped'), unstored: passages.unstored };
    },
    stop: passages.stop,
  };
};
