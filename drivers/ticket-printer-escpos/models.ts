// What differs between printers, as data. A model that is not here is described by the `generic` profile of its width;
// one that turns out to answer differently gets a row, not a branch.
// Sources: 58 mm = 384 dots, 80 mm = 576 dots at 8 dots/mm; GS v 0 above some 2048 rows fails on a TM-L90 and large
// images overflow small buffers (ESC-POS-.NET #156, #227), hence bands; cheap USB clones never answer (zj-58 #2).
import { z } from 'zod';
import type { PrinterCapabilities } from '../core/device-classes.ts';

export const PrinterModel = z.enum(['epson-80', 'epson-58', 'generic-80', 'generic-58', 'silent-80', 'silent-58']);
export type PrinterModel = z.infer<typeof PrinterModel>;

export interface PrinterProfile extends PrinterCapabilities {
  /** Rows of dots a second that the mechanism can move paper: 150 mm/s at 8 dots/mm. */
  readonly rowsPerSecond: number;
  /** Understands DLE DC4 8 (clear buffers), so that the rest of a broken job never reaches paper. */
  readonly clearsBuffers: boolean;
}

const epson = { cutter: true, status: 'push', maxBandRows: 256, rowsPerSecond: 1200, clearsBuffers: true } as const;
const generic = { cutter: true, status: 'poll', maxBandRows: 128, rowsPerSecond: 720, clearsBuffers: false } as const;
const silent = { ...generic, status: 'none' } as const;

export const PRINTER_PROFILES: Readonly<Record<PrinterModel, PrinterProfile>> = {
  'epson-80': { ...epson, widthPx: 576 },
  'epson-58': { ...epson, widthPx: 384 },
  'generic-80': { ...generic, widthPx: 576 },
  'generic-58': { ...generic, widthPx: 384, cutter: false },
  'silent-80': { ...silent, widthPx: 576 },
  'silent-58': { ...silent, widthPx: 384, cutter: false },
};
