import fc from 'fast-check';
import { expect, it } from 'vitest';
import { changesOf, join, textsOf, writeFields } from './view-text.ts';

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('number', 'state', 'waiting', 'name'), tie('value'), { maxKeys: 3 }),
  ),
})).value;
const view = fc.dictionary(fc.constantFrom('calls', 'counters', 'notice', '"quoted"'), plain) as fc.Arbitrary<object>;

it('the text of a view is the same whether it was written at once or field by field as it changed', () => {
  fc.assert(
    fc.property(view, view, (before, after) => {
      expect(join(textsOf(before))).toBe(JSON.stringify(before));
      const texts = textsOf(before);
      writeFields(texts, changesOf(before, after));
      expect(JSON.parse(join(texts))).toEqual(JSON.parse(JSON.stringify(after)));
    }),
  );
});

it('a screen that puts the changed fields into its view has the new one, and a view that says the same is no change', () => {
  fc.assert(
    fc.property(view, view, (before, after) => {
      const changes = changesOf(before, after);
      const patched = { ...before, ...Object.fromEntries(changes) };
      expect(patched).toEqual(after);
      expect(changesOf(after, structuredClone(after))).toEqual([]);
    }),
  );
});
