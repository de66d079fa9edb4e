// How an HMI project is laid out, as data: docs/protocols/nextion-pad.md tells a fitter how to build it.
import { z } from 'zod';
import type { FaceLevel, PadPage } from '../core/device-classes.ts';

export const NextionProfileName = z.enum(['motcua-1']);
export type NextionProfileName = z.infer<typeof NextionProfileName>;

export interface NextionProfile {
  /** Numbers of the pages. Page 0 comes with the power and is never asked for, so that seeing it tells of a restart. */
  readonly pages: Readonly<Record<PadPage['kind'], number>>;
  /** The text component of every page. */
  readonly text: string;
  /** Its txt_maxl: the component cuts what is longer without a word. */
  readonly textBytes: number;
  readonly qr: string;
  readonly qrBytes: number;
  /** Component ids on the faces page. */
  readonly faces: ReadonlyMap<number, FaceLevel>;
}

export const NEXTION_PROFILES: Readonly<Record<NextionProfileName, NextionProfile>> = {
  'motcua-1': {
    pages: { idle: 1, qr: 2, faces: 3, thanks: 4 },
    text: 't0',
    textBytes: 180,
    qr: 'qr0',
    qrBytes: 192,
    faces: new Map([
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 4],
      [6, 5],
    ]),
  },
};
