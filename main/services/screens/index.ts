// The screens of the hall, by what they report. In memory: after a restart they report again within seconds.
import {
  SCREEN_REPORT_EVERY_MS,
  type ScreenReport,
  type ScreenState,
  type ScreenView,
} from '../../../contract/screen.ts';

export interface Screens {
  report(report: ScreenReport, address: string): void;
  /** What needs a look first. */
  list(): ScreenView[];
}

/** More than a hall has: a stranger who reports screens fills no memory. */
const MOST_SCREENS = 64;
const FROZEN_MS = 5000;
const LOST_MS = 3 * SCREEN_REPORT_EVERY_MS;
/** A screen that was carried away is forgotten. */
const FORGOTTEN_MS = 24 * 3_600_000;

/** State of a screen that reported `sinceMs` ago. */
const screenState = (
  { sound, frameAgeMs }: Pick<ScreenReport, 'sound' | 'frameAgeMs'>,
  sinceMs: number,
): ScreenState => {
  if (sinceMs > LOST_MS) return 'lost';
  if (frameAgeMs > FROZEN_MS) return 'frozen';
  return sound === 'on' ? 'ready' : 'silent';
};

export interface ScreensDeps {
  /** Never goes back. */
  readonly monotonicMs: () => number;
  readonly now: () => number;
}

export const createScreens = ({ monotonicMs, now }: ScreensDeps): Screens => {
  const known = new Map<string, { readonly report: ScreenReport; readonly address: string; readonly atMs: number }>();
  return {
    report(report, address) {
      // Newest last, so that the oldest is the first to be forgotten.
      known.delete(report.screenId);
      known.set(report.screenId, { report, address, atMs: monotonicMs() });
      const oldest = known.keys().next();
      if (known.size > MOST_SCREENS && oldest.done !== true) known.delete(oldest.value);
    },
    list() {
      const list: ScreenView[] = [];
      for (const [id, { report, address, atMs }] of known) {
        const sinceMs = monotonicMs() - atMs;
        if (sinceMs > FORGOTTEN_MS) known.delete(id);
        else
          list.push({
            id,
            page: report.page,
            address,
            state: screenState(report, sinceMs),
            sound: report.sound,
            // A minute is exact enough for people, and spares a push of the view at each report.
            seenAtMs: Math.floor((now() - sinceMs) / 60_000) * 60_000,
            frameAgeMs: report.frameAgeMs > FROZEN_MS ? report.frameAgeMs : 0,
          });
      }
      return list.toSorted(
        (a, b) => Number(a.state === 'ready') - Number(b.state === 'ready') || (a.id < b.id ? -1 : 1),
      );
    },
  };
};
