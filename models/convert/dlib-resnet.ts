// dlib's face recognition network (dlib_face_recognition_resnet_model_v1, 29 convolutions, public domain) as ONNX, from
// the weights that face-api ships. The graph is defined by code there, so it is written by code here. Source: face-api
// src/faceRecognitionNet; dlib examples/dnn_face_recognition_ex.cpp.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createOnnxWriter, type OnnxWriter, type Tensor } from './onnx-writer.ts';
import { convolutionKernel } from './relayout.ts';
import { readWeights, type Weights, WeightsManifest } from './tfjs-weights.ts';

interface Builder {
  readonly writer: OnnxWriter;
  readonly weights: Weights;
}

const named = (weights: Weights, name: string): Tensor => {
  const tensor = weights.get(name);
  if (tensor === undefined) throw new Error(`The weights hold no "${name}".`);
  return tensor;
};

/** conv · x + bias, then × scale + shift, as one convolution: the scale goes into the kernel of its output channel. */
const fold = (weights: Weights, prefix: string): { kernel: Tensor; bias: Tensor } => {
  const filters = named(weights, `${prefix}/conv/filters`);
  const [, , channelsIn = 0, channelsOut = 0] = filters.shape;
  const kernel = convolutionKernel(filters, { channelsIn, channelsOut });
  const { data: bias } = named(weights, `${prefix}/conv/bias`);
  const { data: scale } = named(weights, `${prefix}/scale/weights`);
  const { data: shift } = named(weights, `${prefix}/scale/biases`);
  const perOutput = kernel.data.length / scale.length;
  return {
    kernel: {
      shape: kernel.shape,
      data: kernel.data.map((value, at) => value * (scale[Math.floor(at / perOutput)] ?? Number.NaN)),
    },
    bias: {
      shape: [scale.length],
      data: bias.map((value, at) => value * (scale[at] ?? Number.NaN) + (shift[at] ?? Number.NaN)),
    },
  };
};

interface Window {
  readonly stride: number;
  readonly padding: number;
}

const convolve = ({ writer, weights }: Builder, from: string, prefix: string, { stride, padding }: Window): string => {
  const { kernel, bias } = fold(weights, prefix);
  return writer.node('Conv', [from, writer.weights(kernel), writer.weights(bias)], {
    kernel_shape: kernel.shape.slice(2),
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
  });
};

const same: Window = { stride: 1, padding: 1 };
const halving: Window = { stride: 2, padding: 0 };

const residual = (builder: Builder, from: string, block: string): string => {
  const { writer } = builder;
  const first = writer.node('Relu', [convolve(builder, from, `${block}/conv1`, same)], {});
  const second = convolve(builder, first, `${block}/conv2`, same);
  return writer.node('Relu', [writer.node('Add', [second, from], {})], {});
};

interface Down {
  readonly block: string;
  /** Zero channels that the shortcut lacks. */
  readonly missingChannels: number;
  /** Zero rows and columns that the convolved side lacks at the bottom and right. */
  readonly missingPixels: number;
}

const residualDown = (builder: Builder, from: string, { block, missingChannels, missingPixels }: Down): string => {
  const { writer } = builder;
  const pad = (name: string, ends: readonly number[]): string =>
    ends.some((end) => end > 0) ? writer.node('Pad', [name, writer.integers(ends)], {}) : name;
  const first = writer.node('Relu', [convolve(builder, from, `${block}/conv1`, halving)], {});
  const second = convolve(builder, first, `${block}/conv2`, same);
  const shortcut = writer.node('AveragePool', [from], { kernel_shape: [2, 2], strides: [2, 2] });
  const sum = writer.node(
    'Add',
    [
      pad(second, [0, 0, 0, 0, 0, 0, missingPixels, missingPixels]),
      pad(shortcut, [0, 0, 0, 0, 0, missingChannels, 0, 0]),
    ],
    {},
  );
  return writer.node('Relu', [sum], {});
};

/**
 * The network with its scale layers folded away. Input `input`, float32 [N, 3, 150, 150]: RGB of an aligned chip, mean
 * (122.782, 117.001, 104.298) subtracted, divided by 255. Output `embedding`, float32 [N, 128], compared by Euclidean distance.
 * @param folder holds `face_recognition_model-weights_manifest.json` and the weights.
 */
export const convertDlibResnet = (folder: string): Uint8Array => {
  const file = path.join(folder, 'face_recognition_model-weights_manifest.json');
  const weights = readWeights(WeightsManifest.parse(JSON.parse(readFileSync(file, 'utf8'))), folder);
  const writer = createOnnxWriter('dlib-resnet-29');
  const builder: Builder = { writer, weights };
  const repeat = (from: string, blocks: readonly string[]): string =>
    blocks.reduce((name, block) => residual(builder, name, block), from);

  let name = writer.input('input', ['N', 3, 150, 150]);
  name = writer.node('Relu', [convolve(builder, name, 'conv32_down', halving)], {});
  name = writer.node('MaxPool', [name], { kernel_shape: [3, 3], strides: [2, 2] });
  name = repeat(name, ['conv32_1', 'conv32_2', 'conv32_3']);
  name = residualDown(builder, name, { block: 'conv64_down', missingChannels: 32, missingPixels: 0 });
  name = repeat(name, ['conv64_1', 'conv64_2', 'conv64_3']);
  name = residualDown(builder, name, { block: 'conv128_down', missingChannels: 64, missingPixels: 0 });
  name = repeat(name, ['conv128_1', 'conv128_2']);
  name = residualDown(builder, name, { block: 'conv256_down', missingChannels: 128, missingPixels: 1 });
  name = repeat(name, ['conv256_1', 'conv256_2']);
  name = residualDown(builder, name, { block: 'conv256_down_out', missingChannels: 0, missingPixels: 1 });
  name = writer.node('ReduceMean', [name], { axes: [2, 3], keepdims: 0 });
  name = writer.node('MatMul', [name, writer.weights(named(weights, 'fc'))], {});
  writer.output('embedding', ['N', 128], name);
  return writer.bytes();
};
