// Pictures and films beside the calls. No zod here: boards load this file.

export type MediaKind = 'image' | 'video' | 'notice';

/** `unreadable`: it is not what its name says, or broken; `too-large`: above the limit; `unknown-type`: not shown here. */
export type MediaProblem = 'unreadable' | 'too-large' | 'unknown-type';

/** Where and when a file is shown. */
export interface MediaPlan {
  /** Ids of boards; null: on all of them. */
  readonly boards: readonly string[] | null;
  /** First and last day, yyyy-mm-dd, both included; null: no end on that side. */
  readonly from: string | null;
  readonly until: string | null;
}

export interface MediaFile {
  /** As in the folder, shown in this order. */
  readonly name: string;
  readonly kind: MediaKind;
  readonly bytes: number;
  /** Why boards leave it out; null: they show it. */
  readonly problem: MediaProblem | null;
  readonly plan: MediaPlan;
}

/** Letters, digits, blanks and `-_.()` with the ending of its type; no folders. */
export const mediaName = /^[\p{L}\p{N}][\p{L}\p{N} ._()-]{0,90}\.(jpe?g|png|webp|mp4|webm|txt)$/iu;

/** A notice is shown in large letters: more would not be read. */
export const noticeMaxCharacters = 400;

export const mediaMaxBytes = 300 * 1024 * 1024;
