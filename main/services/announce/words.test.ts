import { expect, it } from 'vitest';
import { callSentence, cardinalWords, ticketWords } from './words.ts';

it.each([
  [0, 'không'],
  [1, 'một'],
  [10, 'mười'],
  [11, 'mười một'],
  [14, 'mười bốn'],
  [15, 'mười lăm'],
  [20, 'hai mươi'],
  [21, 'hai mươi mốt'],
  [24, 'hai mươi tư'],
  [25, 'hai mươi lăm'],
  [55, 'năm mươi lăm'],
  [99, 'chín mươi chín'],
])('counter %i is spoken "%s"', (number, words) => {
  expect(cardinalWords(number)).toBe(words);
});

it.each([
  ['A007', 'a, không không bảy'],
  ['C115', 'xê, một một năm'],
  ['H1000', 'hát, một không không không'],
  ['042', 'không bốn hai'],
  ['Đ001', 'đê, không không một'],
])('ticket %s is spoken digit by digit: "%s"', (number, words) => {
  expect(ticketWords(number)).toBe(words);
});

it('a call never hands a digit to the synthesiser, which would read 15 wrongly', () => {
  for (let counter = 1; counter <= 99; counter += 1) expect(callSentence('A015', counter)).not.toMatch(/\d/);
});

it('a counter beyond 99 is a mistake of ours and throws', () => {
  expect(() => cardinalWords(100)).toThrow('0 to 99');
});
