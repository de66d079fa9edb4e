import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GateLook, GateMode, GateOutcome } from '../../../contract/gate.ts';
import type { DeviceId, PersonId, SheetId, StaffId } from '../../../contract/ids.ts';
import { createPictureJudge, samplePicture } from '../../../drivers/core/picture-judge.ts';
import { thresholdFor } from '../../../models/decide/calibration.ts';
import { createFaceEngine, type FaceEngine } from '../../../models/engine/engine.ts';
import type { PresencePolicy } from '../../../models/liveness/presence.ts';
import { defaultPack, oneFace } from '../../../test/models/pack.ts';
import { walkUp } from '../../../test/models/walk.ts';
import { accepted, morningMs, openTestSite, refusalOf, temporaryFolder } from '../../../test/support/site.ts';
import { StoreError } from '../../store/store-error.ts';
import { createGates, type Gate, type Gates } from './index.ts';

const minute = 60_000;
const person = (name: string): PersonId => name.padStart(22, 'p') as PersonId;
const [an, binh, chi] = ['an', 'binh', 'chi'].map(person) as [PersonId, PersonId, PersonId];
const names = new Map([
  [an, 'Nguyễn Thị An'],
  [binh, 'Trần Văn Bình'],
  [chi, 'Lê Thị Chi'],
]);

let engine: FaceEngine;
let walks: Record<'an' | 'binh', Buffer[]>;
beforeAll(async () => {
  const created = await createFaceEngine(await defaultPack(), { visionThreads: 1 });
  engine = accepted(created);
  for (const [personId, who] of [
    [an, 'an'],
    [binh, 'binh'],
  ] as const) {
    const described = accepted(await engine.describe(await oneFace(who), { faces: 'largest' }, 'mirror'));
    await engine.put([{ personId, embedding: described.embedding }]);
  }
  const walk = async (who: 'an' | 'binh', seed: number) => walkUp(await oneFace(who), { frames: 12, seed });
  walks = { an: await walk('an', 1), binh: await walk('binh', 2) };
}, 60_000);
afterAll(() => engine.close());

interface Scene {
  readonly gates: Gates;
  readonly gate: Gate;
  readonly sheetId: SheetId;
  readonly clock: { nowMs: number; steadyMs: number };
  /** How far named faces lay from their templates. */
  readonly genuine: readonly number[];
  /** Shows the pictures one after the other, 100 ms apart; what was said of the largest face, changes only. */
  walk(pictures: readonly Uint8Array[], camera?: string): Promise<GateOutcome[]>;
  look(picture: Uint8Array): Promise<GateLook>;
  /** One more meeting of the same people. */
  plan(): Promise<SheetId>;
  status(personId: PersonId, sheetId?: SheetId): { arrivedBy: string | null; leftAtMs: number | null };
}

interface SceneOptions {
  readonly expected: readonly PersonId[];
  readonly mode: GateMode;
  readonly presence: PresencePolicy;
  readonly lookAlikes: ReadonlySet<PersonId>;
  readonly direction: 'in' | 'out';
  /** The disk fails so often before it works again. */
  readonly failures: number;
}
const usual: SceneOptions = {
  expected: [an, chi],
  mode: 'list',
  presence: 'off',
  lookAlikes: new Set(),
  direction: 'in',
  failures: 0,
};

