import { describe, expect, it } from 'vitest';
import { demoConfig } from '../../test/support/site.ts';
import { namedAsRehearsal, rehearsalClocks } from './rehearsal.ts';

const turned = () => {
  const hand = { ms: 1000 };
  return { hand, clocks: { now: () => 0, monotonicMs: () => hand.ms } };
};
const from = '2026-11-24T07:00:00+07:00';

describe('the clock of a rehearsal', () => {
  it('runs so many times faster from the moment that was named', () => {
    const { hand, clocks } = turned();
    const rehearsal = rehearsalClocks({ from, speed: '48', isDemo: true }, clocks);
    hand.ms += 10_000;
    expect(rehearsal?.now()).toBe(Date.parse('2026-11-24T07:08:00+07:00'));
    expect(rehearsal?.monotonicMs()).toBe(480_000);
  });

  it('is the real one where nobody asks', () => {
    expect(rehearsalClocks({ from: undefined, speed: '1', isDemo: false }, turned().clocks)).toBeNull();
  });

  it('is refused to a real hall, and for a moment without a zone or a speed that is none', () => {
    const ask = (given: { from: string; speed: string; isDemo: boolean }) => () =>
      rehearsalClocks(given, turned().clocks);
    expect(ask({ from, speed: '48', isDemo: false })).toThrow('--demo');
    expect(ask({ from: '2026-11-24T07:00:00', speed: '48', isDemo: true })).toThrow('2026-11-24T07:00:00"');
    expect(ask({ from, speed: 'fast', isDemo: true })).toThrow('"fast"');
    expect(ask({ from, speed: '0', isDemo: true })).toThrow('"0"');
  });

  it('is said in the name of the site, on every screen and paper', () => {
    const config = demoConfig();
    const named = namedAsRehearsal({ config, dataFolder: '/', voicePack: null, plugins: [] });
    expect(named.config.site.name.vi).toBe(`DIỄN TẬP · ${config.site.name.vi}`);
  });
});
