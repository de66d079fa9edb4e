// How a DGUS project is laid out, as data: docs/protocols/dwin-pad.md tells a fitter how to build it.
import { z } from 'zod';
import type { FaceLevel, PadPage } from '../core/device-classes.ts';

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
  /** Where touches arrive, and what the values mean. */
  readonly touch: number;
  readonly faces: ReadonlyMap<number, FaceLevel>;
}

export const DWIN_PROFILES: Readonly<Record<DwinProfileName, DwinProfile>> = {
  'motcua-1': {
    pages: { idle: 1, qr: 2, faces: 3, thanks: 4 },
    texts: { idle: 0x1000, qr: 0x1100, faces: 0x1200, thanks: 0x1300 },
    textWords: 96,
    qr: 0x5000,
    qrBytes: 192,
    touch: 0x1500,
    faces: new Map([
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
      [5, 5],
    ]),
  },
};