const atGate = async (options: SceneOptions, story: (scene: Scene) => Promise<void>): Promise<void> => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const { clock } = site;
  const plan = async (): Promise<SheetId> => {
    const planned = await site.attendance.plan('staff-head' as StaffId, {
      title: 'Họp giao ban',
      place: 'Hội trường',
      agenda: [],
      quorum: 'none',
      times: {
        opensAtMs: morningMs - 30 * minute,
        startsAtMs: morningMs,
        lateAfterMs: morningMs + 5 * minute,
        endsAtMs: morningMs + 120 * minute,
      },
      groups: [],
      attendees: options.expected.map((personId, at) => ({ personId, role: 'member' as const, seat: `A${at + 1}` })),
    });
    return accepted(planned).sheetId;
  };
  const sheetId = await plan();
  const genuine: number[] = [];
  let failures = options.failures;
  const gate: Gate = {
    id: 'cua-chinh' as DeviceId,
    name: { vi: 'Cửa chính', en: 'Main door' },
    direction: options.direction,
    mode: options.mode,
    presence: options.presence,
  };
  const gates = createGates({
    gates: [gate],
    attendance: {
      ...site.attendance,
      arrive: async (seen) => {
        if (failures-- > 0) throw new StoreError('storage-full', 'The command was not stored');
        return site.attendance.arrive(seen);
      },
    },
    eyes: () => ({ state: 'ready', engine }),
    hasFace: (personId) => personId === an || personId === binh,
    isLookAlike: (personId) => options.lookAlikes.has(personId),
    onGenuine: (_engine, distance) => genuine.push(distance),
    person: (personId) => ({ name: names.get(personId) ?? '', group: '5A' }),
    fpir: 0.003,
    limitsOfOne: ({ pack }) => accepted(thresholdFor(pack.manifest.calibration, { kind: 'one-to-one', fmr: 1e-4 })),
    createJudge: () => {
      const judge = createPictureJudge({ frozenAfterSeconds: 5 });
      return async (jpeg, atMs) => judge.see(await samplePicture(jpeg), atMs);
    },
    wait: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => clock.nowMs,
    monotonicMs: () => clock.steadyMs,
    onChange: () => undefined,
    log: (level, message, detail) => {
      if (level === 'error') throw new Error(message, { cause: detail });
    },
  });
  await gates.refresh();
  const lookFrom = (camera: string) => (picture: Uint8Array) => {
    clock.nowMs += 100;
    clock.steadyMs += 100;
    return gates.show(gate, camera, picture);
  };
  await story({
    gates,
    gate,
    sheetId,
    clock,
    genuine,
    look: lookFrom('one'),
    walk: async (pictures, camera = 'one') => {
      const said: GateOutcome[] = [];
      for (const picture of pictures) {
        const outcome = (await lookFrom(camera)(picture)).tracks[0]?.outcome;
        if (outcome !== undefined && JSON.stringify(outcome) !== JSON.stringify(said.at(-1))) said.push(outcome);
      }
      return said;
    },
    plan,
    status: (personId, of = sheetId) => {
      const row = site.attendance.rows(of).find((one) => one.personId === personId);
      return { arrivedBy: row?.arrivedBy ?? null, leftAtMs: row?.leftAtMs ?? null };
    },
  });
};
const isNear = (distance: number): boolean => distance > 0 && distance < 0.5;
const nobody = { arrivedBy: null, leftAtMs: null };
const grey = (value: number) =>
  sharp({ create: { width: 320, height: 240, channels: 3, background: { r: value, g: value, b: value } } })
    .jpeg()
    .toBuffer();

it('somebody of the list walks past two cameras: named within three pictures, marked once', () =>
  atGate(usual, async ({ gates, gate, walk, status, sheetId, genuine }) => {
    const said = await walk(walks.an.slice(0, 3));
    expect(said.at(-1)).toMatchObject({
      kind: 'named',
      passage: { name: 'Nguyễn Thị An', group: '5A', seat: 'A1', status: 'present', passage: 'first', sheetId },
    });
    expect((await walk(walks.an.slice(3, 6), 'two')).at(-1)).toMatchObject({ passage: { passage: 'known' } });
    expect(status(an).arrivedBy).toBe('face');
    expect(genuine).toEqual([expect.toSatisfy(isNear), expect.toSatisfy(isNear)]);
    expect(gates.state(gate).recent.map(({ name }) => name)).toEqual(['Nguyễn Thị An']);
  }));

it('the next session opens while somebody still stands there: they are marked on its sheet too', () =>
  atGate(usual, async ({ gates, walk, status, plan }) => {
    await walk(walks.an.slice(0, 3));
    const next = await plan();
    await gates.refresh();
    expect((await walk(walks.an.slice(3, 6))).at(-1)).toMatchObject({ kind: 'named', passage: { passage: 'first' } });
    expect([status(an).arrivedBy, status(an, next).arrivedBy]).toEqual(['face', 'face']);
  }));

it('somebody who is not expected gets no name, however long they stay, and then comes in by card', () =>
  atGate({ ...usual, expected: [an, chi] }, async ({ gates, gate, walk, status, genuine }) => {
    expect((await walk(walks.binh)).at(-1)).toEqual({ kind: 'stranger' });
    expect(genuine).toEqual([]);
    expect(await gates.present(gate, { personId: binh, method: 'card' })).toEqual({
      kind: 'not-listed',
      name: 'Trần Văn Bình',
    });
    expect(await gates.present(gate, { personId: null, method: 'card' })).toEqual({ kind: 'unknown-card' });
    // Without a consent there is no face of her: the card alone is as good.
    expect(await gates.present(gate, { personId: chi, method: 'code' })).toMatchObject({ kind: 'named' });
    expect([status(an).arrivedBy, status(chi).arrivedBy]).toEqual([null, 'code']);
  }));

it('a twin is asked for the card, and is in with it', () =>
  atGate({ ...usual, lookAlikes: new Set([an]) }, async ({ gates, gate, walk, status }) => {
    expect((await walk(walks.an.slice(0, 6))).at(-1)).toEqual({ kind: 'ask-card', why: 'look-alike' });
    expect(status(an)).toEqual(nobody);
    expect(await gates.present(gate, { personId: an, method: 'card' })).toMatchObject({ kind: 'named' });
  }));

