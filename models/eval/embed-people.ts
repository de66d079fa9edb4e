// Runs every picture of a bundle through the face core, some at a time, and tells how far it is.
import { type Bundle, type BundledFile, personOf } from '../bundle.ts';
import type { FaceEngine } from '../engine/engine.ts';
import type { Averaging, Described, StagesMs, Wanted } from '../engine/vision-calls.ts';
import { refuseTooLarge } from '../pipeline/decode.ts';

export interface PersonPicture {
  readonly personId: string;
  readonly image: string;
}

export interface EmbeddedPicture extends PersonPicture {
  readonly described: Described;
}

export interface RefusedPicture extends PersonPicture {
  readonly message: string;
}

export interface EmbeddedPeople {
  readonly pictures: readonly EmbeddedPicture[];
  readonly refused: readonly RefusedPicture[];
}

export interface EmbedOptions {
  readonly wanted: Wanted;
  readonly averaging: Averaging;
  /** Pictures under way at the same time: one or two for each thread that sees. */
  readonly atOnce: number;
  readonly onProgress: (done: number, all: number) => void;
}

const isPicture = ({ name }: BundledFile): boolean => /\.(jpe?g|png|webp|gif|tiff?|avif|heic|heif)$/i.test(name);

/** Pictures that lie in no sub-folder, and files that are no pictures by their name, are left out. */
export const embedPeople = async (
  engine: FaceEngine,
  bundle: Bundle,
  { wanted, averaging, atOnce, onProgress }: EmbedOptions,
): Promise<EmbeddedPeople> => {
  const pictures: EmbeddedPicture[] = [];
  const refused: RefusedPicture[] = [];
  const files = bundle.files.filter(isPicture);
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    for (let file = files[next++]; file !== undefined; file = files[next++]) {
      const personId = personOf(file);
      if (personId !== null) {
        const picture = { personId, image: file.name };
        // Asked before it is read: a small zip file can hold a picture of gigabytes.
        const tooLarge = refuseTooLarge(file.bytes);
        const bytes = tooLarge === null ? await file.read().catch((error: Error) => error) : tooLarge;
        if ('message' in bytes) refused.push({ ...picture, message: bytes.message });
        else {
          const described = await engine.describe(bytes, wanted, averaging);
          if (described.ok) pictures.push({ ...picture, described: described.value });
          else refused.push({ ...picture, message: described.error.message });
        }
      }
      done += 1;
      onProgress(done, files.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const byImage = (one: PersonPicture, other: PersonPicture): number => (one.image < other.image ? -1 : 1);
  return { pictures: pictures.toSorted(byImage), refused: refused.toSorted(byImage) };
};

/** Median of each stage over all pictures. */
export const medianStages = (pictures: readonly EmbeddedPicture[]): Record<keyof StagesMs, number> => {
  const median = (stage: keyof StagesMs): number =>
    pictures.map(({ described }) => described.stagesMs[stage]).toSorted((a, b) => a - b)[pictures.length >> 1] ??
    Number.NaN;
  return {
    decodeMs: median('decodeMs'),
    detectMs: median('detectMs'),
    alignMs: median('alignMs'),
    embedMs: median('embedMs'),
  };
};
