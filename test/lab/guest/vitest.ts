// Stands where the tests of the drivers import `vitest`, when they are bundled for the lab's machine: without KVM the
// real one takes half a minute to start. It has what those tests use; the bundler refuses a name that is missing here.
import assert from 'node:assert/strict';

export interface Check {
  /** Of its describes and itself. */
  readonly path: readonly string[];
  run(): Promise<void>;
}

type Body = () => unknown;

const collected: Check[] = [];
let groups: readonly string[] = [];

export const describe = (name: string, body: Body): void => {
  const outer = groups;
  groups = [...outer, name];
  try {
    body();
  } finally {
    groups = outer;
  }
};

/** `$name` of an object, `%s` of a value. */
const titleOf = (template: string, row: unknown): string =>
  template
    .replace(/\$(\w+)/g, (_, key: string) =>
      typeof row === 'object' && row !== null ? String(Reflect.get(row, key)) : '',
    )
    .replace('%s', String(row));

const add = (name: string, run: Body): void => {
  collected.push({ path: [...groups, name], run: async () => void (await run()) });
};

export const it = Object.assign(add, {
  each:
    <Row>(rows: readonly Row[]) =>
    (template: string, run: (row: Row) => unknown): void => {
      for (const row of rows) add(titleOf(template, row), () => run(row));
    },
});

/** Only the tests of driverConforms are run here, and those need none of these. */
export const beforeAll = (): void => undefined;
export const afterAll = (): void => undefined;
export const beforeEach = (): void => undefined;
export const afterEach = (): void => undefined;

/** Takes away what was collected since the last call. */
export const takeChecks = (): Check[] => collected.splice(0);

const STRING_MATCHING = Symbol('stringMatching');
type Pattern = { readonly [STRING_MATCHING]: RegExp };
const isPattern = (value: unknown): value is Pattern =>
  typeof value === 'object' && value !== null && STRING_MATCHING in value;

const matchesObject = (seen: unknown, wanted: unknown): boolean => {
  if (isPattern(wanted)) return typeof seen === 'string' && wanted[STRING_MATCHING].test(seen);
  if (typeof wanted !== 'object' || wanted === null) return Object.is(seen, wanted);
  if (typeof seen !== 'object' || seen === null) return false;
  return Object.entries(wanted).every(([key, value]) => matchesObject(Reflect.get(seen, key), value));
};

/** As vitest's toEqual: the kinds of typed arrays differ, but prototypes and undefined keys do not count. */
const plain = (value: unknown): unknown => {
  if (ArrayBuffer.isView(value)) return { bytes: [...Buffer.from(value.buffer, value.byteOffset, value.byteLength)] };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, plain(inner)]])),
  );
};

export const expect = Object.assign(
  (seen: unknown, what?: string) => ({
    toBe: (wanted: unknown) => assert.ok(Object.is(seen, wanted), what ?? `${String(seen)} is not ${String(wanted)}`),
    toEqual: (wanted: unknown) => assert.deepEqual(plain(seen), plain(wanted), what),
    toBeLessThan: (limit: number) => assert.ok(Number(seen) < limit, what ?? `${String(seen)} is not below ${limit}`),
    toMatchObject: (wanted: unknown) =>
      assert.ok(matchesObject(seen, wanted), what ?? `${JSON.stringify(seen)} has not ${JSON.stringify(wanted)}`),
  }),
  { stringMatching: (pattern: RegExp): Pattern => ({ [STRING_MATCHING]: pattern }) },
);
