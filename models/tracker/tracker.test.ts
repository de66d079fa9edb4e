import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComparedShot } from '../decide/decide.ts';
import type { Face } from '../face.ts';
import { createTracker, type Tracker, type TrackerEvent } from './tracker.ts';

const limits = { distanceMax: 0.5, marginMin: 0.05 };
const face = (leftPx: number, sizePx = 150, topPx = 100): Face => ({
  box: { leftPx, topPx, widthPx: sizePx, heightPx: sizePx },
  score: 0.9,
  points: {
    leftEye: { xPx: leftPx + sizePx * 0.3, yPx: topPx + sizePx * 0.4 },
    rightEye: { xPx: leftPx + sizePx * 0.7, yPx: topPx + sizePx * 0.4 },
    noseTip: { xPx: leftPx + sizePx * 0.5, yPx: topPx + sizePx * 0.6 },
    leftMouth: { xPx: leftPx + sizePx * 0.35, yPx: topPx + sizePx * 0.8 },
    rightMouth: { xPx: leftPx + sizePx * 0.65, yPx: topPx + sizePx * 0.8 },
  },
  pose: { yawDegrees: 0, pitchDegrees: 0, rollDegrees: 0 },
  eyeOpening: 0.3,
  quality: { eyeDistancePx: sizePx * 0.4, sharpness: 100, brightness: 120, contrast: 40, overall: 0.9 },
});
const shotOf = (personId: string, distance: number): ComparedShot => ({
  candidates: [{ personId, distance }],
  quality: 0.9,
});

/** Plays frames every 100 ms; whoever stands at a place is answered as `who` says. */
const createScene = (tracker: Tracker) => {
  let atMs = 0;
  const events: TrackerEvent[] = [];
  return {
    events,
    decided: () => events.filter((event) => event.type === 'decided'),
    play: (frames: number, faces: readonly Face[], who: (face: Face) => ComparedShot | null) => {
      for (let frame = 0; frame < frames; frame += 1) {
        atMs += 100;
        const pushed = tracker.push({ atMs, widthPx: 640, heightPx: 480, faces });
        events.push(...pushed.events);
        for (const { track, faceIndex } of pushed.wanted)
          events.push(...tracker.addShot(track, who(faces[faceIndex] as Face)));
      }
    },
  };
};
const an = () => shotOf('an', 0.3);

describe('one person before the camera', () => {
  it('gets one name, however long they stay', () => {
    const scene = createScene(createTracker(() => limits));
    scene.play(60, [face(200)], an);
    expect(scene.decided()).toMatchObject([{ decision: { kind: 'match', personId: 'an' } }]);
  });

  it('is not named again after somebody walked through the picture for a second', () => {
    const scene = createScene(createTracker(() => limits));
    scene.play(10, [face(200)], an);
    scene.play(12, [], an);
    scene.play(10, [face(220)], an);
    expect(scene.decided()).toHaveLength(1);
    expect(scene.events.filter(({ type }) => type === 'visit-began')).toHaveLength(2);
  });

  it('is named again when they come back later', () => {
    const scene = createScene(createTracker(() => limits));
    scene.play(10, [face(200)], an);
    scene.play(70, [], an);
    scene.play(10, [face(200)], an);
    expect(scene.decided()).toHaveLength(2);
  });

  it('who is unknown hears so once, after two tries', () => {
    const scene = createScene(createTracker(() => limits));
    scene.play(60, [face(200)], () => shotOf('an', 0.8));
    expect(scene.decided()).toMatchObject([{ decision: { kind: 'unknown' } }]);
  });

  it('who walks on after one good shot is decided by that one', () => {
    const scene = createScene(createTracker(() => limits));
    scene.play(1, [face(200)], an);
    scene.play(10, [], an);
    expect(scene.decided()).toMatchObject([{ decision: { kind: 'match' } }]);
    expect(scene.events.at(-1)).toMatchObject({ type: 'visit-ended' });
  });

  it('who flickers in the detector stays one visit', () => {
    const scene = createScene(createTracker(() => limits));
    for (let turn = 0; turn < 10; turn += 1) {
      scene.play(1, [face(200)], an);
      scene.play(2, [], an);
    }
    expect(scene.events.filter(({ type }) => type === 'visit-began')).toHaveLength(1);
    expect(scene.decided()).toHaveLength(1);
  });

  it('far away is asked to come closer, once, and no shot of them is taken', () => {
    const scene = createScene(createTracker(() => limits));
    scene.play(20, [face(200, 40)], () => {
      throw new Error('no shot was to be taken');
    });
    expect(scene.events.filter(({ type }) => type === 'advice-changed')).toMatchObject([{ advice: 'come-closer' }]);
  });
});

