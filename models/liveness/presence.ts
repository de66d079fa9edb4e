// What the passive scores and the challenge say together. A passive score alone never lets anybody in, and one that nobody
// has measured never keeps anybody out.

export interface PassiveResult {
  /** 0 to 1, 1 looks like a living person; null: the pack has no such network. */
  readonly score: number | null;
  /** Null: never measured. */
  readonly scoreMin: number | null;
}

export type PassiveJudgement = 'passed' | 'suspicious' | 'not-measured';

/** Suspicious as soon as one measured score is too low. */
export const judgePassive = (results: readonly PassiveResult[]): PassiveJudgement => {
  const measured = results.filter(({ score, scoreMin }) => score !== null && scoreMin !== null);
  if (measured.length === 0) return 'not-measured';
  return measured.every(({ score, scoreMin }) => (score ?? 0) >= (scoreMin ?? 1)) ? 'passed' : 'suspicious';
};

/** What a site asks for: nothing, an unsuspicious picture, or a passed challenge too. */
export type PresencePolicy = 'off' | 'passive' | 'challenge';

export type Presence = 'accepted' | 'challenge-needed' | 'refused';

/** @param challenge null: none was made. A suspicious picture leads to a challenge where the policy is `passive`. */
export const judgePresence = (
  policy: PresencePolicy,
  passive: PassiveJudgement,
  challenge: 'passed' | 'failed' | null,
): Presence => {
  if (policy === 'off') return 'accepted';
  if (challenge === 'failed') return 'refused';
  if (policy === 'passive') return passive === 'suspicious' && challenge === null ? 'challenge-needed' : 'accepted';
  if (challenge === null) return 'challenge-needed';
  return passive === 'suspicious' ? 'refused' : 'accepted';
};
