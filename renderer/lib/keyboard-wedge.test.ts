import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { characterOf, createWedgeReader, type WedgeKey } from './keyboard-wedge.ts';

/** Plays keys and tells what reached the page, in order, and which cards were read. */
const play = (keys: readonly WedgeKey[], prefix = '') => {
  const reader = createWedgeReader<WedgeKey>(prefix);
  const reached: string[] = [];
  const cards: string[] = [];
  for (const key of keys) {
    // Its timer fires between keys that are far apart.
    for (const late of reader.expire(key.atMs - 1)) reached.push(late.key);
    const { released, verdict, card } = reader.key(key);
    reached.push(...released.map((one) => one.key));
    if (verdict === 'pass') reached.push(key.key);
    if (card !== null) cards.push(card.text);
  }
  const end = (keys.at(-1)?.atMs ?? 0) + 1000;
  reached.push(...reader.expire(end).map((one) => one.key));
  return { reached: reached.join(''), cards };
};

const typed = (text: string | readonly string[], everyMs: number, startMs = 1000): WedgeKey[] =>
  [...text].map((key, index) => ({ key, atMs: startMs + index * everyMs }));
const card = (text: string, startMs: number): WedgeKey[] => typed([...text, 'Enter'], 4, startMs);

describe('a keyboard reader', () => {
  it.each([
    ['0003887558', '0003887558'],
    ['%QCARD 0017?;0017?', '%QCARD 0017?;0017?'],
    ['67003B51C6', '67003B51C6'],
  ])('types %s and Enter: a card, and nothing reaches the page', (text, number) => {
    expect(play(card(text, 1000))).toEqual({ reached: '', cards: [number] });
  });

  it('two cards at once: both', () => {
    expect(play([...card('0003887558', 1000), ...card('0003909740', 1050)]).cards).toEqual([
      '0003887558',
      '0003909740',
    ]);
  });

  it('sends control characters around and within the card: they are dropped', () => {
    const keys = typed(['0', '0', '0', '3', 'Tab', '8', '8', '\u0002', '7', '5', '5', '8', 'F8', 'Enter'], 5);
    expect(play(keys)).toEqual({ reached: '', cards: ['0003887558'] });
  });

  it('has a prefix: only what stands behind it is a card', () => {
    expect(play(card('~~0003887558', 1000), '~~')).toEqual({ reached: '', cards: ['0003887558'] });
    expect(play(card('0003887558', 1000), '~~')).toEqual({ reached: '0003887558Enter', cards: [] });
  });
});

describe('a person', () => {
  it('types a number and Enter: it reaches the page', () => {
    expect(play(typed([...'0003887558', 'Enter'], 80))).toEqual({ reached: '0003887558Enter', cards: [] });
  });

  it('lets three keys fall together and presses Enter at once: they reach the page', () => {
    expect(play(typed(['1', '2', '3', 'Enter'], 5)).reached).toBe('123Enter');
  });

  it('holds a key down: each repeat reaches the page', () => {
    expect(play(typed('7777777777', 33)).reached).toBe('7777777777');
  });

  it('presses a function key: at once, also just behind another key', () => {
    const reader = createWedgeReader<WedgeKey>('');
    expect(reader.key({ key: 'F2', atMs: 0 }).verdict).toBe('pass');
    reader.key({ key: '1', atMs: 100 });
    expect(reader.key({ key: 'F2', atMs: 110 })).toMatchObject({ verdict: 'pass', released: [{ key: '1' }] });
  });

  it('types a letter a moment before a card comes: the letter reaches the page, the card is read', () => {
    expect(play([{ key: 'z', atMs: 990 }, ...card('0003887558', 1000)])).toEqual({
      reached: 'z',
      cards: ['0003887558'],
    });
  });

  it('types in the middle of a card: no card, and everything reaches the page', () => {
    const keys = card('0003887558', 1000);
    keys.splice(5, 0, { key: 'z', atMs: 1018 });
    expect(play(keys)).toEqual({ reached: '00038z87558Enter', cards: [] });
  });

  it('whatever is typed whenever: each key reaches the page or belongs to a card, in order', () => {
    const key = fc.constantFrom(...'0123456789abz%;?', 'Enter', 'Tab', 'F2', 'Backspace');
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.integer({ min: 0, max: 60 })), { maxLength: 60 }), (presses) => {
        const reader = createWedgeReader<WedgeKey & { readonly id: number }>('');
        const seen: number[] = [];
        let atMs = 0;
        for (const [id, [name, waitMs]] of presses.entries()) {
          atMs += waitMs;
          const { released, verdict, card: read } = reader.key({ key: name, atMs, id });
          seen.push(...released.map((one) => one.id), ...(read?.keys ?? []).map((one) => one.id));
          if (verdict !== 'held') seen.push(id);
        }
        seen.push(...reader.expire(atMs + 1000).map((one) => one.id));
        expect(seen).toEqual(presses.map((_, index) => index));
      }),
    );
  });
});

it.each([
  [{ key: 'Process', code: 'Digit5', shiftKey: true }, '%'],
  [{ key: 'Process', code: 'KeyD', shiftKey: true }, 'D'],
  [{ key: 'Unidentified', code: 'Numpad7', shiftKey: false }, '7'],
  [{ key: 'Process', code: 'NumpadEnter', shiftKey: false }, 'Enter'],
  [{ key: 'a', code: 'KeyQ', shiftKey: false }, 'a'],
])('an input method is on: %j is %s', (event, character) => {
  expect(characterOf(event)).toBe(character);
});
