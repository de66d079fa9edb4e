// Faces from pictures that are named by code. Whoever has not agreed is not looked at; whoever is enrolled is not looked at again,
// so a run that was cut off goes on where it was. Pictures are read and never written.
import type { ConsentLack, ConsentPurpose } from '../../../contract/consent.ts';
import type { FaceRefusal } from '../../../contract/face.ts';
import type { PersonId, StaffId } from '../../../contract/ids.ts';
import type { Person } from '../../../contract/people.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import type { Result } from '../../../contract/result.ts';
import type { Consents } from '../consents/index.ts';
import type { LookAlike, LookAlikes } from '../look-alikes/index.ts';
import type { PackName, Stored, Template } from './vault.ts';

export interface PictureFile {
  /** With forward slashes: `HS001.jpg`, `HS001-2.jpg` or `HS001/front.jpg`, in any folder. */
  readonly name: string;
  readonly bytes: number;
  read(): Promise<Uint8Array>;
}

/** The part of the face core that is needed here. */
export interface PictureEngine {
  /** One picture, one good face, or what is wrong with it. */
  describe(picture: Uint8Array): Promise<Result<{ readonly embedding: Float32Array }, FaceRefusal>>;
  /** The nearest of those who were `put`. */
  nearest(embedding: Float32Array): Promise<readonly { readonly personId: string; readonly distance: number }[]>;
  put(faces: readonly { readonly personId: string; readonly embedding: Float32Array }[]): Promise<unknown>;
  /** Null: it may be read. */
  refuseSize(bytes: number): FaceRefusal | null;
}

export interface EnrolDeps {
  readonly templates: {
    list(): readonly Stored[];
    read(of: Pick<Stored, 'personId' | 'purpose'>, pack: PackName): Template | null;
    enrol(
      of: Pick<Stored, 'personId' | 'purpose'> & { readonly pack: PackName; readonly embedding: Float32Array },
      by: StaffId | null,
    ): Promise<Result<Stored, Refusal>>;
  };
  readonly consents: Pick<Consents, 'standing'>;
  readonly people: readonly Person[];
  readonly engine: PictureEngine;
  readonly pack: PackName;
  readonly purpose: ConsentPurpose;
  /** Faces nearer than this are taken for one person; null: the pack was never measured, and nobody is compared. */
  readonly alikeWithin: number | null;
  /**
   * Faces nearer than this may be taken for each other at a gate: both are noted, and asked for a card. Of children of the same
   * guardian and of all others, for whom the same distance would call too many alike; null: the pack was never measured.
   */
  readonly nearWithin: { readonly siblings: number; readonly others: number } | null;
  readonly lookAlikes: Pick<LookAlikes, 'note'>;
  /** Codes that may look alike somebody: twins, after somebody looked. */
  readonly mayBeAlike: ReadonlySet<string>;
  /** People looked at together: one or two for each thread that sees. */
  readonly atOnce: number;
  readonly onProgress: (done: number, all: number) => void;
}

export interface EnrolReport {
  readonly enrolled: readonly string[];
  /** They were before, by this pack. */
  readonly already: readonly string[];
  readonly noConsent: readonly { readonly code: string; readonly lacks: readonly ConsentLack[] }[];
  readonly refused: readonly { readonly image: string; readonly code: FaceRefusal['code']; readonly message: string }[];
  /** Not enrolled: the face is that of `other`, who is enrolled. */
  readonly alike: readonly { readonly code: string; readonly other: string; readonly distance: number }[];
  /** Enrolled, and from now on always asked for a card: the face is like that of `other`; null: of nobody on the list. */
  readonly near: readonly { readonly code: string; readonly other: string | null }[];
  /** Pictures whose name is nobody's code. */
  readonly unknown: readonly string[];
  /** On the list, here, agreed, and without a usable picture. */
  readonly without: readonly string[];
}

const isPicture = ({ name }: PictureFile): boolean => /\.(jpe?g|png|webp|gif|tiff?|avif|heic|heif)$/i.test(name);

