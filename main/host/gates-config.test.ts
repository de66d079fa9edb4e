import { expect, it } from 'vitest';
import { demoConfigText } from '../../test/support/site.ts';
import { ConfigError, parseConfig } from './config.ts';

const problemsOf = (attendance: string): readonly string[] => {
  try {
    parseConfig(`${demoConfigText()}\nattendance: ${attendance}\n`, 'site.yaml');
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
};
const gate = (more: string): string => `{ gates: [{ id: cua, name: { vi: Cửa, en: Door }${more} }] }`;

it.each([
  [
    'a camera that is not there',
    gate(', cameras: [cam]'),
    /cameras: "cam" does not exist\. A camera of this site: none\./,
  ],
  ['a printer as a camera', gate(', cameras: [may-in]'), /cameras: "may-in" is no camera\./],
  ['the reader of the kiosk', gate(', cardReader: doc-the'), /cardReader: "doc-the" stands there already: kiosk\./],
  ['the scanner of the kiosk', gate(', scanner: may-quet'), /scanner: "may-quet" stands there already: kiosk\./],
  [
    'a gate called like a device',
    '{ gates: [{ id: may-in, name: { vi: Cửa, en: Door } }] }',
    /"may-in" is the id of a device too/,
  ],
  ['a mode that does not exist', gate(', mode: face'), /mode/],
  ['a key with a slip', gate(', camera: [cam]'), /the key "camera" does not exist\. Did you mean "cameras"\?/],
  [
    'two gates of one id',
    '{ gates: [{ id: a, name: { vi: A, en: A } }, { id: a, name: { vi: B, en: B } }] }',
    /the same id/,
  ],
  ['a terminal that is none', '{ terminals: [{ device: may-in }] }', /"may-in" is no attendance terminal of this site/],
])('%s: named with what is there', (_, attendance, expected) => {
  expect(problemsOf(attendance).join('\n')).toMatch(expected);
});

it('a gate with nothing but a name is right', () => {
  expect(problemsOf(gate(''))).toEqual([]);
});
