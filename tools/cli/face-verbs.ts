import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { loadConfig } from '../../main/host/config.ts';
import { type Bundle, openBundle } from '../../models/bundle.ts';
import { defaultFpir } from '../../models/decide/calibration.ts';
import type { FaceEngine } from '../../models/engine/engine.ts';
import { calibrate } from '../../models/eval/calibrate.ts';
import {
  type EmbeddedPeople,
  type EmbeddedPicture,
  embedPeople,
  medianStages,
} from '../../models/eval/embed-people.ts';
import { drawDet, drawHistogram } from '../../models/eval/plots.ts';
import { createReport, reportLines } from '../../models/eval/report.ts';
import { comparePairs, type Scores, searchAll } from '../../models/eval/scores.ts';
import type { Embedding } from '../../models/face.ts';
import { type GalleryStore, openGalleryStore } from '../../models/gallery/gallery-store.ts';
import { readOrCreateKey } from '../../models/gallery/key-file.ts';
import { savePackCalibration } from '../../models/packs/install-pack.ts';
import { refuseTooLarge } from '../../models/pipeline/decode.ts';
import { enrolmentLimits } from '../../models/pipeline/quality.ts';
import { acceptPack, findPack, type PackOptions, packsFolderOf, withEngine, withPackOptions } from './face-pack.ts';
import { print, VerbError } from './verb.ts';

const bundleAt = async (place: string): Promise<Bundle> => {
  const bundle = await openBundle(path.resolve(place));
  if (!bundle.ok) throw new VerbError(bundle.error);
  return bundle.value;
};

const progress = (done: number, all: number): void => {
  if (process.stderr.isTTY && (done % 10 === 0 || done === all))
    process.stderr.write(`\r${done} of ${all} pictures${done === all ? '\n' : ''}`);
};

/** Where a site keeps its faces, and the key to them. */
const withStore = async <T>(options: PackOptions, work: (store: GalleryStore) => Promise<T>): Promise<T> => {
  const { dataFolder } = loadConfig(options.config);
  const { manifest } = await findPack(options);
  mkdirSync(dataFolder, { recursive: true });
  const key = readOrCreateKey(path.join(dataFolder, 'faces.key'));
  if (!key.ok) throw new VerbError(key.error);
  const store = openGalleryStore(path.join(dataFolder, 'faces.db'), key.value, {
    pack: manifest.name,
    sha256: manifest.embedder.sha256,
    length: manifest.embedder.length,
  });
  if (!store.ok) throw new VerbError(store.error.message);
  try {
    return await work(store.value);
  } finally {
    store.value.close();
  }
};

const meanOf = (embeddings: readonly Embedding[]): Embedding =>
  Float32Array.from(
    embeddings[0] ?? [],
    (_, at) => embeddings.reduce((sum, one) => sum + (one[at] ?? 0), 0) / embeddings.length,
  );

const enrol = async (place: string, options: PackOptions & { json?: boolean }): Promise<void> => {
  const bundle = await bundleAt(place);
  const { pictures, refused } = await withEngine(options, (engine) =>
    embedPeople(engine, bundle, {
      wanted: { faces: 'one', limits: enrolmentLimits },
      averaging: 'mirror',
      atOnce: options.threads * 2,
      onProgress: progress,
    }),
  );
  await bundle.close();
  const people = Map.groupBy(pictures, ({ personId }) => personId);
  const faces = [...people].map(([personId, shots]) => ({
    personId,
    embedding: meanOf(shots.map(({ described }) => described.embedding)),
  }));
  await withStore(options, async (store) => store.put(faces));
  const without = [...new Set(refused.map(({ personId }) => personId))].filter((personId) => !people.has(personId));
  print(options, { people: faces.length, pictures: pictures.length, refused, without }, [
    `${faces.length} people enrolled from ${pictures.length} pictures`,
    ...refused.map(({ image, message }) => `  left out ${image}: ${message}`),
    ...without.map((personId) => `  NOT enrolled, no usable picture: ${personId}`),
  ]);
  if (faces.length === 0)
    throw new VerbError('Nobody was enrolled. Give one sub-folder a person with a picture from the front.');
};

const identify = async (
  image: string,
  options: PackOptions & { json?: boolean; fpir: number; people?: readonly string[] },
): Promise<void> => {
  const file = statSync(image, { throwIfNoEntry: false });
  if (file?.isFile() !== true) throw new VerbError(`There is no picture ${image}. Give one picture file.`);
  const tooLarge = refuseTooLarge(file.size);
  if (tooLarge !== null) throw new VerbError(tooLarge.message);
  const stored = await withStore(options, async (store) => store.load());
  if (!stored.ok) throw new VerbError(stored.error.message);
  const answer = await withEngine(options, async (engine) => {
    await engine.put(stored.value);
    const list = options.people === undefined ? null : 'asked';
    if (options.people !== undefined) await engine.defineList('asked', options.people);
    const described = await engine.describe(readFileSync(image), { faces: 'largest' }, 'mirror');
    if (!described.ok) throw new VerbError(described.error.message);
    return engine.identify(described.value.embedding, { list, fpir: options.fpir });
  });
  if (!answer.ok) throw new VerbError(answer.error.message);
  const { decision, listSize } = answer.value;
  const line =
    decision.kind === 'match'
      ? `${decision.personId} (distance ${decision.distance.toFixed(3)}, second ${decision.margin === null ? 'none' : `${decision.margin.toFixed(3)} farther`})`
      : decision.kind === 'ambiguous'
        ? `ambiguous: ${decision.candidates.map(({ personId }) => personId).join(' or ')}; ask for a card`
        : `unknown (nearest distance ${decision.distance?.toFixed(3) ?? 'none'})`;
  print(options, answer.value, [line, `among ${listSize} people`]);
};

