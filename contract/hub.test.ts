import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { BusinessEvent, type Recorded } from './events.ts';
import { HubRow, hubRules, leaving } from './hub.ts';
import type { BusinessDay } from './ids.ts';

const options = BusinessEvent.options;

/** The schema at a dotted path, or undefined. */
const schemaAt = (schema: unknown, path: string): unknown => {
  let inner = schema;
  for (const key of path.split('.')) {
    while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap();
    inner = inner instanceof z.ZodObject ? inner.shape[key] : undefined;
  }
  return inner;
};

test('a new kind of event cannot slip out: each is allowed or kept by name, and nothing else is in the list', () => {
  expect(Object.keys(hubRules).sort()).toEqual(options.map(({ shape }) => shape.type.value).sort());
});

test('a field that leaves exists in its event, so a renamed one is noticed', () => {
  const lost = options.flatMap((option) => {
    const rule = hubRules[option.shape.type.value];
    return 'stays' in rule
      ? []
      : rule.leaves
          .filter((path) => schemaAt(option, path) === undefined)
          .map((path) => `${option.shape.type.value}: ${path}`);
  });
  expect(lost).toEqual([]);
});

test('no person, no member of the staff, no name, phone, card, token, paper or free text is in the list', () => {
  const forbidden =
    /person|staff|^by$|name|login|phone|card|token|hash|text|title|agenda|guardian|receipt|template|face|passed|purpose|device|terminal|code$|^id$|line|priority/i;
  const found = Object.entries(hubRules).flatMap(([kind, rule]) =>
    'stays' in rule ? [] : rule.leaves.filter((path) => forbidden.test(path)).map((path) => `${kind}: ${path}`),
  );
  // The printer's own fault, such as paper-out.
  expect(found).toEqual(['print-ended: faultCode']);
});

test('of attendance nothing leaves but that it happened, in which hour and on which day', () => {
  const kinds = options
    .map(({ shape }) => shape.type.value)
    .filter((kind) => /sheet|person|arriv|absence|attendance|people|consent|template|request|sighting/.test(kind));
  expect(kinds.length).toBeGreaterThan(20);
  for (const kind of kinds) {
    const rule = hubRules[kind];
    expect('stays' in rule || (rule.leaves.length === 0 && rule.moment === 'hour'), kind).toBe(true);
  }
});

test('whatever stands in an arrival, neither the person nor the minute can be read from what leaves', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.stringMatching(/^[A-Za-z0-9_-]{22}$/), (atMs, secret) => {
      const recorded = {
        seq: 1,
        atMs,
        day: '2026-11-23' as BusinessDay,
        event: { type: 'person-arrived', sheetId: secret, personId: secret, seenAtMs: atMs, method: 'face' },
      } as unknown as Recorded;
      const row = leaving(recorded, '0'.repeat(32));
      expect(HubRow.safeParse(row).success).toBe(true);
      expect(row?.[5]).toEqual({});
      expect((row?.[2] ?? 1) % 3_600_000).toBe(0);
      expect(JSON.stringify(row)).not.toContain(secret);
    }),
  );
});

test('an event that a newer version wrote stays at the site', () => {
  const unknown = { seq: 1, atMs: 0, day: '2026-11-23', event: { type: 'iris-scanned' } } as unknown as Recorded;
  expect(leaving(unknown, '0'.repeat(32))).toBeNull();
});
