// The people of a site as numbers, and who of them is nearest. Exact: a scan over eight-bit copies (kernel.wat) says who
// may be near enough, and only those are compared in full.
import type { Candidate } from '../decide/decide.ts';
import type { Embedding } from '../face.ts';
import { kernelBytes } from './kernel-bytes.ts';
import { createNearest, type Nearest } from './nearest.ts';

/** A part of the people: a class, a meeting. Ids that are not in the gallery wait until they are. */
export interface GalleryList {
  readonly personIds: ReadonlySet<string>;
}

/** One row a person. Distances are Euclidean over the float32 values. */
export interface Gallery {
  readonly size: number;
  /** Adds the person or replaces their embedding. Throws a RangeError for a wrong length or values that are no numbers. */
  put(personId: string, embedding: Embedding): void;
  /** False: there was no such person. */
  remove(personId: string): boolean;
  has(personId: string): boolean;
  /** The nearest people, nearest first, at most `count`; equally near ones in the order of their ids. */
  nearest(query: Embedding, count: number): Candidate[];
  /** The same among the people of a list. */
  nearestIn(list: GalleryList, query: Embedding, count: number): Candidate[];
  /** Distance to one person; null: not in the gallery. */
  distanceTo(personId: string, query: Embedding): number | null;
}

const rowsPerBlock = 4096;
const tailBytes = 16;
/** Bytes of rows are −127 to 127, those of a query −62 to 62 and moved up by 64: what kernel.wat wants. */
const rowMost = 127;
const queryMost = 62;
const queryShift = 64;
/** Sums of bytes up to this length are whole numbers that float32 holds (below 2^24). */
const mostLength = 1024;
/** Rounding of the bounds, which are added up in float32. */
const slack = 1 + 1e-5;
/** Rows of the first look, before anything is known; each further look takes eight times as many. */
const firstLook = 64;

interface Quantised {
  readonly sum: number;
  readonly scale: number;
  readonly square: number;
  readonly error: number;
}

/**
 * Writes `values` into `bytes`, each −most to most, and says what they stand for. Each row has a scale of its own: one
 * person with large values does not blur the others.
 */
const quantise = (values: Embedding, most: number, bytes: Int8Array): Quantised => {
  let largest = 0;
  for (let at = 0; at < values.length; at += 1) largest = Math.max(largest, Math.abs(values[at] as number));
  // As the kernel reads it, so that the error below is the error there. Steps too small for float32: all bytes are 0.
  const step = Math.fround(largest / most);
  const scale = step > 1e-37 ? step : 1;
  let sum = 0;
  let square = 0;
  let error = 0;
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at] as number;
    const byte = Math.round(value / scale);
    bytes[at] = byte;
    sum += byte;
    square += byte * byte;
    error += (value - byte * scale) ** 2;
  }
  return { sum, scale, square: square * scale * scale, error: Math.sqrt(error) };
};

/**
 * The squared length as the kernel gets it: low enough that the squared distance there is never above the true one.
 * The kernel takes numbers from each other that may be nearly alike, and loses up to 6 · 2^-24 of both squares; below
 * about 1e-38 float32 loses all. Squares that might overflow count as no distance at all: such rows are always compared.
 */
const lowered = (square: number): number => (square > 1e36 ? Number.NEGATIVE_INFINITY : square * (1 - 1e-6) - 1e-36);

/** Compiled once for the process; an instance belongs to one gallery. */
const kernel = new WebAssembly.Module(Buffer.from(kernelBytes, 'base64'));

type Scan = (
  row: number,
  rowBytes: number,
  count: number,
  query: number,
  queryScale: number,
  querySquare: number,
  reach: number,
  found: number,
) => number;

interface Search {
  readonly query: Embedding;
  readonly quantised: Quantised;
  readonly nearest: Nearest;
}

