// How a DGUS project is laid out, as data: docs/protocols/dwin-pad.md tells a fitter how to build it.
import { z } from 'zod';
import type { PadPage } from '../core/device-classes.ts';

export const DwinProfileName = z.enum(['motcua-1']);
export type DwinProfileName = z.infer<typeof DwinProfileName>;

export interface DwinProfile {
  /** Page 0 comes with the power and is never asked for, so that seeing it tells of a restart. */
  readonly pages: Readonly<Record<PadPage['kind'], number>>;
  /** The text variable of each page, and how many words it has. */
  readonly texts: Readonly<Record<PadPage['kind'], number>>;
  readonly textWords: number;
  /** The QR variable (type 0x25) and its bytes without the end. */
  readonly qr: number;
  readonly qrBytes: number;
  /** The faces page whose keys lead to the second question, that page, and its text variable. */
  readonly second: { readonly from: number; readonly page: number; readonly text: number };
  /** Four words: level, second level, number of the asking (high word first). The keys write the first two. */
  readonly press: number;
}

export const DWIN_PROFILES: Readonly<Record<DwinProfileName, DwinProfile>> = {
  'motcua-1': {
    pages: { idle: 1, qr: 2, faces: 3, thanks: 4 },
    texts: { idle: 0x1000, qr: 0x1100, faces: 0x1200, thanks: 0x1300 },
    textWords: 96,
    qr: 0x5000,
    qrBytes: 192,
    second: { from: 5, page: 6, text: 0x1400 },
    press: 0x1500,
  },
};
