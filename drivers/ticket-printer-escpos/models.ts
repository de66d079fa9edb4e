// What differs between printers, as data. A model that is not here is described by the `generic` profile of its width;
// one that turns out to answer differently gets a row, not a branch.
// Sources: 58 mm = 384 dots (some 420), 80 mm = 576 (some 512) at 8 dots/mm; GS v 0 above some 2048 rows fails on a
// TM-L90 and large images overflow small buffers (ESC-POS-.NET #156, #227), hence bands; cheap USB clones never answer
// (zj-58 #2).
import { z } from 'zod';
import type { PrinterCapabilities } from '../core/device-classes.ts';

export interface PrinterProfile extends PrinterCapabilities {
  /** Rows of dots a second that the mechanism can move paper: 150 mm/s at 8 dots/mm. */
  readonly rowsPerSecond: number;
  /** Understands DLE DC4 8 (clear buffers), so that the rest of a broken job never reaches paper. */
  readonly clearsBuffers: boolean;
  /** Metres on a usual roll; site.yaml may say another. */
  readonly rollMetres: number;
}

const wide = { widthPx: 576, rollMetres: 80 } as const;
const narrow = { widthPx: 384, rollMetres: 30 } as const;
const epson = {
  cutter: 'partial',
  status: 'push',
  maxBandRows: 256,
  rowsPerSecond: 1200,
  clearsBuffers: true,
} as const;
const generic = {
  cutter: 'partial',
  status: 'poll',
  maxBandRows: 128,
  rowsPerSecond: 720,
  clearsBuffers: false,
} as const;
const silent = { ...generic, status: 'none' } as const;

export const PRINTER_PROFILES = {
  'epson-80': { ...epson, ...wide },
  'epson-80-512': { ...epson, ...wide, widthPx: 512 },
  'epson-80-full-cut': { ...epson, ...wide, cutter: 'full' },
  'epson-58': { ...epson, ...narrow },
  'epson-58-420': { ...epson, ...narrow, widthPx: 420 },
  'generic-80': { ...generic, ...wide },
  'generic-80-512': { ...generic, ...wide, widthPx: 512 },
  'generic-80-full-cut': { ...generic, ...wide, cutter: 'full' },
  'generic-58': { ...generic, ...narrow, cutter: 'none' },
  'generic-58-420': { ...generic, ...narrow, widthPx: 420, cutter: 'none' },
  'silent-80': { ...silent, ...wide },
  'silent-58': { ...silent, ...narrow, cutter: 'none' },
} as const satisfies Readonly<Record<string, PrinterProfile>>;
export type PrinterModel = keyof typeof PRINTER_PROFILES;
export const PrinterModel = z.enum(Object.keys(PRINTER_PROFILES) as [PrinterModel, ...PrinterModel[]]);
