// Converts a TensorFlow.js GraphModel (a topology in JSON and weights) to ONNX, operation by operation. Images are
// channels first in the result: the input changes from [batch, height, width, 3] to [batch, 3, height, width], and so
// does everything inside up to the first Reshape or matrix product, before which the axes are put back. Channels inside
// are filled up with zeros to multiples of 16, which changes no value: only then does onnxruntime keep them in blocks that
// its fast convolutions want (BlazeFace runs three times as fast).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { type Attributes, createOnnxWriter, type OnnxWriter, type Shape, type Tensor } from './onnx-writer.ts';
import { convolutionKernel, depthwiseKernel, extend, perChannel } from './relayout.ts';
import { readWeights, type Weights, WeightsManifest } from './tfjs-weights.ts';

const Attribute = z.object({
  b: z.boolean().optional(),
  s: z.string().optional(),
  list: z.object({ i: z.array(z.coerce.number()).optional(), s: z.array(z.string()).optional() }).optional(),
});

const Node = z.object({
  name: z.string(),
  op: z.string(),
  input: z.array(z.string()).default([]),
  attr: z.record(z.string(), Attribute).default({}),
});
type Node = z.infer<typeof Node>;

const GraphModel = z.object({
  modelTopology: z.object({ node: z.array(Node) }),
  weightsManifest: WeightsManifest,
});

interface ImageValue {
  readonly kind: 'image';
  readonly name: string;
  /** Those of the original, and with the zeros behind them. */
  readonly channels: number;
  readonly padded: number;
}

const fillUp = (channels: number): number => Math.ceil(channels / 16) * 16;

/** What a node of the original became: a name in the ONNX graph, or a constant that is not written yet. */
type Value =
  | ImageValue
  | { readonly kind: 'plain'; readonly name: string }
  | { readonly kind: 'constant'; readonly tensor: Tensor };

interface Conversion {
  readonly writer: OnnxWriter;
  readonly node: Node;
  readonly inputs: readonly Value[];
}

type Convert = (conversion: Conversion) => Value;

const text = (encoded: string | undefined): string => Buffer.from(encoded ?? '', 'base64').toString('latin1');

const pick = ({ node, inputs }: Conversion, which: number): Value => {
  const value = inputs[which];
  if (value === undefined) throw new Error(`${node.op} "${node.name}" has no input ${which}.`);
  return value;
};

const constant = (conversion: Conversion, which: number): Tensor => {
  const value = pick(conversion, which);
  if (value.kind !== 'constant')
    throw new Error(`Input ${which} of ${conversion.node.op} is computed, not a constant.`);
  return value.tensor;
};

const image = (conversion: Conversion, which: number): ImageValue => {
  const value = pick(conversion, which);
  if (value.kind !== 'image')
    throw new Error(`Input ${which} of ${conversion.node.op} is ${value.kind}, not an image.`);
  return value;
};

/** The value with its own channels only and its axes in TensorFlow's order. */
const plain = (conversion: Conversion, which: number): string => {
  const { writer } = conversion;
  const value = pick(conversion, which);
  if (value.kind === 'constant') return writer.weights(value.tensor);
  if (value.kind === 'plain') return value.name;
  const { name, channels, padded } = value;
  const own =
    channels === padded
      ? name
      : writer.node('Slice', [name, writer.integers([0]), writer.integers([channels]), writer.integers([1])], {});
  return writer.node('Transpose', [own], { perm: [0, 2, 3, 1] });
};

/** Strides or window sizes of [batch, height, width, channels]. */
const heightAndWidth = (node: Node, attribute: string): number[] =>
  (node.attr[attribute]?.list?.i ?? [1, 1, 1, 1]).slice(1, 3);

const window = (node: Node): Attributes => {
  const padding = text(node.attr['padding']?.s);
  if (padding !== 'SAME' && padding !== 'VALID') throw new Error(`${node.op} "${node.name}" has padding "${padding}".`);
  return { strides: heightAndWidth(node, 'strides'), auto_pad: padding === 'SAME' ? 'SAME_UPPER' : 'VALID' };
};

