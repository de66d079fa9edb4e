// From TensorFlow's order of axes (channels last) to ONNX's (channels first).
import type { Tensor } from './onnx-writer.ts';

/** Moves axes: axis `n` of the result is axis `axes[n]` of the input. */
const transpose = ({ shape, data }: Tensor, axes: readonly number[]): Tensor => {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, length) => product * length, 1));
  const newShape = axes.map((axis) => shape[axis] ?? 1);
  const newStrides = axes.map((axis) => strides[axis] ?? 0);
  const moved = new Float32Array(data.length);
  const at = newShape.map(() => 0);
  for (let index = 0; index < moved.length; index += 1) {
    moved[index] = data[at.reduce((sum, position, axis) => sum + position * (newStrides[axis] ?? 0), 0)] ?? Number.NaN;
    for (let axis = at.length - 1; axis >= 0; axis -= 1) {
      at[axis] = (at[axis] ?? 0) + 1;
      if ((at[axis] ?? 0) < (newShape[axis] ?? 0)) break;
      at[axis] = 0;
    }
  }
  return { shape: newShape, data: moved };
};

/** The tensor with zeros behind its data, up to the new lengths of its axes. */
export const extend = ({ shape, data }: Tensor, newShape: readonly number[]): Tensor => {
  const extended = new Float32Array(newShape.reduce((product, length) => product * length, 1));
  for (const [index, value] of data.entries()) {
    let rest = index;
    let to = 0;
    let stride = 1;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const length = shape[axis] ?? 1;
      to += (rest % length) * stride;
      rest = Math.floor(rest / length);
      stride *= newShape[axis] ?? 1;
    }
    extended[to] = value;
  }
  return { shape: newShape, data: extended };
};

/** Convolution kernels: height, width, in, out → out, in, height, width, with zeros up to `channelsOut` and `channelsIn`. */
export const convolutionKernel = (
  kernel: Tensor,
  { channelsIn, channelsOut }: { channelsIn: number; channelsOut: number },
): Tensor => {
  const turned = transpose(kernel, [3, 2, 0, 1]);
  return extend(turned, [channelsOut, channelsIn, ...turned.shape.slice(2)]);
};

/** Depthwise kernels: height, width, channels, 1 → channels, 1, height, width, with zeros up to `channels`. */
export const depthwiseKernel = (kernel: Tensor, channels: number): Tensor => {
  const turned = transpose(kernel, [2, 3, 0, 1]);
  if (turned.shape[1] !== 1)
    throw new Error(`Only depthwise kernels with multiplier 1 are converted, not ${turned.shape[1]}.`);
  return extend(turned, [channels, ...turned.shape.slice(1)]);
};

/** A constant with one value for each channel, before height and width, with zeros up to `channels`. */
export const perChannel = ({ shape, data }: Tensor, channels: number): Tensor => {
  if (data.length === 1) return { shape: [], data };
  if (data.length !== shape.at(-1))
    throw new Error(`Only constants with one value for each channel are converted, not of shape ${shape.join('x')}.`);
  const { data: extended } = extend({ shape: [data.length], data }, [channels]);
  return { shape: [channels, 1, 1], data: extended };
};