/** An empty gallery for embeddings of `length` numbers, 1 to 1024; throws a RangeError for another length. */
export const createGallery = ({ length }: { readonly length: number }): Gallery => {
  if (!Number.isInteger(length) || length < 1 || length > mostLength)
    throw new RangeError(`A gallery holds embeddings of 1 to ${mostLength} numbers, not of ${length}.`);
  const paddedLength = Math.ceil(length / 16) * 16;
  const rowBytes = paddedLength + tailBytes;
  // Memory: the query, the rows found in one look, then all rows.
  const queryAt = 0;
  const foundAt = paddedLength;
  const rowsAt = foundAt + rowsPerBlock * 4;
  const pageBytes = 65_536;
  const memory = new WebAssembly.Memory({ initial: Math.ceil(rowsAt / pageBytes) });
  let rowMemory = new Int8Array(memory.buffer);
  const bytes = new Int8Array(paddedLength);
  const numbers = new Float32Array(tailBytes / 4);
  const tail = new Int8Array(numbers.buffer);
  const scan = new WebAssembly.Instance(kernel, { gallery: { memory } }).exports['scan'] as Scan;

  const blocks: Float32Array[] = [];
  const personIds: string[] = [];
  const rowOf = new Map<string, number>();

  const check = (embedding: Embedding): void => {
    if (embedding.length !== length)
      throw new RangeError(`An embedding has ${embedding.length} numbers; this gallery holds ones of ${length}.`);
    const wrong = embedding.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0)
      throw new RangeError(`Number ${wrong} of an embedding is ${embedding[wrong]}; finite numbers are needed.`);
  };

  const block = (row: number): Float32Array => blocks[Math.floor(row / rowsPerBlock)] as Float32Array;
  const startInBlock = (row: number): number => (row % rowsPerBlock) * length;

  const grow = (row: number): void => {
    if (Math.floor(row / rowsPerBlock) >= blocks.length) blocks.push(new Float32Array(rowsPerBlock * length));
    const missing = rowsAt + (row + 1) * rowBytes - memory.buffer.byteLength;
    if (missing <= 0) return;
    memory.grow(Math.max(Math.ceil(missing / pageBytes), 16));
    rowMemory = new Int8Array(memory.buffer);
  };

  const write = (row: number, embedding: Embedding): void => {
    block(row).set(embedding, startInBlock(row));
    const { sum, scale, square, error } = quantise(embedding, rowMost, bytes);
    numbers[0] = scale;
    numbers[1] = lowered(square);
    numbers[2] = error * slack;
    numbers[3] = sum * queryShift;
    const at = rowsAt + row * rowBytes;
    rowMemory.set(bytes, at);
    rowMemory.set(tail, at + paddedLength);
  };

  const distance = (row: number, query: Embedding): number => {
    const values = block(row);
    const start = startInBlock(row);
    let sum = 0;
    for (let at = 0; at < length; at += 1) {
      const difference = (values[start + at] as number) - (query[at] as number);
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  };

  const compare = (row: number, query: Embedding, nearest: Nearest): void =>
    nearest.offer(personIds[row] as string, distance(row, query));

  /** Looks at rows `from` to `from + count` and compares those in full that may be among the nearest. */
  const look = (from: number, count: number, search: Search): void => {
    const { query, quantised, nearest } = search;
    const reach = (nearest.reach() + quantised.error) * slack;
    const found = scan(
      rowsAt + from * rowBytes,
      rowBytes,
      count,
      queryAt,
      quantised.scale,
      lowered(quantised.square),
      reach,
      foundAt,
    );
    const rows = new Uint32Array(memory.buffer, foundAt, found);
    for (const row of rows) compare(from + row, query, nearest);
  };

  return {
    get size() {
      return personIds.length;
    },
    has: (personId) => rowOf.has(personId),
    put: (personId, embedding) => {
      check(embedding);
      const known = rowOf.get(personId);
      const row = known ?? personIds.length;
      grow(row);
      write(row, embedding);
      if (known !== undefined) return;
      personIds.push(personId);
      rowOf.set(personId, row);
    },
    remove: (personId) => {
      const row = rowOf.get(personId);
      if (row === undefined) return false;
      // The last row fills the hole; nothing of the person stays behind.
      const last = personIds.length - 1;
      const lastId = personIds[last] as string;
      const moved = block(last).slice(startInBlock(last), startInBlock(last) + length);
      write(row, moved);
      write(last, new Float32Array(length));
      personIds[row] = lastId;
      rowOf.set(lastId, row);
      personIds.pop();
      rowOf.delete(personId);
      return true;
    },
    nearest: (query, count) => {
      check(query);
      const quantised = quantise(query, queryMost, bytes);
      for (let at = 0; at < paddedLength; at += 1) rowMemory[queryAt + at] = (bytes[at] as number) + queryShift;
      const search: Search = { query, quantised, nearest: createNearest(count) };
      let size = firstLook;
      for (let from = 0; from < personIds.length; ) {
        const rows = Math.min(size, rowsPerBlock, personIds.length - from);
        look(from, rows, search);
        from += rows;
        size *= 8;
      }
      return search.nearest.list();
    },
    nearestIn: (list, query, count) => {
      check(query);
      const nearest = createNearest(count);
      for (const personId of list.personIds) {
        const row = rowOf.get(personId);
        if (row !== undefined) compare(row, query, nearest);
      }
      return nearest.list();
    },
    distanceTo: (personId, query) => {
      check(query);
      const row = rowOf.get(personId);
      return row === undefined ? null : distance(row, query);
    },
  };
};