/** What is fused behind a convolution or matrix product after its bias. */
const activate = (conversion: Conversion, name: string, channels: number): string => {
  const { writer, node } = conversion;
  const [bias, activation, ...more] = (node.attr['fused_ops']?.list?.s ?? []).map(text);
  if (bias !== 'BiasAdd' || more.length > 0) throw new Error(`"${node.name}" fuses ${[bias, activation, ...more]}.`);
  if (activation === undefined) return name;
  if (activation === 'Relu') return writer.node('Relu', [name], {});
  if (activation === 'Prelu')
    return writer.node('PRelu', [name, writer.weights(perChannel(constant(conversion, 3), channels))], {});
  throw new Error(`"${node.name}" fuses the unknown activation "${activation}".`);
};

const convolution = (conversion: Conversion): ImageValue => {
  const { writer, node, inputs } = conversion;
  const from = image(conversion, 0);
  const original = constant(conversion, 1);
  const isDepthwise = node.op === 'DepthwiseConv2dNative';
  const channels = original.shape[isDepthwise ? 2 : 3] ?? 0;
  const padded = isDepthwise ? from.padded : fillUp(channels);
  const kernel = isDepthwise
    ? depthwiseKernel(original, padded)
    : convolutionKernel(original, { channelsIn: from.padded, channelsOut: padded });
  const names = [from.name, writer.weights(kernel)];
  if (inputs.length > 2) names.push(writer.weights(extend(constant(conversion, 2), [padded])));
  const name = writer.node('Conv', names, {
    ...window(node),
    dilations: heightAndWidth(node, 'dilations'),
    kernel_shape: kernel.shape.slice(2),
    group: isDepthwise ? padded : 1,
  });
  const isFused = node.op === '_FusedConv2D';
  return { kind: 'image', name: isFused ? activate(conversion, name, padded) : name, channels, padded };
};

const elementwise =
  (op: string): Convert =>
  (conversion) => {
    const { writer, inputs } = conversion;
    const first = inputs.find((value) => value.kind === 'image');
    if (first === undefined)
      return {
        kind: 'plain',
        name: writer.node(
          op,
          inputs.map((_, which) => plain(conversion, which)),
          {},
        ),
      };
    const names = inputs.map((value, which) =>
      value.kind === 'constant'
        ? writer.weights(perChannel(value.tensor, first.padded))
        : image(conversion, which).name,
    );
    return { ...first, name: writer.node(op, names, {}) };
  };

/** One input, one output, the order of axes does not matter. */
const unary =
  (op: string): Convert =>
  (conversion) => {
    const value = pick(conversion, 0);
    return value.kind === 'constant' ? value : { ...value, name: conversion.writer.node(op, [value.name], {}) };
  };

