// The clock of a rehearsal: a day that passes faster, or one of another date. Only for the simulated hall, whose folder no
// real hall can open, and every screen and paper says what it is in place of the site's bare name.
import { text } from '../../contract/texts.ts';
import { ConfigError, type LoadedConfig } from './config.ts';

export interface Clocks {
  /** Wall clock in milliseconds since 1970. */
  readonly now: () => number;
  /** Never goes back; milliseconds from an arbitrary start. */
  readonly monotonicMs: () => number;
}

export interface RehearsalAsk {
  /** A moment with its zone, ISO 8601; undefined: no rehearsal. */
  readonly from: string | undefined;
  /** How many times faster than real time, 1 to 1000. */
  readonly speed: string;
  readonly isDemo: boolean;
}

export const realClocks: Clocks = { now: Date.now, monotonicMs: () => performance.now() };

/** Reads the options of the command line; null where none asks for a rehearsal. Errors: ConfigError. */
export const rehearsalClocks = ({ from, speed, isDemo }: RehearsalAsk, real: Clocks): Clocks | null => {
  if (from === undefined) return null;
  const fromMs = Date.parse(from);
  const times = Number(speed);
  const problems = [
    ...(isDemo ? [] : ['--rehearse-from goes with --demo only: a real hall lives by the real clock.']),
    ...(Number.isFinite(fromMs) && /(Z|[+-]\d\d:\d\d)$/.test(from)
      ? []
      : [`--rehearse-from: needed is a moment such as 2026-11-24T07:00:00+07:00 (found: "${from}").`]),
    ...(times >= 1 && times <= 1000
      ? []
      : [`--rehearse-speed: needed is a number from 1 to 1000 (found: "${speed}").`]),
  ];
  if (problems.length > 0) throw new ConfigError('of the command line', problems);
  const beganMs = real.monotonicMs();
  const monotonicMs = (): number => (real.monotonicMs() - beganMs) * times;
  return { monotonicMs, now: () => fromMs + Math.floor(monotonicMs()) };
};

/** The site under a name that says so. */
export const namedAsRehearsal = (loaded: LoadedConfig): LoadedConfig => {
  const { site } = loaded.config;
  const name = {
    vi: text('vi', 'rehearsal.siteName', { name: site.name.vi }),
    en: text('en', 'rehearsal.siteName', { name: site.name.en }),
  };
  return { ...loaded, config: { ...loaded.config, site: { ...site, name } } };
};
