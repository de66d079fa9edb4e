import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBankCard, passesLuhn } from '../../contract/bank-card.ts';
import { framesConform } from '../core/conformance.ts';
import { readCharacters, readRawTrack, writeCharacters } from '../core/magstripe.ts';
import { frameNamed, readFrames } from '../core/test-kit.ts';
import { iso7811 } from './protocol.ts';

const frames = readFrames(new URL('./frames/iso7811.json', import.meta.url));

framesConform(iso7811, frames);

const trackTwo = fc
  .array(fc.constantFrom(...'0123456789:<=>'), { minLength: 1, maxLength: 37 })
  .map((characters) => ({ track: 2 as const, text: `;${characters.join('')}?` }));

describe('a stripe', () => {
  it('is read again whatever it holds', () => {
    fc.assert(
      fc.property(trackTwo, (written) => {
        const characters = writeCharacters(written);
        expect(characters.ok && readCharacters(2, characters.value)).toEqual({ ok: true, value: written });
      }),
    );
  });

  it('with one bit wrong anywhere is no card', () => {
    const { bytes } = frameNamed(frames, 't2_12345_5bit');
    for (let at = 0; at < bytes.length; at++)
      for (let bit = 0; bit < 5; bit++) {
        const spoiled = Uint8Array.from(bytes);
        spoiled[at] = (spoiled[at] ?? 0) ^ (1 << bit);
        expect(readCharacters(2, [...spoiled]).ok, `character ${at}, bit ${bit}`).toBe(false);
      }
  });

  it('longer than its track may be is refused with its length', () => {
    const characters = writeCharacters({ track: 2, text: `;${'1'.repeat(38)}?` });
    expect(characters.ok && readCharacters(2, characters.value)).toMatchObject({
      error: 'Track 2 has 41 characters; at most 40 are allowed',
    });
  });

  it('swiped backwards says the same', () => {
    const forward = readRawTrack(frameNamed(frames, 't2_12345_packed').bytes);
    const backward = readRawTrack(frameNamed(frames, 't2_12345_reverse_swipe').bytes);
    expect(forward.ok && forward.value.text).toBe(';12345?');
    expect(backward).toMatchObject({ value: { text: ';12345?', direction: 'reverse' } });
  });

  it('never lets its digits into the reason', () => {
    const { bytes } = frameNamed(frames, 't2_visa_5bit');
    const spoiled = Uint8Array.from(bytes);
    spoiled[spoiled.length - 1] = 0x01;
    const read = readRawTrack(spoiled);
    expect(read.ok ? '' : read.error).not.toMatch(/\d{4}/);
  });
});

describe('a bank card', () => {
  it.each([
    [';4761739001010010=1808101?', true],
    ['%B4111111111111111^DOE/JOHN^2512101123400001?', true],
    [';9704000000000017?', false],
    [';4761739001010011=1808101?', false],
    ['%QMC0017?', false],
  ])('%s: %s', (text, isBank) => {
    expect(isBankCard(text)).toBe(isBank);
  });

  it.each([
    ['79927398713', true],
    ['79927398710', false],
  ])('Luhn of %s is %s', (digits, passes) => {
    expect(passesLuhn(digits)).toBe(passes);
  });
});
