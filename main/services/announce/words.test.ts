import { describe, expect, it } from 'vitest';
import { callWords, cardinalWords, type Reading, ticketWords, vocabulary } from './words.ts';

/** Reads a number by rewriting its digits as text, from a table of endings: another way than the rules under test. */
const byTable = (value: number, reading: Reading): string => {
  const names = 'không một hai ba bốn năm sáu bảy tám chín'.split(' ');
  const [and, thousand] = reading === 'north' ? ['linh', 'nghìn'] : ['lẻ', 'ngàn'];
  const [t, h, c, d] = String(value).padStart(4, '0').split('').map(Number) as [number, number, number, number];
  let text = `${names[t]} ${thousand} ${names[h]} trăm ${names[c]} mươi ${names[d]}`;
  if (value < 1000) text = text.replace(`không ${thousand} `, '');
  if (value < 100) text = text.replace('không trăm ', '');
  return text
    .replace(/không mươi không$/, value < 100 ? 'không' : '')
    .replace(/không mươi (\S+)$/, value < 100 ? '$1' : `${and} $1`)
    .replace(/một mươi/, 'mười')
    .replace(/(mươi|mười) không$/, '$1')
    .replace(/(mươi|mười) năm$/, '$1 lăm')
    .replace(/mươi một$/, 'mươi mốt')
    .replace(/mươi bốn$/, 'mươi tư')
    .trim()
    .replace(/ không trăm$/, '');
};

describe.each(['north', 'south'] as const)('numbers in the reading of the %s', (reading) => {
  it('0 to 9999 are those of an independent table', () => {
    const wrong = Array.from({ length: 10_000 }, (_, value) => [
      cardinalWords(value, reading).join(' '),
      byTable(value, reading),
    ])
      .map(([said, wanted], value) => ({ value, said, wanted }))
      .filter(({ said, wanted }) => said !== wanted);
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  it('a call is made of clips that every pack has, and of no digit', () => {
    const known = new Set(vocabulary(reading));
    for (let counter = 1; counter <= 99; counter++)
      for (const word of callWords('Đ0159', counter, reading)) {
        expect(known).toContain(word);
        expect(word).not.toMatch(/\d/);
      }
  });
});

it.each([
  [15, 'mười lăm', 'mười lăm'],
  [21, 'hai mươi mốt', 'hai mươi mốt'],
  [24, 'hai mươi tư', 'hai mươi tư'],
  [105, 'một trăm linh năm', 'một trăm lẻ năm'],
  [115, 'một trăm mười lăm', 'một trăm mười lăm'],
  [1000, 'một nghìn', 'một ngàn'],
  [1005, 'một nghìn không trăm linh năm', 'một ngàn không trăm lẻ năm'],
  [1100, 'một nghìn một trăm', 'một ngàn một trăm'],
])('%i is "%s" in the North and "%s" in the South', (number, north, south) => {
  expect([cardinalWords(number, 'north').join(' '), cardinalWords(number, 'south').join(' ')]).toEqual([north, south]);
});

it.each([
  ['A007', 'a không không bảy'],
  ['C115', 'xê một một năm'],
  ['H1000', 'hát một không không không'],
  ['042', 'không bốn hai'],
  ['Đ001', 'đê không không một'],
])('ticket %s is spoken digit by digit: "%s"', (number, words) => {
  expect(ticketWords(number).join(' ')).toBe(words);
});

it('a number beyond 9999 is a mistake of ours and throws', () => {
  expect(() => cardinalWords(10_000, 'north')).toThrow('0 to 9999');
});
