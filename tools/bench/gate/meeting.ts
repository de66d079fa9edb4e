// Wrong names: some people of a folder are enrolled as a meeting, the others are strangers, and all of them walk up to a gate.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FaceEngine } from '../../../models/engine/engine.ts';

export interface Picture {
  readonly personId: string;
  readonly file: string;
}

export interface Meeting {
  readonly enrolled: readonly string[];
  /** Pictures of the enrolled by which they are not enrolled. */
  readonly members: readonly Picture[];
  readonly strangers: readonly Picture[];
}

/** Enrols the first `size` people of the folder (one sub-folder each) by the best of their pictures. */
export const enrolMeeting = async (engine: FaceEngine, folder: string, size: number): Promise<Meeting> => {
  const people = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const picturesOf = (personId: string): Picture[] =>
    readdirSync(path.join(folder, personId))
      .sort()
      .map((file) => ({ personId, file: path.join(folder, personId, file) }));
  const members: Picture[] = [];
  for (const personId of people.slice(0, size)) {
    const described = await Promise.all(
      picturesOf(personId).map(async (picture) => ({
        picture,
        described: await engine.describe(readFileSync(picture.file), { faces: 'largest' }, 'mirror'),
      })),
    );
    const usable = described.flatMap(({ picture, described: one }) => (one.ok ? [{ picture, face: one.value }] : []));
    const best = usable.toSorted((one, other) => other.face.face.quality.overall - one.face.face.quality.overall)[0];
    if (best === undefined) throw new Error(`No picture of ${personId} shows a face`);
    await engine.put([{ personId, embedding: best.face.embedding }]);
    members.push(...usable.map(({ picture }) => picture).filter((picture) => picture !== best.picture));
  }
  return { enrolled: people.slice(0, size), members, strangers: people.slice(size).flatMap(picturesOf) };
};
