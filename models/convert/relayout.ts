// From TensorFlow's order of axes (channels last) to ONNX's (channels first).
import type { Tensor } from './onnx-writer.ts';

/** Moves axes: axis `n` of the result is axis `axes[n]` of the input. */
export const transpose = ({ shape, data }: Tensor, axes: readonly number[]): Tensor => {
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

/** Convolution kernels: height, width, in, out → out, in, height, width. */
export const convolutionKernel = (kernel: Tensor): Tensor => transpose(kernel, [3, 2, 0, 1]);

/** Depthwise kernels: height, width, channels, multiplier → channels × multiplier, 1, height, width. */
export const depthwiseKernel = (kernel: Tensor): Tensor => {
  const { shape, data } = transpose(kernel, [2, 3, 0, 1]);
  const [channels = 0, multiplier = 0, height = 0, width = 0] = shape;
  return { shape: [channels * multiplier, 1, height, width], data };
};

/** A constant that is added to or multiplied with an image of channels: its channel axis comes before height and width. */
export const perChannel = ({ shape, data }: Tensor): Tensor => {
  const channels = shape.at(-1) ?? 1;
  if (data.length !== channels)
    throw new Error(
      `Only constants with one value for each channel are converted, not one of shape ${shape.join('x')}.`,
    );
  return { shape: shape.length === 0 ? [] : [channels, 1, 1], data };
};
