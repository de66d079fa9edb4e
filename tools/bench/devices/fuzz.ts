// Ten million bytes of trouble for each decoder of the tree.
import type { StreamDecoder } from '../../decoders/decoder.ts';
import { type FuzzFindings, fuzz } from '../../decoders/fuzz.ts';
import { STREAM_DECODERS } from '../../decoders/list.ts';
import { atMost, type Benchmark, type Figure, type Unit } from '../figure.ts';

const SEED = 20_261_126;
const BYTES = 10_000_000;
const count: Unit = { name: '', digits: 0 };
const none = (name: string, value: number): Figure => atMost(0, count, { name, value });

/** Of a Poisson variable with this mean no more than so many are believable: four standard deviations, and one. */
const believable = (mean: number): number => Math.ceil(mean + 4 * Math.sqrt(mean) + 1);

/** What a checksum of so many bits lets through. Where there is none, the figure shows what the protocol cannot tell. */
const byChance = ({ name, check }: StreamDecoder, { spoiled, byChance: value }: FuzzFindings): Figure => {
  const what = `${name}: made by ${spoiled} spoiled frames and noise, checksum: ${check.name}`;
  if (check.bits === 0) return { name: what, value, measured: value.toFixed(0), target: null };
  return atMost(believable(spoiled * 2 ** -check.bits), count, { name: `${what}, ${check.bits} bits`, value });
};

export const fuzzing: Benchmark = {
  name: 'fuzz',
  title: 'Noise, spoiled and cut frames',
  method: `${BYTES / 1e6} million bytes for each of ${STREAM_DECODERS.length} decoders (seed ${SEED}): noise, or a frame with one to three changes (a bit, a byte, one too few, one too many), or a piece of a frame; behind each two whole frames, in pieces of any size. Everything that a decoder hears is built again by the simulator's encoder and must stand on the line as it was received, else it is false; the status of printers and the reports of HID scanners cannot be built again and are not judged so. The second frame behind trouble must be heard. "Made by": frames that a spoiled one or noise happens to be, right in every bit that the protocol checks, so that no reader could tell; where there is a checksum the target is what it lets through by chance (spoiled frames × 2^-bits, and four standard deviations).`,
  async run({ say }) {
    const all = STREAM_DECODERS.map((decoder) => {
      const findings = fuzz(decoder, { seed: SEED, bytes: BYTES });
      const { examples, ...numbers } = findings;
      say(`${decoder.name}: ${JSON.stringify(numbers)}`);
      if (numbers.exceptions + numbers.falseMessages + numbers.lost > 0) for (const example of examples) say(example);
      return { decoder, findings };
    });
    const sum = (of: (findings: FuzzFindings) => number) =>
      all.reduce((total, { findings }) => total + of(findings), 0);
    return [
      none(
        'exceptions',
        sum(({ exceptions }) => exceptions),
      ),
      none(
        'false cards, keys, codes, answers',
        sum(({ falseMessages }) => falseMessages),
      ),
      none(
        'second whole frames behind trouble that were not heard',
        sum(({ lost }) => lost),
      ),
      ...all.map(({ decoder, findings }) => byChance(decoder, findings)),
    ];
  },
};
