import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CsvError, parse } from 'csv-parse/sync';
import { ConsentPurpose } from '../../contract/consent.ts';
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
import { groupLines, groupRates } from '../../models/eval/groups.ts';
import { drawDet, drawHistogram } from '../../models/eval/plots.ts';
import { createReport, reportLines } from '../../models/eval/report.ts';
import { comparePairs, type Scores, searchAll } from '../../models/eval/scores.ts';
import { savePackCalibration } from '../../models/packs/install-pack.ts';
import { refuseTooLarge } from '../../models/pipeline/decode.ts';
import { acceptPack, findPack, type PackOptions, packsFolderOf, withEngine, withPackOptions } from './face-pack.ts';
import { print, VerbError, withSite } from './verb.ts';

const bundleAt = async (place: string): Promise<Bundle> => {
  const bundle = await openBundle(path.resolve(place));
  if (!bundle.ok) throw new VerbError(bundle.error);
  return bundle.value;
};

const progress = (done: number, all: number): void => {
  if (process.stderr.isTTY && (done % 10 === 0 || done === all))
    process.stderr.write(`\r${done} of ${all} pictures${done === all ? '\n' : ''}`);
};

interface IdentifyOptions extends PackOptions {
  readonly json?: boolean;
  readonly purpose: ConsentPurpose;
  readonly fpir: number;
  /** Codes. */
  readonly people?: readonly string[];
}

const identify = async (image: string, options: IdentifyOptions): Promise<void> => {
  const file = statSync(image, { throwIfNoEntry: false });
  if (file?.isFile() !== true) throw new VerbError(`There is no picture ${image}. Give one picture file.`);
  const tooLarge = refuseTooLarge(file.size);
  if (tooLarge !== null) throw new VerbError(tooLarge.message);
  const { answer, codeOf } = await withSite(options, async ({ templates, people }) => {
    if (!templates.vault.ok) throw new VerbError(templates.vault.error.message);
    const idOf = (code: string): string => {
      const person = people.byCode(code);
      if (person === null) throw new VerbError(`Nobody has the code "${code}". "motcua people list" shows all.`);
      return person.id;
    };
    const found = await withEngine(options, async (engine) => {
      const { embedder, name } = engine.pack.manifest;
      const faces = templates
        .list()
        .filter(({ purpose }) => purpose === options.purpose)
        .flatMap((stored) => templates.read(stored, { ...embedder, name }) ?? []);
      await engine.put(faces);
      const list = options.people === undefined ? null : 'asked';
      if (options.people !== undefined) await engine.defineList('asked', options.people.map(idOf));
      const described = await engine.describe(readFileSync(image), { faces: 'largest' }, 'mirror');
      if (!described.ok) throw new VerbError(described.error.message);
      return engine.identify(described.value.embedding, { list, fpir: options.fpir });
    });
    const codes = new Map<string, string>(people.list().map(({ id, code }) => [id, code]));
    return { answer: found, codeOf: (id: string): string => codes.get(id) ?? id };
  });
  if (!answer.ok) throw new VerbError(answer.error.message);
  const { decision, listSize } = answer.value;
  const line =
    decision.kind === 'match'
      ? `${codeOf(decision.personId)} (distance ${decision.distance.toFixed(3)}, second ${decision.margin === null ? 'none' : `${decision.margin.toFixed(3)} farther`})`
      : decision.kind === 'ambiguous'
        ? `ambiguous: ${decision.candidates.map(({ personId }) => codeOf(personId)).join(' or ')}; ask for a card`
        : `unknown (nearest distance ${decision.distance?.toFixed(3) ?? 'none'})`;
  const code = decision.kind === 'match' ? codeOf(decision.personId) : null;
  print(options, { ...answer.value, code }, [line, `among ${listSize} people`]);
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
    if (error instanceof RangeError || error instanceof CsvError) throw new VerbError(error.message);
    throw error;
  }
};

const compare = (pictures: readonly EmbeddedPicture[]): Scores =>
  mendable(() =>
    comparePairs(
      pictures.map(({ personId, image, described }) => ({ personId, image, embedding: described.embedding })),
    ),
  );

/** First column: the person as the folder is named, second: the group. A first line that names no folder is a heading. */
const readGroups = (file: string): ReadonlyMap<string, string> => {
  const rows = mendable(() =>
    parse(readFileSync(file), { bom: true, trim: true, skip_empty_lines: true }),
  ) as string[][];
  const bad = rows.findIndex((row) => row.length < 2 || row[0] === '' || row[1] === '');
  if (bad >= 0) throw new VerbError(`Line ${bad + 1} of ${file} has no person and group; two columns are needed.`);
  return new Map(rows.map(([person = '', group = '']) => [person, group]));
};

const evaluate = async (
  place: string,
  options: PackOptions & { json?: string; plots: string; draws: number; seed: number; groups?: string },
): Promise<void> => {
  const groups = options.groups === undefined ? null : readGroups(options.groups);
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
  const byGroup =
    groups === null
      ? []
      : groupRates(scores, (personId) => groups.get(personId) ?? null, { ...options, limit: report.limits['1e-3'] });
  console.log([...reportLines(report), ...(groups === null ? [] : groupLines(byGroup))].join('\n'));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ ...report, byGroup }, null, 2)}\n`);
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
  const face = program
    .command('face')
    .description('identify and measure faces; who is enrolled is a matter of `people enrol`');
  withPackOptions(face.command('identify <image>'))
    .description('say who of the people enrolled for a purpose is in a picture')
    .addOption(
      new Option('--purpose <purpose>', 'what their face is used for')
        .choices(ConsentPurpose.options)
        .makeOptionMandatory(),
    )
    .option('--people <codes...>', 'only among these people')
    .option('--fpir <rate>', 'share of strangers who may be given a name', rate, defaultFpir)
    .option('--json', 'print the result as one line of JSON')
    .action(identify);
  withPackOptions(face.command('eval <folder-or-zip>'))
    .description('measure error rates on pictures of people: one sub-folder a person')
    .option('--groups <csv>', 'person and group in two columns: error rates of each group at the distance of FMR 1e-3')
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
