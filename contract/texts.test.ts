import { expect, test } from 'vitest';
import { FAULT_CODES, RECOVERIES } from './device.ts';
import { FaceRefusalCode } from './face.ts';
import { RefusalCode } from './refusal.ts';
import { fill } from './texts/catalogue.ts';
import { deviceTrouble, wordsFor } from './texts/device-trouble.ts';
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

test('every fault of a device says what happened and what staff do, in whole sentences of both languages', () => {
  const parts = [
    null,
    'something-new',
    'unit-3',
    ...Object.keys(deviceTrouble.vi).map((key) => key.split('.')[2]?.replace(/^unit$/, 'unit-12') ?? null),
  ];
  for (const code of FAULT_CODES)
    for (const recovery of RECOVERIES)
      for (const part of parts) {
        const { happened, todo, params } = wordsFor({ code, recovery, part });
        expect(happened.startsWith(`happened.${code}`)).toBe(true);
        expect(todo.startsWith(`todo.${recovery}`)).toBe(true);
        for (const table of [deviceTrouble.vi, deviceTrouble.en])
          for (const key of [happened, todo]) expect(fill(table[key], params)).toMatch(/^[^{}]{12,}\.$/);
      }
});

test('the part of a fault makes its words more exact', () => {
  const say = (code: 'user-action' | 'hardware' | 'timeout', recovery: 'clear' | 'wait', part: string) => {
    const { happened, todo, params } = wordsFor({ code, recovery, part });
    return [fill(deviceTrouble.en[happened], params), fill(deviceTrouble.en[todo], params)];
  };
  expect(say('user-action', 'clear', 'cover')).toEqual([
    'The cover of the printer is open.',
    'Close the cover of the printer until it clicks.',
  ]);
  expect(say('hardware', 'clear', 'cutter')[0]).toBe('The paper cutter is stuck.');
  expect(say('timeout', 'wait', 'unit-3')[0]).toBe('Display 3 on the line does not answer.');
});