it('“not me”: the mark is taken back, and that face names nobody until the card was shown', () =>
  atGate(usual, async ({ gates, gate, walk, status, sheetId, clock }) => {
    await walk(walks.an.slice(0, 3));
    expect(status(an).arrivedBy).toBe('face');
    accepted(await gates.withdraw(gate, { sheetId, personId: an }));
    expect(status(an)).toEqual(nobody);
    expect(refusalOf(await gates.withdraw(gate, { sheetId, personId: an }))).toBe('not-marked-here');
    // Whoever pressed it still stands there.
    expect((await walk(walks.an.slice(3, 5))).at(-1)).toEqual({ kind: 'ask-card', why: 'withdrawn' });
    clock.steadyMs += 10_000;
    expect((await walk(walks.an.slice(3, 9))).at(-1)).toEqual({ kind: 'ask-card', why: 'withdrawn' });
    expect(await gates.present(gate, { personId: an, method: 'card' })).toMatchObject({ kind: 'named' });
    clock.steadyMs += 10_000;
    expect((await walk(walks.an.slice(0, 4))).at(-1)).toMatchObject({ kind: 'named', passage: { passage: 'known' } });
  }));

it('a card first: another face is turned away, the owner’s face is let in by the card', () =>
  atGate({ ...usual, mode: 'card' }, async ({ gates, gate, look, walk, status }) => {
    expect(await look(walks.an[0] as Buffer)).toMatchObject({ tracks: [], skipped: 'card-first' });
    expect(await gates.present(gate, { personId: an, method: 'card' })).toMatchObject({ kind: 'look' });
    expect((await walk(walks.binh)).at(-1)).toEqual({ kind: 'ask-card', why: 'wrong-holder' });
    expect(status(an)).toEqual(nobody);
    expect(await gates.present(gate, { personId: an, method: 'card' })).toMatchObject({ kind: 'look' });
    expect((await walk(walks.an.slice(0, 4))).at(-1)).toMatchObject({ kind: 'named' });
    expect(status(an).arrivedBy).toBe('card');
  }));

it('a photograph is held before the camera: it does nothing that is asked, and gets no name', () =>
  atGate({ ...usual, presence: 'challenge' }, async ({ walk, status }) => {
    const still = walks.an[11] as Buffer;
    const said = await walk([...walks.an.slice(0, 8), ...Array.from({ length: 40 }, () => still)]);
    expect(said.some(({ kind }) => kind === 'challenge')).toBe(true);
    expect(said.at(-1)).toEqual({ kind: 'ask-card', why: 'not-alive' });
    expect(status(an)).toEqual(nobody);
  }));

it('a camera freezes, or shows black: it is said within seconds, and nobody is named by it', () =>
  atGate(usual, async ({ look, walk }) => {
    const still = walks.binh[0] as Buffer;
    await walk(Array.from({ length: 58 }, () => still));
    expect(await look(still)).toMatchObject({ trouble: 'frozen', tracks: [] });
    const black = await grey(2);
    await walk(Array.from({ length: 40 }, () => black));
    expect(await look(black)).toMatchObject({ trouble: 'black' });
    await walk(Array.from({ length: 11 }, (_, at) => walks.an[at % 12] as Buffer));
    expect(await look(walks.an[5] as Buffer)).toMatchObject({
      trouble: null,
      tracks: [{ outcome: { kind: 'named' } }],
    });
  }));

it('the disk is full while somebody walks in: the mark waits for it and is not lost', () =>
  atGate({ ...usual, failures: 3 }, async ({ walk, status, gates }) => {
    expect((await walk(walks.an)).at(-1)).toMatchObject({ kind: 'named' });
    expect(status(an).arrivedBy).toBe('face');
    expect(gates.counts().unstored).toBe(0);
  }));

it('pictures come faster than they can be looked at: the newest waits, the others are counted', () =>
  atGate(usual, async ({ gates, gate }) => {
    const [first, second, third] = walks.an as [Buffer, Buffer, Buffer];
    const looks = await Promise.all([first, second, third].map((picture) => gates.show(gate, 'one', picture)));
    expect(looks.map(({ skipped }) => skipped)).toEqual([null, 'superseded', null]);
    expect(gates.counts()).toMatchObject({ looked: 2, dropped: 1 });
    expect(await gates.show(gate, 'one', Buffer.from('no picture'))).toMatchObject({ skipped: 'not-an-image' });
  }));

it('at the way out the same face leaves', () =>
  atGate({ ...usual, direction: 'out' }, async ({ gates, gate, walk, status, clock }) => {
    const inside: Gate = { ...gate, direction: 'in' };
    expect(await gates.present(inside, { personId: an, method: 'card' })).toMatchObject({ kind: 'named' });
    clock.nowMs += 60 * minute;
    expect((await walk(walks.an.slice(0, 4))).at(-1)).toMatchObject({ kind: 'named', passage: { passage: 'left' } });
    expect(status(an).leftAtMs).not.toBeNull();
  }));

it('nobody checks in now, or nobody of the list consented: no picture is looked at', () =>
  atGate({ ...usual, expected: [chi] }, async ({ gates, gate, look, clock }) => {
    expect(gates.state(gate).faces).toBe('off');
    expect(await look(walks.an[0] as Buffer)).toMatchObject({ skipped: 'faces-not-ready' });
    clock.nowMs += 5 * 60 * minute;
    await gates.refresh();
    expect(await look(walks.an[0] as Buffer)).toMatchObject({ skipped: 'no-session' });
  }));
