// What changed in a view, and its text. Views of one moment share most of their parts with each other and with those of the
// moment before: a part that is the same object is not looked into, and a field
// that did not change is not written out again.

type Fields = Readonly<Record<string, unknown>>;

const isSame = (one: unknown, other: unknown): boolean => {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one))
    return Array.isArray(other) && one.length === other.length && one.every((part, at) => isSame(part, other[at]));
  return (
    !Array.isArray(other) && namesOf(one, other).every((name) => isSame((one as Fields)[name], (other as Fields)[name]))
  );
};

const namesOf = (one: object, other: object): string[] => {
  const names = Object.keys(one);
  const more = Object.keys(other);
  return more.every((name) => name in one) ? names : [...new Set([...names, ...more])];
};

/** The fields that differ, with their new values; one that is gone has none. */
export const changesOf = (before: object, after: object): [name: string, value: unknown][] =>
  namesOf(before, after)
    .filter((name) => !isSame((before as Fields)[name], (after as Fields)[name]))
    .map((name) => [name, (after as Fields)[name]]);

/** Text of each field of a view; a field that is undefined has none. */
export type Texts = Map<string, string>;

export const textsOf = (view: object): Texts => {
  const texts: Texts = new Map();
  writeFields(texts, Object.entries(view));
  return texts;
};

/** Writes out the fields anew that changed. */
export const writeFields = (texts: Texts, changes: readonly [name: string, value: unknown][]): void => {
  for (const [name, value] of changes) {
    const text: string | undefined = JSON.stringify(value);
    if (text === undefined) texts.delete(name);
    else texts.set(name, text);
  }
};

/** The whole view as JSON. */
export const join = (texts: Texts): string =>
  `{${[...texts].map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
