import { expect, test } from 'vitest';
import { FaceRefusalCode } from './face.ts';
import { RefusalCode } from './refusal.ts';
import { fill } from './texts/catalogue.ts';
import { type TextKey, text, texts } from './texts.ts';

const placeholders = (template: string) => [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test('both languages ask for the same values in every text', () => {
  for (const key of Object.keys(texts.vi) as TextKey[]) {
    expect([key, placeholders(texts.en[key])]).toEqual([key, placeholders(texts.vi[key])]);
  }
});

test('no text is empty in either language', () => {
  for (const table of [texts.vi, texts.en])
    for (const [key, value] of Object.entries(table)) expect([key, value.trim()]).not.toEqual([key, '']);
});

test('each refusal has words that say what to do', () => {
  for (const code of RefusalCode.options) expect(text('vi', `refusal.${code}`)).toMatch(/\.$/);
});

test('everything that the face core may answer has words for the person who stands there', () => {
  for (const code of FaceRefusalCode.options) expect(text('vi', `face.${code}`)).toMatch(/\.$/);
});

test('a placeholder without a value stays visible', () => {
  expect(fill('Mời ông/bà đến quầy {counter}', {})).toBe('Mời ông/bà đến quầy {counter}');
  expect(fill('Mời ông/bà đến quầy {counter}', { counter: 3 })).toBe('Mời ông/bà đến quầy 3');
});