/** What may be the code in a name, the most particular first. */
const codesIn = (name: string): string[] => {
  const parts = name.split('/');
  const file = (parts.at(-1) ?? '').replace(/\.[^.]+$/, '').trim();
  const folder = parts.at(-2);
  return [file, file.replace(/[-_ ]*(\(\d+\)|[-_ ]\d{1,2})$/, ''), ...(folder === undefined ? [] : [folder])];
};

/** By what a guardian is reached, or by name where nothing else is known. */
const haveOneGuardian = (one: Person, other: Person): boolean =>
  one.guardians.some((mine) =>
    other.guardians.some((theirs) =>
      mine.contact === '' || theirs.contact === '' ? mine.name === theirs.name : mine.contact === theirs.contact,
    ),
  );

const meanOf = (embeddings: readonly Float32Array[]): Float32Array =>
  Float32Array.from(
    embeddings[0] ?? [],
    (_, at) => embeddings.reduce((sum, one) => sum + (one[at] ?? 0), 0) / embeddings.length,
  );

interface Lists {
  readonly enrolled: string[];
  readonly already: string[];
  readonly noConsent: EnrolReport['noConsent'][number][];
  readonly refused: EnrolReport['refused'][number][];
  readonly alike: EnrolReport['alike'][number][];
  readonly near: EnrolReport['near'][number][];
}

const sortedByFile = (files: readonly PictureFile[], people: readonly Person[]) => {
  const byCode = new Map(people.map((person) => [person.code.toUpperCase(), person]));
  const of = new Map<PersonId, { readonly person: Person; readonly files: PictureFile[] }>();
  const unknown: string[] = [];
  for (const file of files.filter(isPicture)) {
    const person = codesIn(file.name)
      .map((code) => byCode.get(code.toUpperCase()))
      .find((one) => one !== undefined);
    if (person === undefined) unknown.push(file.name);
    else {
      const entry = of.get(person.id) ?? { person, files: [] };
      entry.files.push(file);
      of.set(person.id, entry);
    }
  }
  return { of, unknown };
};

