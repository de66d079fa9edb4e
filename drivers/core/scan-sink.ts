// What every scanner does with the bytes of one code: decode, drop the repeats of presentation mode, count, tell.
import type { Clock, DriverDeps } from './contract.ts';
import type { Scan } from './device-classes.ts';
import { decodeScanText, splitAim } from './scan-text.ts';

/** A scanner in presentation mode reads the code again as long as it lies there. */
const REPEAT_MS = 2000;

export interface ScanSink {
  /** All bytes of one code without its suffix; `symbology` where the frame told it, else an AIM prefix is looked for. */
  take(bytes: Uint8Array, symbology: string | null): void;
  /** A code that came broken or incomplete. */
  fail(): void;
}

/** True for a value seen less than 2 s ago; each sight begins the 2 s again, so a code that lies there is one scan. */
export const createRepeatGuard = (clock: Pick<Clock, 'monotonicMs'>) => {
  const seenMs = new Map<string, number>();
  return (value: string): boolean => {
    const nowMs = clock.monotonicMs();
    // What is older is also somebody's data: it is not kept.
    for (const [other, atMs] of seenMs) if (nowMs - atMs >= REPEAT_MS) seenMs.delete(other);
    const isRepeat = seenMs.has(value);
    seenMs.set(value, nowMs);
    return isRepeat;
  };
};

export type ScanEvent =
  | { readonly type: 'scanned'; readonly scan: Scan }
  | { readonly type: 'scan-refused'; readonly reason: 'not-text' };

export const createScanSink = (deps: DriverDeps, publish: (event: ScanEvent) => void): ScanSink => {
  const { clock, count } = deps;
  const isRepeat = createRepeatGuard(clock);
  return {
    take(bytes, symbology) {
      const { aim, data } = splitAim(bytes);
      if (data.length === 0) return;
      const decoded = decodeScanText(data);
      if (decoded === null) {
        count('failed-reads');
        return publish({ type: 'scan-refused', reason: 'not-text' });
      }
      const text = decoded.text.normalize('NFC');
      if (isRepeat(text)) return;
      count('good-reads');
      publish({ type: 'scanned', scan: { symbology: aim ?? symbology, text } });
    },
    fail: () => count('failed-reads'),
  };
};