describe('two people', () => {
  it('side by side get each their own name', () => {
    const scene = createScene(createTracker(() => limits));
    scene.play(10, [face(50), face(400)], ({ box }) => shotOf(box.leftPx < 300 ? 'an' : 'binh', 0.3));
    expect(
      scene
        .decided()
        .map((event) => event.type === 'decided' && event.decision.kind === 'match' && event.decision.personId),
    ).toEqual(['an', 'binh']);
  });

  it('who change places in the middle of the shots get no name before it is clear who stands there', () => {
    const scene = createScene(createTracker(() => limits));
    scene.play(1, [face(200)], () => shotOf('an', 0.48));
    scene.play(8, [face(230)], () => shotOf('binh', 0.48));
    expect(scene.decided()).toMatchObject([{ decision: { kind: 'match', personId: 'binh' } }]);
  });

  it('the second steps into the place of the first: each gets their own name, and a stranger gets none', () => {
    const scene = createScene(createTracker(() => limits));
    scene.play(3, [face(200)], an);
    scene.play(8, [face(210)], () => shotOf('binh', 0.3));
    scene.play(14, [face(205)], () => shotOf('an', 0.8));
    expect(scene.decided()).toMatchObject([
      { decision: { kind: 'match', personId: 'an' } },
      { decision: { kind: 'match', personId: 'binh' } },
      { decision: { kind: 'unknown' } },
    ]);
    expect(scene.events.filter(({ type }) => type === 'visit-ended')).toHaveLength(2);
  });
});

describe('somebody steps into the place of whoever was named', () => {
  const [near, unsure] = [() => shotOf('an', 0.3), () => shotOf('binh', 0.48)];

  it('and the name is not shown over the other face, nor is the other one kept waiting by it', () => {
    const tracker = createTracker(() => limits);
    const scene = createScene(tracker);
    scene.play(5, [face(200)], near);
    scene.play(2, [], near);
    expect(tracker.isDoubted(1)).toBe(false);
    scene.play(1, [face(205)], unsure);
    expect(tracker.isDoubted(1)).toBe(true);
    scene.play(1, [face(205)], unsure);
    expect(scene.decided()).toMatchObject([{ track: 1 }, { track: 2, decision: { kind: 'match', personId: 'binh' } }]);
    expect(tracker.isDoubted(2)).toBe(false);
  });

  it('without a gap: two looks in a row are enough, whatever was seen before', () => {
    const scene = createScene(createTracker(() => limits));
    scene.play(14, [face(200)], near);
    scene.play(6, [face(205)], unsure);
    expect(scene.decided()).toHaveLength(2);
  });

  it('and looks a little like them: no name stays on a face that does not show it', () => {
    const tracker = createTracker(() => limits);
    const scene = createScene(tracker);
    scene.play(5, [face(200)], near);
    scene.play(2, [], near);
    scene.play(3, [face(205)], () => shotOf('an', 0.55));
    expect(tracker.isDoubted(1)).toBe(true);
    scene.play(9, [face(205)], () => shotOf('an', 0.55));
    expect(scene.decided()).toMatchObject([{ track: 1 }, { track: 2, decision: { kind: 'unknown' } }]);
  });

  it('but one odd picture of the same person changes nothing', () => {
    const tracker = createTracker(() => limits);
    const scene = createScene(tracker);
    scene.play(5, [face(200)], near);
    scene.play(2, [], near);
    scene.play(1, [face(205)], () => shotOf('an', 0.9));
    expect(tracker.isDoubted(1)).toBe(true);
    scene.play(20, [face(205)], near);
    expect(tracker.isDoubted(1)).toBe(false);
    expect(scene.decided()).toHaveLength(1);
  });
});

interface Seen {
  readonly visits: Set<number>;
  readonly decided: Set<number>;
  readonly namedAtMs: Map<string, number>;
}

const watch = ({ visits, decided, namedAtMs }: Seen, event: TrackerEvent, atMs: number): void => {
  if (event.type === 'visit-began') visits.add(event.track);
  if (event.type === 'visit-ended') visits.delete(event.track);
  expect(visits.size).toBeLessThanOrEqual(20);
  if (event.type !== 'decided') return;
  expect(decided.has(event.track)).toBe(false);
  decided.add(event.track);
  if (event.decision.kind !== 'match') return;
  const before = namedAtMs.get(event.decision.personId);
  if (before !== undefined) expect(atMs - before).toBeGreaterThan(700);
  namedAtMs.set(event.decision.personId, atMs);
};

const someone = fc.record({
  leftPx: fc.integer({ min: 0, max: 500 }),
  sizePx: fc.integer({ min: 30, max: 300 }),
  who: fc.integer({ min: 0, max: 3 }),
});
const picture = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.array(someone, { maxLength: 30 }));

it('whatever comes before the camera: one decision a visit, no name twice at once, and never more than 20 visits', () => {
  fc.assert(
    fc.property(fc.array(picture, { maxLength: 40 }), (pictures) => {
      const tracker = createTracker(() => limits);
      const seen: Seen = { visits: new Set(), decided: new Set(), namedAtMs: new Map() };
      let atMs = 0;
      for (const [waitMs, people] of pictures) {
        atMs += waitMs;
        const faces = people.map(({ leftPx, sizePx }) => face(leftPx, sizePx));
        const { wanted, events } = tracker.push({ atMs, widthPx: 640, heightPx: 480, faces });
        for (const event of events) watch(seen, event, atMs);
        for (const { track, faceIndex } of wanted)
          for (const event of tracker.addShot(track, shotOf(`p${people[faceIndex]?.who}`, 0.3)))
            watch(seen, event, atMs);
      }
    }),
  );
});