/** Rejects when a store or the face core failed; who was enrolled until then is. */
export const enrolPictures = async (
  files: readonly PictureFile[],
  deps: EnrolDeps,
  by: StaffId | null,
): Promise<EnrolReport> => {
  const { templates, consents, engine, pack, purpose, alikeWithin } = deps;
  const here = deps.people.filter(({ leftAtMs }) => leftAtMs === null);
  const byId = new Map<string, Person>(deps.people.map((person) => [person.id, person]));
  const codeOf = (personId: string): string => byId.get(personId)?.code ?? personId;
  const { of, unknown } = sortedByFile(files, here);
  const lists: Lists = { enrolled: [], already: [], noConsent: [], refused: [], alike: [], near: [] };

  const known = templates
    .list()
    .filter((stored) => stored.purpose === purpose)
    .map((stored) => templates.read(stored, pack))
    .filter((template) => template !== null);
  const isKnown = new Set(known.map(({ personId }) => personId));
  await engine.put(known.map(({ personId, embedding }) => ({ personId, embedding })));

  const look = async (file: PictureFile): Promise<Float32Array | null> => {
    const refuseIt = ({ code, message }: FaceRefusal): null => {
      lists.refused.push({ image: file.name, code, message });
      return null;
    };
    // Asked before it is read: a small zip file can hold a picture of gigabytes.
    const tooLarge = engine.refuseSize(file.bytes);
    if (tooLarge !== null) return refuseIt(tooLarge);
    const bytes = await file.read().catch((error: Error) => error);
    if (bytes instanceof Error)
      return refuseIt({ code: 'image-broken', message: `It cannot be read: ${bytes.message}. Copy it again.` });
    const described = await engine.describe(bytes);
    return described.ok ? described.value.embedding : refuseIt(described.error);
  };

  const isKnownAlike = ({ code }: Person): boolean => deps.mayBeAlike.has(code.toUpperCase());
  const nearTo = (person: Person, others: readonly { readonly personId: string; readonly distance: number }[]) => {
    const withinOf = (personId: string): number => {
      const other = byId.get(personId);
      const kin = other !== undefined && (isKnownAlike(person) || haveOneGuardian(person, other));
      return deps.nearWithin?.[kin ? 'siblings' : 'others'] ?? 0;
    };
    return others
      .filter(({ personId, distance }) => distance < withinOf(personId))
      .map(({ personId }) => ({ personId: person.id, otherId: personId as PersonId }));
  };
  const noted = new Set<string>();
  const note = async (pairs: readonly LookAlike[]): Promise<void> => {
    if (pairs.length === 0) return;
    await deps.lookAlikes.note(pairs, by);
    for (const { personId, otherId } of pairs) {
      noted.add(personId);
      if (otherId !== null) noted.add(otherId);
      const other = otherId === null ? null : codeOf(otherId);
      lists.near.push({ code: codeOf(personId), other });
    }
  };

  // One after the other, so that the second of two equal faces finds the first.
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(step: () => Promise<T>): Promise<T> => {
    const result = turn.then(step);
    turn = result.catch(() => undefined);
    return result;
  };

  const store = async (person: Person, embedding: Float32Array): Promise<void> => {
    const others = (await engine.nearest(embedding)).filter(({ personId }) => personId !== person.id);
    const [other] = others;
    if (other !== undefined && other.distance < (alikeWithin ?? 0) && !isKnownAlike(person)) {
      lists.alike.push({ code: person.code, other: codeOf(other.personId), distance: other.distance });
      return;
    }
    // First, so that nobody is named by a face that is known to be like another one.
    await note(nearTo(person, others));
    const stored = await templates.enrol({ personId: person.id, purpose, pack, embedding }, by);
    if (!stored.ok) throw new Error(stored.error.message);
    await engine.put([{ personId: person.id, embedding }]);
    lists.enrolled.push(person.code);
  };

  const enrolOne = async (person: Person, pictures: readonly PictureFile[]): Promise<void> => {
    const { isLive, lacks } = consents.standing(person.id, purpose);
    if (!isLive) {
      lists.noConsent.push({ code: person.code, lacks });
      return;
    }
    if (isKnown.has(person.id)) {
      lists.already.push(person.code);
      return;
    }
    const embeddings: Float32Array[] = [];
    for (const picture of pictures) {
      const embedding = await look(picture);
      if (embedding !== null) embeddings.push(embedding);
    }
    if (embeddings.length > 0) await inTurn(() => store(person, meanOf(embeddings)));
  };

  const waiting = [...of.values()];
  const all = waiting.length;
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let one = waiting[next++]; one !== undefined; one = waiting[next++]) {
      await enrolOne(one.person, one.files);
      done += 1;
      deps.onProgress(done, all);
    }
  };
  await Promise.all(Array.from({ length: deps.atOnce }, work));
  // Said to look alike, and nobody of the list is near: the other one is not on it.
  const alone = here.filter((person) => isKnownAlike(person) && of.has(person.id) && !noted.has(person.id));
  await note(alone.map(({ id }) => ({ personId: id, otherId: null })));

  const settled = new Set([...lists.enrolled, ...lists.already, ...lists.alike.map(({ code }) => code)]);
  const without = here
    .filter(({ id, code }) => !settled.has(code) && consents.standing(id, purpose).isLive)
    .map(({ code }) => code);
  const byCode = <T extends { readonly code: string }>(one: T, other: T): number => (one.code < other.code ? -1 : 1);
  return {
    enrolled: lists.enrolled.toSorted(),
    already: lists.already.toSorted(),
    noConsent: lists.noConsent.toSorted(byCode),
    refused: lists.refused.toSorted((one, other) => (one.image < other.image ? -1 : 1)),
    alike: lists.alike.toSorted(byCode),
    near: lists.near.toSorted(byCode),
    unknown,
    without,
  };
};