const embedForMeasuring = (engine: FaceEngine, bundle: Bundle, threads: number): Promise<EmbeddedPeople> =>
  embedPeople(engine, bundle, {
    wanted: { faces: 'largest' },
    averaging: 'mirror',
    atOnce: threads * 2,
    onProgress: progress,
  });

/** Makes the folder of a result before minutes are spent on measuring it. */
const prepareFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new VerbError(`The folder ${folder} cannot be made: ${error instanceof Error ? error.message : error}`);
  }
};

/** Too few people or pictures is for the person to mend. */
const mendable = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new VerbError(error.message);
    throw error;
  }
};

const compare = (pictures: readonly EmbeddedPicture[]): Scores =>
  mendable(() =>
    comparePairs(
      pictures.map(({ personId, image, described }) => ({ personId, image, embedding: described.embedding })),
    ),
  );

const evaluate = async (
  place: string,
  options: PackOptions & { json?: string; plots: string; draws: number; seed: number },
): Promise<void> => {
  const bundle = await bundleAt(place);
  prepareFolder(options.plots);
  if (options.json !== undefined) prepareFolder(path.dirname(options.json));
  const { pictures, refused } = await withEngine(options, (engine) =>
    embedForMeasuring(engine, bundle, options.threads),
  );
  await bundle.close();
  const scores = compare(pictures);
  const report = createReport({
    scores,
    probes: searchAll(scores),
    failedImages: refused.map(({ image }) => image),
    stagesMs: medianStages(pictures),
    draws: options.draws,
    seed: options.seed,
  });
  console.log(reportLines(report).join('\n'));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(path.join(options.plots, 'det.svg'), drawDet(scores));
  writeFileSync(path.join(options.plots, 'histogram.svg'), drawHistogram(scores));
  console.log(`\n${path.join(options.plots, 'det.svg')}, ${path.join(options.plots, 'histogram.svg')}`);
};

const calibratePack = async (
  place: string,
  options: PackOptions & { json?: boolean; data?: string; out?: string },
): Promise<void> => {
  const bundle = await bundleAt(place);
  const data = options.data ?? path.basename(path.resolve(place));
  if (options.out !== undefined) prepareFolder(path.dirname(options.out));
  const { pictures } = await withEngine(options, (engine) => embedForMeasuring(engine, bundle, options.threads));
  await bundle.close();
  const scores = compare(pictures);
  const day = new Date().toISOString().slice(0, 10);
  const calibration = mendable(() => calibrate(scores, searchAll(scores), { data, day }));
  let written = options.out;
  if (written === undefined) {
    const pack = await findPack(options);
    written = acceptPack(await savePackCalibration(pack, calibration, packsFolderOf(options.config))).folder;
  } else writeFileSync(written, `${JSON.stringify(calibration, null, 2)}\n`);
  print(options, calibration, [
    `${calibration.people} people, ${calibration.impostorPairs} impostor pairs, margin ${calibration.marginMin}`,
    ...calibration.points.map(
      ({ fmr, distance, fnmr }) =>
        `FMR ${fmr.toExponential(1)}  distance ${distance.toFixed(4)}  FNMR ${(fnmr * 100).toFixed(2)} %`,
    ),
    `written to ${written}`,
  ]);
};

const rate = (text: string): number => {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('a rate between 0 and 1 is needed, such as 0.003');
  return value;
};

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number from 1 on is needed');
  return value;
};

export const faceVerbs = (program: Command): void => {
  const face = program.command('face').description('enrol, identify and measure faces');
  withPackOptions(face.command('enrol <folder-or-zip>'))
    .description('enrol people: one sub-folder a person, named as the person is known')
    .option('--json', 'print the result as one line of JSON')
    .action(enrol);
  withPackOptions(face.command('identify <image>'))
    .description('say who of the enrolled people is in a picture')
    .option('--people <ids...>', 'only among these people')
    .option('--fpir <rate>', 'share of strangers who may be given a name', rate, defaultFpir)
    .option('--json', 'print the result as one line of JSON')
    .action(identify);
  withPackOptions(face.command('eval <folder-or-zip>'))
    .description('measure error rates on pictures of people: one sub-folder a person')
    .option('--json <file>', 'write the figures as JSON')
    .option('--plots <folder>', 'where the DET curve and the histogram of distances are drawn as SVG', 'data/face-eval')
    .option('--draws <count>', 'draws of the bootstrap', count, 1000)
    .option('--seed <number>', 'seed of the bootstrap', count, 1)
    .action(evaluate);
  withPackOptions(face.command('calibrate <folder-or-zip>'))
    .description('measure thresholds on pictures of people and write them into the pack of the site')
    .option(
      '--data <text>',
      'what the pictures are and where they come from, kept with the thresholds; else the name of the folder',
    )
    .option('--out <file>', 'write the thresholds into a file instead')
    .option('--json', 'print the result as one line of JSON')
    .action(calibratePack);
};
