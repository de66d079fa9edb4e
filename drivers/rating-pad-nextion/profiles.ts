// How an HMI project is laid out, as data: docs/protocols/nextion-pad.md tells a fitter how to build it.
import { z } from 'zod';
import type { PadPage } from '../core/device-classes.ts';

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
  /** The page of the second question. */
  readonly second: number;
  /** Component ids of the faces on both pages that ask. */
  readonly faces: ReadonlySet<number>;
  /** Global variables and texts of the program. */
  readonly program: {
    readonly ask: string;
    readonly sequence: string;
    readonly thanksMs: string;
    readonly second: string;
    readonly thanks: string;
    readonly rest: string;
  };
  /** Presses lie in so many places of the EEPROM by turns, 16 bytes each: sequence, asking, answers, check. */
  readonly places: number;
}

export const NEXTION_PROFILES: Readonly<Record<NextionProfileName, NextionProfile>> = {
  'motcua-1': {
    pages: { idle: 1, qr: 2, faces: 3, thanks: 4 },
    text: 't0',
    textBytes: 180,
    qr: 'qr0',
    qrBytes: 192,
    second: 5,
    faces: new Set([2, 3, 4, 5, 6]),
    program: {
      ask: 'boot.ask.val',
      sequence: 'boot.seq.val',
      thanksMs: 'boot.restms.val',
      second: 'boot.more.txt',
      thanks: 'boot.thx.txt',
      rest: 'boot.rest.txt',
    },
    places: 32,
  },
};
