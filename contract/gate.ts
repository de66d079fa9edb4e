// What a gate says to its screen: a door with a camera where people check in by face, card or code. No zod here: the
// screen loads this file.
import type { AttendanceStatus, CheckInMethod } from './attendance.ts';
import type { CardRefusal } from './card.ts';
import type { FaceAdvice, FaceRefusalCode } from './face.ts';
import type { DeviceId, PersonId, SheetId } from './ids.ts';
import type { Refusal } from './refusal.ts';
import type { LocalisedText } from './ticket.ts';

/** Whether people come in or go out here. */
export type GateDirection = 'in' | 'out';

/**
 * `list`: the face is looked for among those who are expected now. `card`: a card or code first, then the face of its owner.
 * `open`: the face is looked for among everybody who consented.
 */
export type GateMode = 'list' | 'card' | 'open';

/** `known`: marked before, nothing changed. `left`: went out. */
export type Passage = 'first' | 'earlier' | 'returned' | 'known' | 'left';

/** Somebody was known, and it is stored. */
export interface GatePassage {
  readonly sheetId: SheetId;
  readonly personId: PersonId;
  readonly name: string;
  /** Class, department; empty for none. */
  readonly group: string;
  /** Empty for none. */
  readonly seat: string;
  readonly status: AttendanceStatus;
  readonly passage: Passage;
  readonly method: CheckInMethod;
  readonly seenAtMs: number;
}

export type ChallengeShown = 'look-straight' | 'turn-left' | 'turn-right' | 'blink' | 'come-closer';

/**
 * Why a face got no name. `look-alike`: somebody of the list looks alike, or was flagged so at enrolment; `not-alive`: the
 * challenge was not passed; `withdrawn`: said "not me" here before; `wrong-holder`: not the face of the card's owner.
 */
export type CardReason = 'look-alike' | 'not-alive' | 'withdrawn' | 'wrong-holder';

export type GateOutcome =
  | { readonly kind: 'looking' }
  | { readonly kind: 'advice'; readonly advice: FaceAdvice }
  | { readonly kind: 'challenge'; readonly show: ChallengeShown }
  /** Known, and on the way to the disk. */
  | { readonly kind: 'storing' }
  | { readonly kind: 'named'; readonly passage: GatePassage }
  | { readonly kind: 'ask-card'; readonly why: CardReason }
  /** Nobody of the list. */
  | { readonly kind: 'stranger' }
  /** Known, but not expected now. */
  | { readonly kind: 'not-listed'; readonly name: string }
  /** Known, but the sheet does not take it. */
  | { readonly kind: 'refused'; readonly code: Refusal['code'] };

/** One person before the camera. */
export interface GateTrack {
  readonly track: number;
  /** In shares of the picture, 0 to 1, from its top left corner, not mirrored. */
  readonly box: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
  readonly outcome: GateOutcome;
}

/** `frozen`: the same picture again and again. */
export type CameraTrouble = 'frozen' | 'black';

/** The answer to one picture. */
export interface GateLook {
  /** Largest face first. */
  readonly tracks: readonly GateTrack[];
  readonly trouble: CameraTrouble | null;
  /** Why the picture was not looked at: it was none, a newer one came, nobody checks in now, or a card comes first. */
  readonly skipped: FaceRefusalCode | 'no-session' | 'faces-not-ready' | 'card-first' | null;
}

/** What became of a card, a code, or staff. */
export type GateAnswer =
  | { readonly kind: 'named'; readonly passage: GatePassage }
  /** The card was known: now the face of its owner. */
  | { readonly kind: 'look'; readonly name: string; readonly untilMs: number }
  | { readonly kind: 'unknown-card' }
  /** Nothing was read of it. */
  | { readonly kind: 'card-refused'; readonly reason: CardRefusal }
  | { readonly kind: 'not-listed'; readonly name: string }
  | { readonly kind: 'refused'; readonly code: Refusal['code'] };

/**
 * `off`: this site looks at no faces, or nobody consented. `list-too-long`: no distance is known to be safe for so many
 * people, so the card comes first.
 */
export type FacesState = 'off' | 'starting' | 'ready' | 'failed' | 'list-too-long';

/** Why no pictures of a site's own camera come; null: they do. `lost` covers a cable, a switch and the camera itself. */
export type CameraState = 'ready' | CameraTrouble | 'unreadable' | 'denied' | 'lost';

/** A gate as its screen shows it. */
export interface GateView {
  readonly siteName: LocalisedText;
  readonly gate: {
    readonly id: DeviceId;
    readonly name: LocalisedText;
    readonly direction: GateDirection;
    readonly mode: GateMode;
    /** Where people find somebody of the staff; null: not said. */
    readonly help: LocalisedText | null;
  };
  /** The site's own cameras of this gate; none: the camera of the screen. */
  readonly cameras: readonly { readonly id: DeviceId; readonly label: string; readonly state: CameraState }[];
  /** Ways in besides the face; a reader or scanner of the gate, or one that types at the screen. */
  readonly takes: { readonly cards: boolean; readonly codes: boolean };
  readonly faces: FacesState;
  /** Where people check in now. */
  readonly sessions: readonly {
    readonly sheetId: SheetId;
    readonly title: string;
    readonly place: string;
    readonly startsAtMs: number;
    readonly lateAfterMs: number;
    readonly expected: number;
    readonly arrived: number;
  }[];
  /** Where nobody checks in now: the next session that is planned. */
  readonly next: { readonly title: string; readonly opensAtMs: number } | null;
  /** Newest first. */
  readonly recent: readonly GatePassage[];
  /** What became of the last card or code at the gate's own reader; `seq` grows with each. */
  readonly notice: { readonly seq: number; readonly answer: GateAnswer } | null;
  /** What card readers in keyboard mode type before a card; empty for nothing. */
  readonly cardPrefix: string;
}

/** The gates of the site, for a screen that was not told which one it stands at. */
export interface GateChoice {
  /** False: this screen must be let in first. */
  readonly isLetIn: boolean;
  readonly gates: readonly { readonly id: DeviceId; readonly name: LocalisedText }[];
}

/** Largest picture that a screen hands in, bytes. */
export const framesMaxBytes = 1_500_000;
/** Of an answer with a picture of a site's camera: which picture it is, and what was seen in it (JSON, percent-encoded). */
export const pictureHeaders = { seq: 'x-picture', look: 'x-look' } as const;
