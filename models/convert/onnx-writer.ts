// Builds one ONNX network and writes it as protobuf. Knows nothing of tfjs.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import protobuf from 'protobufjs';

/** Data in C order: the last axis varies fastest. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type Attributes = Readonly<Record<string, number | string | readonly number[]>>;

/** A number is a fixed length, a word (`N`) one that the caller chooses with each run. */
export type Shape = readonly (number | string)[];

export interface OnnxWriter {
  input(name: string, shape: Shape): string;
  /** Gives a computed value out under a name. */
  output(name: string, shape: Shape, from: string): void;
  /** Stores weights; returns the name under which nodes read them. */
  weights(tensor: Tensor): string;
  /** Stores whole numbers, such as the shape that Reshape wants. */
  integers(values: readonly number[]): string;
  /** Adds one operation with one output and returns that output's name. */
  node(op: string, inputs: readonly string[], attributes: Attributes): string;
  /** The whole network as the bytes of a `.onnx` file. */
  bytes(): Uint8Array;
}

const irVersion = 10;
/** Every operation used here has kept its meaning since opset 17 or longer. */
const opset = 17;
const dataType = { float: 1, int64: 7 } as const;
const attributeType = { int: 2, float: 1, string: 3, ints: 7 } as const;

const toAttribute = (name: string, value: number | string | readonly number[]): object => {
  if (typeof value === 'string') return { name, s: Buffer.from(value), type: attributeType.string };
  if (typeof value !== 'number') return { name, ints: [...value], type: attributeType.ints };
  // Whole numbers are ints in every attribute that the converter writes; epsilon and the like never are whole.
  return Number.isInteger(value)
    ? { name, i: value, type: attributeType.int }
    : { name, f: value, type: attributeType.float };
};

const toValueInfo = (name: string, shape: Shape): object => ({
  name,
  type: {
    tensorType: {
      elemType: dataType.float,
      shape: { dim: shape.map((length) => (typeof length === 'number' ? { dimValue: length } : { dimParam: length })) },
    },
  },
});

const rawBytes = (data: Float32Array | BigInt64Array): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

export const createOnnxWriter = (graphName: string): OnnxWriter => {
  const nodes: object[] = [];
  const initializers: object[] = [];
  const inputs: object[] = [];
  const outputs: object[] = [];
  return {
    input: (name, shape) => {
      inputs.push(toValueInfo(name, shape));
      return name;
    },
    output: (name, shape, from) => {
      outputs.push(toValueInfo(name, shape));
      nodes.push({ name, opType: 'Identity', input: [from], output: [name] });
    },
    weights: ({ shape, data }) => {
      const name = `w${initializers.length}`;
      initializers.push({ name, dims: [...shape], dataType: dataType.float, rawData: rawBytes(data) });
      return name;
    },
    integers: (values) => {
      const name = `w${initializers.length}`;
      const rawData = rawBytes(BigInt64Array.from(values, BigInt));
      initializers.push({ name, dims: [values.length], dataType: dataType.int64, rawData });
      return name;
    },
    node: (op, inputNames, attributes) => {
      const output = `t${nodes.length}`;
      const attribute = Object.entries(attributes).map(([name, value]) => toAttribute(name, value));
      nodes.push({ name: `${op}_${nodes.length}`, opType: op, input: [...inputNames], output: [output], attribute });
      return output;
    },
    bytes: () => {
      const schema = readFileSync(path.join(import.meta.dirname, 'onnx.proto'), 'utf8');
      const Model = protobuf.parse(schema).root.lookupType('onnx.ModelProto');
      const model = {
        irVersion,
        producerName: 'motcua',
        graph: { name: graphName, node: nodes, initializer: initializers, input: inputs, output: outputs },
        opsetImport: [{ domain: '', version: opset }],
      };
      return Model.encode(Model.fromObject(model)).finish();
    },
  };
};
