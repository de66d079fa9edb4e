import { describe, expect, it } from 'vitest';
import { seededRandom } from '../eval/bootstrap.ts';
import type { Face } from '../face.ts';
import { type ChallengeKind, type ChallengeState, chooseChallenge, createChallenge } from './challenge.ts';
import { judgePassive, judgePresence } from './presence.ts';

interface Shown {
  readonly yawDegrees: number;
  readonly eyeOpening: number;
  readonly eyeDistancePx: number;
  readonly leftPx: number;
}

const still: Shown = { yawDegrees: 0, eyeOpening: 0.3, eyeDistancePx: 60, leftPx: 200 };
const faceOf = ({ yawDegrees, eyeOpening, eyeDistancePx, leftPx }: Shown): Face => ({
  box: { leftPx, topPx: 100, widthPx: eyeDistancePx * 2.5, heightPx: eyeDistancePx * 2.5 },
  score: 0.9,
  points: {
    leftEye: { xPx: leftPx + 45, yPx: 160 },
    rightEye: { xPx: leftPx + 45 + eyeDistancePx, yPx: 160 },
    noseTip: { xPx: leftPx + 75 + yawDegrees, yPx: 200 },
    leftMouth: { xPx: leftPx + 55, yPx: 230 },
    rightMouth: { xPx: leftPx + 95, yPx: 230 },
  },
  pose: { yawDegrees, pitchDegrees: 0, rollDegrees: 0 },
  eyeOpening,
  quality: { eyeDistancePx, sharpness: 100, brightness: 120, contrast: 40, overall: 0.9 },
});

/** A movement over time: seconds since the challenge began → what the camera sees. */
type Movement = (seconds: number) => Shown;

const noisy =
  (movement: Movement, random: () => number): Movement =>
  (seconds) => {
    const shown = movement(seconds);
    const around = (value: number, by: number): number => value + (random() - 0.5) * 2 * by;
    return {
      yawDegrees: around(shown.yawDegrees, 3),
      eyeOpening: around(shown.eyeOpening, 0.02),
      eyeDistancePx: around(shown.eyeDistancePx, 1),
      leftPx: around(shown.leftPx, 3),
    };
  };

const play = (kind: ChallengeKind, movement: Movement, framesPerSecond: number): ChallengeState => {
  const challenge = createChallenge(kind);
  let state: ChallengeState = { state: 'waiting', show: 'look-straight' };
  for (let frame = 0; frame <= 4 * framesPerSecond && state.state === 'waiting'; frame += 1)
    state = challenge.observe((frame * 1000) / framesPerSecond, [faceOf(movement(frame / framesPerSecond))]);
  return state;
};

/** Waits one second, then moves to `yaw` within half a second and stays there. */
const turn =
  (yaw: number): Movement =>
  (seconds) => ({ ...still, yawDegrees: Math.max(0, Math.min(1, (seconds - 1) / 0.5)) * yaw });
const blink: Movement = (seconds) => ({ ...still, eyeOpening: seconds > 1 && seconds < 1.3 ? 0.08 : 0.3 });
const comeCloser: Movement = (seconds) => ({
  ...still,
  eyeDistancePx: 60 * (1 + Math.max(0, Math.min(0.4, (seconds - 1) * 0.4))),
});
const right: Readonly<Record<ChallengeKind, Movement>> = {
  'turn-left': turn(28),
  'turn-right': turn(-28),
  blink,
  'come-closer': comeCloser,
};
const kinds = Object.keys(right) as ChallengeKind[];

describe('a person who does what is asked', () => {
  it.each(kinds)('%s: passes at 10 and at 30 pictures a second, with trembling landmarks', (kind) => {
    const random = seededRandom(3);
    for (const framesPerSecond of [10, 30])
      expect(play(kind, noisy(right[kind], random), framesPerSecond)).toEqual({ state: 'passed' });
  });
});

describe('nobody passes', () => {
  it.each([
    ['who stands still', 'turn-left', noisy(() => still, seededRandom(1)), 'too-late'],
    ['who turns the wrong way', 'turn-left', noisy(turn(-28), seededRandom(4)), 'wrong-way'],
    ['whose picture is frozen', 'blink', () => still, 'frozen'],
    [
      'who is exchanged for somebody else',
      'turn-left',
      (seconds: number) => ({ ...still, yawDegrees: seconds, leftPx: seconds > 1 ? 500 : 200 }),
      'face-exchanged',
    ],
    [
      'whose picture jumps to a turned one',
      'turn-right',
      noisy((seconds: number) => ({ ...still, yawDegrees: seconds > 1 ? -30 : 0 }), seededRandom(2)),
      'too-late',
    ],
  ] as const)('%s', (_, kind, movement, reason) => {
    expect(play(kind, movement, 10)).toEqual({ state: 'failed', reason });
  });

  it('while two people are in the picture, or after the face was gone', () => {
    const two = createChallenge('blink');
    expect(two.observe(0, [faceOf(still), faceOf({ ...still, leftPx: 400 })])).toMatchObject({
      reason: 'several-faces',
    });
    const gone = createChallenge('blink');
    gone.observe(0, [faceOf(still)]);
    gone.observe(300, []);
    expect(gone.observe(600, [])).toMatchObject({ reason: 'face-lost' });
  });

  it('with a photograph that is moved, tilted and shaken by hand: 0 of 2,000 pass a turn or a blink', () => {
    const random = seededRandom(11);
    let passed = 0;
    for (let run = 0; run < 2000; run += 1) {
      const kind = chooseChallenge(['turn-left', 'turn-right', 'blink'], random);
      const speed = random() * 100;
      const photo = noisy((seconds) => ({ ...still, leftPx: 150 + ((seconds * speed) % 200) }), random);
      if (play(kind, photo, 10).state === 'passed') passed += 1;
    }
    expect(passed).toBe(0);
  });

  it('more often than by luck with a recording of one movement', () => {
    const random = seededRandom(5);
    let passed = 0;
    for (let run = 0; run < 1000; run += 1)
      if (play(chooseChallenge(kinds, random), noisy(right['turn-left'], random), 10).state === 'passed') passed += 1;
    expect(passed / 1000).toBeGreaterThan(0.15);
    expect(passed / 1000).toBeLessThan(0.35);
  });
});

describe('scores and challenge together', () => {
  it('a score that nobody measured decides nothing', () => {
    expect(
      judgePassive([
        { score: 0.01, scoreMin: null },
        { score: null, scoreMin: 0.5 },
      ]),
    ).toBe('not-measured');
    expect(judgePassive([{ score: 0.9, scoreMin: 0.5 }])).toBe('passed');
    expect(
      judgePassive([
        { score: 0.9, scoreMin: 0.5 },
        { score: 0.1, scoreMin: 0.5 },
      ]),
    ).toBe('suspicious');
  });

  it.each([
    ['off', 'suspicious', 'failed', 'accepted'],
    ['passive', 'passed', null, 'accepted'],
    ['passive', 'suspicious', null, 'challenge-needed'],
    ['passive', 'suspicious', 'passed', 'accepted'],
    ['challenge', 'passed', null, 'challenge-needed'],
    ['challenge', 'not-measured', 'passed', 'accepted'],
    ['challenge', 'suspicious', 'passed', 'refused'],
    ['challenge', 'passed', 'failed', 'refused'],
  ] as const)('policy %s, picture %s, challenge %s: %s', (policy, passive, challenge, presence) => {
    expect(judgePresence(policy, passive, challenge)).toBe(presence);
  });
});