const converters: Readonly<Record<string, Convert>> = {
  Identity: (conversion) => pick(conversion, 0),
  AddV2: elementwise('Add'),
  Add: elementwise('Add'),
  Mul: elementwise('Mul'),
  Minimum: elementwise('Min'),
  Maximum: elementwise('Max'),
  Relu: unary('Relu'),
  Sigmoid: unary('Sigmoid'),
  Conv2D: convolution,
  _FusedConv2D: convolution,
  DepthwiseConv2dNative: convolution,
  Prelu: (conversion) => {
    const from = image(conversion, 0);
    const slope = conversion.writer.weights(perChannel(constant(conversion, 1), from.padded));
    return { ...from, name: conversion.writer.node('PRelu', [from.name, slope], {}) };
  },
  MaxPool: (conversion) => {
    const from = image(conversion, 0);
    const attributes = { ...window(conversion.node), kernel_shape: heightAndWidth(conversion.node, 'ksize') };
    return { ...from, name: conversion.writer.node('MaxPool', [from.name], attributes) };
  },
  Pad: (conversion) => {
    const from = image(conversion, 0);
    const [batchStart, batchEnd, top, bottom, left, right, front, back = 0] = constant(conversion, 1).data;
    if ([batchStart, batchEnd, top, bottom, left, right, front].some((length) => length !== 0))
      throw new Error(`Only a Pad behind the channels is converted; "${conversion.node.name}" pads elsewhere.`);
    const channels = from.channels + back;
    const padded = fillUp(channels);
    if (padded === from.padded) return { ...from, channels };
    const ends = conversion.writer.integers([0, 0, 0, 0, 0, padded - from.padded, 0, 0]);
    return { kind: 'image', name: conversion.writer.node('Pad', [from.name, ends], {}), channels, padded };
  },
  Reshape: (conversion) => {
    const [batch = -1, second = -1, ...others] = constant(conversion, 1).data;
    // Where the batch is a fixed one, what is left over goes to the second axis: it follows from the size of the picture.
    const shape = conversion.writer.integers([batch, batch === -1 ? second : -1, ...others]);
    return { kind: 'plain', name: conversion.writer.node('Reshape', [plain(conversion, 0), shape], {}) };
  },
  _FusedMatMul: (conversion) => {
    const { writer } = conversion;
    const names = [plain(conversion, 0), plain(conversion, 1), plain(conversion, 2)];
    return { kind: 'plain', name: activate(conversion, writer.node('Gemm', names, {}), 0) };
  },
  Softmax: (conversion) => ({
    kind: 'plain',
    name: conversion.writer.node('Softmax', [plain(conversion, 0)], { axis: -1 }),
  }),
};

interface Walk {
  readonly writer: OnnxWriter;
  readonly input: Shape;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly weights: Weights;
  readonly done: Map<string, Value>;
}

const convertNode = (walk: Walk, reference: string): Value => {
  const name = reference.replace(/:0$/, '').replace(/^\^/, '');
  const known = walk.done.get(name);
  if (known !== undefined) return known;
  const node = walk.nodes.get(name);
  if (node === undefined) throw new Error(`The topology has no node "${name}".`);
  const value = convertOne(walk, node);
  walk.done.set(name, value);
  return value;
};

const convertOne = (walk: Walk, node: Node): Value => {
  if (node.op === 'Placeholder') {
    const channels = Number(walk.input[1]);
    return { kind: 'image', name: walk.writer.input('input', walk.input), channels, padded: channels };
  }
  if (node.op === 'Const') {
    const tensor = walk.weights.get(node.name);
    if (tensor === undefined) throw new Error(`The weights of "${node.name}" are missing.`);
    return { kind: 'constant', tensor };
  }
  const convert = converters[node.op];
  if (convert === undefined)
    throw new Error(`The operation ${node.op} is not converted. Allowed: ${Object.keys(converters).join(', ')}.`);
  return convert({ writer: walk.writer, node, inputs: node.input.map((input) => convertNode(walk, input)) });
};

export interface Ends {
  /** [batch, channels, height, width] */
  readonly input: Shape;
  /** Name in the result → name in the original and shape: `boxes16: ['Identity_2:0', [1, 'anchors16', 16]]`. */
  readonly outputs: Readonly<Record<string, readonly [original: string, shape: Shape]>>;
}

/**
 * Converts the GraphModel in `file` (JSON; its weights lie beside it). The input is called `input`, float32
 * [batch, channels, height, width]; the outputs have the names given and TensorFlow's order of axes.
 * Throws with the name of the node when the model holds an operation that is not converted, or is not a GraphModel.
 */
export const convertGraphModel = (file: string, { input, outputs }: Ends): Uint8Array => {
  const model = GraphModel.parse(JSON.parse(readFileSync(file, 'utf8')));
  const writer = createOnnxWriter(path.basename(file, '.json'));
  const walk: Walk = {
    writer,
    input,
    nodes: new Map(model.modelTopology.node.map((node) => [node.name, node])),
    weights: readWeights(model.weightsManifest, path.dirname(file)),
    done: new Map(),
  };
  for (const [name, [original, shape]] of Object.entries(outputs)) {
    const value = convertNode(walk, original);
    if (value.kind !== 'plain') throw new Error(`The output ${original} is ${value.kind}; only plain ones are named.`);
    writer.output(name, shape, value.name);
  }
  return writer.bytes();
};
