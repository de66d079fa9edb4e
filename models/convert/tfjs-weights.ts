// Reads weights as TensorFlow.js stores them: a JSON list of names, shapes and quantisation, and their bytes one after
// the other. Source: tfjs-core io_utils.decodeWeights, TensorFlow.js 4.22.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Tensor } from './onnx-writer.ts';

const Quantisation = z.union([
  z.object({ dtype: z.enum(['uint8', 'uint16']), scale: z.number(), min: z.number() }),
  z.object({ dtype: z.literal('float16') }),
]);

const WeightEntry = z.object({
  name: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: Quantisation.optional(),
});
type WeightEntry = z.infer<typeof WeightEntry>;

export const WeightsManifest = z.array(z.object({ paths: z.array(z.string()), weights: z.array(WeightEntry) }));
export type WeightsManifest = z.infer<typeof WeightsManifest>;

/** Weights by name. Whole numbers (shapes, axes, paddings) come as float32 too: they are small. */
export type Weights = ReadonlyMap<string, Tensor>;

const bytesPerValue = ({ dtype, quantization }: WeightEntry): number =>
  ({ uint8: 1, uint16: 2, float16: 2, float32: 4, int32: 4 })[quantization?.dtype ?? dtype];

const decode = (entry: WeightEntry, bytes: ArrayBuffer): Float32Array => {
  const { quantization } = entry;
  if (quantization === undefined)
    return entry.dtype === 'int32' ? Float32Array.from(new Int32Array(bytes)) : new Float32Array(bytes);
  if (quantization.dtype === 'float16') return Float32Array.from(new Uint16Array(bytes), fromHalf);
  const { scale, min } = quantization;
  const levels = quantization.dtype === 'uint8' ? new Uint8Array(bytes) : new Uint16Array(bytes);
  return Float32Array.from(levels, (level) => level * scale + min);
};

/** IEEE 754 binary16, given as its 16 bits. */
const fromHalf = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
};

/**
 * Reads all weights of a manifest whose files lie in `folder`.
 * Throws when the files are shorter or longer than the manifest says.
 */
export const readWeights = (manifest: WeightsManifest, folder: string): Weights => {
  const weights = new Map<string, Tensor>();
  for (const { paths, weights: entries } of manifest) {
    const bytes = Buffer.concat(paths.map((name) => readFileSync(path.join(folder, name))));
    let at = 0;
    for (const entry of entries) {
      const count = entry.shape.reduce((product, length) => product * length, 1);
      const end = at + count * bytesPerValue(entry);
      weights.set(entry.name, {
        shape: entry.shape,
        data: decode(entry, Uint8Array.from(bytes.subarray(at, end)).buffer),
      });
      at = end;
    }
    if (at !== bytes.length)
      throw new Error(`The weights ${paths.join(', ')} hold ${bytes.length} bytes; their manifest describes ${at}.`);
  }
  return weights;
};
