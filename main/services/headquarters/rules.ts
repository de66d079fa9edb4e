// What a new list does to the one that counted. Pure.

export interface Change {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** By id; the order of a list is not looked at. */
export const changeOf = (
  before: readonly { readonly id: string }[],
  after: readonly { readonly id: string }[],
): Change => {
  const known = new Map(before.map((one) => [one.id, JSON.stringify(one)]));
  const kept = after.filter(({ id }) => known.has(id));
  return {
    added: after.length - kept.length,
    changed: kept.filter((one) => known.get(one.id) !== JSON.stringify(one)).length,
    removed: before.length - kept.length,
  };
};
