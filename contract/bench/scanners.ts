// Barcode scanners of all three ways to speak: bytes on a serial line, SSI, HID POS.
import { z } from 'zod';
import { action, type RackDeviceBase } from './common.ts';

/** People who do not exist. */
const CardSample = z.enum(['man', 'woman', 'card-2024', 'decomposed', 'health-insurance']);
/** How the scanner writes what it read: right, guessed to be Japanese or Chinese, or without the letters a keyboard lacks. */
export const ScanEncoding = z.enum(['utf-8', 'shift-jis', 'big5', 'no-diacritics']);
export const ScanSuffix = z.enum(['cr', 'lf', 'crlf', 'none']);

export const ScannerActions = [
  /** A code with this text is held in front of the scanner. */
  action('scan', { text: z.string().min(1).max(3000) }),
  action('scan-card', { sample: CardSample }),
  action('set-encoding', { encoding: ScanEncoding }),
  action('set-aim-prefix', { aimPrefix: z.boolean() }),
  /** Serial only. */
  action('set-suffix', { suffix: ScanSuffix }),
  /** In presentation mode a code that lies there is read three times. */
  action('set-presentation', { presentation: z.boolean() }),
] as const;

export interface ScannerState<Kind extends 'scanner-serial' | 'scanner-ssi' | 'scanner-hid-pos'>
  extends RackDeviceBase {
  readonly kind: Kind;
  readonly encoding: z.infer<typeof ScanEncoding>;
  readonly aimPrefix: boolean;
  /** Null where the protocol frames a code by itself. */
  readonly suffix: z.infer<typeof ScanSuffix> | null;
  readonly presentation: boolean;
  /** The light is on because the host asked for it. */
  readonly isLit: boolean;
  /** Codes read, repeats not counted. */
  readonly scans: number;
  readonly lastText: string | null;
}
