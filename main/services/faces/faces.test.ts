import path from 'node:path';
import { expect, it } from 'vitest';
import type { PersonId } from '../../../contract/ids.ts';
import { ok, refuse } from '../../../contract/result.ts';
import { createFaceEngine, type FaceEngine } from '../../../models/engine/engine.ts';
import { defaultPack, oneFace } from '../../../test/models/pack.ts';
import { addPeople, consent, enrol, meetingPurpose } from '../../../test/support/meeting.ts';
import { accepted, demoConfig, openTestSite, type TestSite, temporaryFolder } from '../../../test/support/site.ts';
import { type Faces, type FacesDeps, startFaces } from './index.ts';
import { createShares } from './shares.ts';

interface Scene {
  readonly site: TestSite;
  readonly faces: Faces;
  readonly an: PersonId;
  /** Every core that was started, the newest last. */
  readonly engines: readonly FaceEngine[];
  readonly clock: { steadyMs: number };
  readonly errors: readonly string[];
}

/** `starts`: whether the first, the second … start brings a core. */
const atSite = async (starts: readonly boolean[], story: (scene: Scene) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  const config = {
    ...demoConfig(),
    faces: { keys: path.join(temporary.folder, 'keys'), keepMonths: 12, renewChildMonths: 6, pack: 'default' },
  };
  await using site = openTestSite(path.join(temporary.folder, 'data'), { config });
  const pack = await defaultPack();
  const people = await addPeople(site, [{ code: 'CB01', name: 'Lê An', group: '', card: null }], () => 'x' as never);
  const an = people.get('CB01') as PersonId;
  await consent(site, an);
  const first = accepted(await createFaceEngine(pack, { visionThreads: 1 }));
  await enrol(site, first, { personId: an, picture: await oneFace('an') });
  await first.close();
  const engines: FaceEngine[] = [];
  const errors: string[] = [];
  const clock = { steadyMs: 0 };
  let tries = 0;
  const start: FacesDeps['start'] = async () => {
    const isGood = starts[tries] ?? true;
    tries += 1;
    if (!isGood) return refuse({ message: 'The pack is damaged.' });
    const engine = accepted(await createFaceEngine(pack, { visionThreads: 1 }));
    engines.push(engine);
    return ok(engine);
  };
  const faces = startFaces({
    start,
    templates: site.templates,
    ledger: site.ledger,
    monotonicMs: () => clock.steadyMs,
    onChange: () => undefined,
    log: (level, message) => void (level === 'error' && errors.push(message)),
  });
  try {
    await story({ site, faces, an, engines, clock, errors });
  } finally {
    await faces.stop();
  }
};

it(
  'the thread that knows everybody dies: another core takes its place, and knows the same people',
  () =>
    atSite([], async ({ faces, an, engines, clock, errors }) => {
      expect(faces.core().state).toBe('starting');
      await faces.refresh();
      expect(faces.core().state).toBe('ready');
      expect(faces.knows(an, meetingPurpose)).toBe(true);
      expect(faces.knows(an, 'school-attendance')).toBe(false);
      await engines[0]?.close();
      await faces.refresh();
      expect([faces.core().state, faces.knows(an, meetingPurpose)]).toEqual(['failed', false]);
      expect(errors).toEqual(['the face core failed; it is started again']);
      clock.steadyMs += 1_000;
      await faces.refresh();
      expect([faces.core().state, faces.knows(an, meetingPurpose), engines.length]).toEqual(['ready', true, 2]);
    }),
  60_000,
);

it(
  'the pack is damaged: it is said, not tried without end, and works once it was repaired',
  () =>
    atSite([false, false], async ({ faces, clock, engines }) => {
      await faces.refresh();
      expect(faces.core().state).toBe('failed');
      await faces.refresh();
      clock.steadyMs += 1_000;
      await faces.refresh();
      expect([faces.core().state, engines.length]).toEqual(['failed', 0]);
      clock.steadyMs += 1_999;
      await faces.refresh();
      expect(faces.core().state).toBe('failed');
      clock.steadyMs += 1;
      await faces.refresh();
      expect(faces.core().state).toBe('ready');
    }),
  60_000,
);

it('who agreed to two purposes and ends one is known for the other, and by its picture', async () => {
  const known = new Map<string, number>();
  const shares = createShares({
    put: async (faces) => {
      for (const { personId, embedding } of faces) known.set(personId, embedding[0] ?? 0);
    },
    remove: async (personId) => known.delete(personId),
  });
  const person = 'p'.repeat(22) as PersonId;
  await shares.of('school-attendance').put([{ personId: person, embedding: Float32Array.of(1) }]);
  await shares.of('meeting-attendance').put([{ personId: person, embedding: Float32Array.of(2) }]);
  await shares.of('meeting-attendance').remove(person);
  expect([
    known.get(person),
    shares.has(person, 'meeting-attendance'),
    shares.has(person, 'school-attendance'),
  ]).toEqual([1, false, true]);
  await shares.of('school-attendance').remove(person);
  expect([known.size, shares.people]).toEqual([0, 0]);
});
