import path from 'node:path';
import { type Command, Option } from 'commander';
import { ConsentPurpose } from '../../contract/consent.ts';
import { type EnrolReport, enrolPictures } from '../../main/services/templates/index.ts';
import { openBundle } from '../../models/bundle.ts';
import { defaultFpir, thresholdFor } from '../../models/decide/calibration.ts';
import type { FaceEngine } from '../../models/engine/engine.ts';
import { refuseTooLarge } from '../../models/pipeline/decode.ts';
import { enrolmentLimits } from '../../models/pipeline/quality.ts';
import { type PackOptions, withEngine, withPackOptions } from './face-pack.ts';
import { print, VerbError, withSite } from './verb.ts';

interface EnrolOptions extends PackOptions {
  readonly json?: boolean;
  readonly purpose: ConsentPurpose;
  readonly alike?: readonly string[];
}

const progress = (done: number, all: number): void => {
  if (process.stderr.isTTY && (done % 10 === 0 || done === all))
    process.stderr.write(`\r${done} of ${all} people${done === all ? '\n' : ''}`);
};

const linesOf = ({ enrolled, already, noConsent, refused, alike, near, unknown, without }: EnrolReport): string[] => [
  `${enrolled.length} enrolled, ${already.length} were already`,
  ...refused.map(({ image, message }) => `  left out ${image}: ${message}`),
  ...alike.map(
    ({ code, other, distance }) =>
      `  NOT enrolled ${code}: the face is that of ${other} (distance ${distance.toFixed(3)}). One of both pictures is wrong; for twins add: --alike ${code}`,
  ),
  ...near.map(
    ({ code, other }) =>
      `  ${code} looks like ${other ?? 'somebody who is not on the list'}: from now on a card is asked for, never the face alone`,
  ),
  ...noConsent.map(({ code, lacks }) => `  not looked at ${code}: consent is missing (${lacks.join(', ')})`),
  ...unknown.map((image) => `  nobody has the code of ${image}`),
  ...(without.length === 0 ? [] : [`  agreed, without a usable picture: ${without.join(', ')}`]),
];

/** The nearest distance that the pack was measured for: above it, two pictures may be of two people. */
const alikeWithinOf = (pack: FaceEngine['pack']): number | null => {
  const points = pack.manifest.calibration?.points ?? [];
  return points.length === 0 ? null : Math.min(...points.map(({ distance }) => distance));
};

/**
 * Siblings by the distance at which one pair of strangers in a thousand is alike; others by the one up to which a face of the
 * whole list is named, or by the strictest that was measured where the list is longer.
 */
const nearWithin = ({ pack }: FaceEngine, listSize: number) => {
  const { calibration } = pack.manifest;
  const strictest = alikeWithinOf(pack);
  const ofOne = thresholdFor(calibration, { kind: 'one-to-one', fmr: 1e-3 });
  if (strictest === null) return null;
  const ofList = thresholdFor(calibration, { kind: 'one-to-many', listSize, fpir: defaultFpir });
  return {
    siblings: ofOne.ok ? ofOne.value.distanceMax : strictest,
    others: ofList.ok ? Math.min(ofList.value.distanceMax, ofOne.ok ? ofOne.value.distanceMax : strictest) : strictest,
  };
};

const enrol = async (place: string, options: EnrolOptions): Promise<void> => {
  const bundle = await openBundle(path.resolve(place));
  if (!bundle.ok) throw new VerbError(bundle.error);
  const report = await withSite(options, async ({ templates, consents, people, lookAlikes }) => {
    if (!templates.vault.ok) throw new VerbError(templates.vault.error.message);
    return withEngine(options, (engine) =>
      enrolPictures(
        bundle.value.files,
        {
          templates,
          consents,
          people: people.list(),
          engine: {
            describe: (picture) => engine.describe(picture, { faces: 'one', limits: enrolmentLimits }, 'mirror'),
            nearest: async (embedding) => (await engine.candidates(embedding, null)) ?? [],
            put: engine.put,
            refuseSize: refuseTooLarge,
          },
          pack: { ...engine.pack.manifest.embedder, name: engine.pack.manifest.name },
          purpose: options.purpose,
          alikeWithin: alikeWithinOf(engine.pack),
          nearWithin: nearWithin(engine, people.list().length),
          lookAlikes,
          mayBeAlike: new Set((options.alike ?? []).map((code) => code.toUpperCase())),
          atOnce: options.threads * 2,
          onProgress: progress,
        },
        null,
      ),
    );
  });
  await bundle.value.close();
  print(options, report, linesOf(report));
};

export const enrolVerb = (people: Command): void => {
  withPackOptions(people.command('enrol <folder-or-zip>'))
    .description('take faces from pictures named by code (HS001.jpg); only of people who agreed; pictures are not kept')
    .addOption(
      new Option('--purpose <purpose>', 'what the face is used for')
        .choices(ConsentPurpose.options)
        .makeOptionMandatory(),
    )
    .option('--alike <codes...>', 'these may look like somebody else: twins, after you looked')
    .option('--json', 'print the result as one line of JSON')
    .action(enrol);
};
