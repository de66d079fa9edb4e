// Star printers as data. 203 dpi: 576 dots on 80 mm, 384 on 58 mm. Source: TSP650II, mC-Print2/3 specifications.
import { z } from 'zod';
import type { PrinterCapabilities } from '../core/device-classes.ts';

export interface StarProfile extends PrinterCapabilities {
  readonly cutter: 'partial' | 'full';
  readonly rowsPerSecond: number;
  readonly rollMetres: number;
}

const star = { cutter: 'partial', status: 'push', maxBandRows: 128, rowsPerSecond: 1200 } as const;

export const STAR_PROFILES = {
  'star-80': { ...star, widthPx: 576, rollMetres: 80 },
  'star-80-full-cut': { ...star, widthPx: 576, rollMetres: 80, cutter: 'full' },
  'star-58': { ...star, widthPx: 384, rollMetres: 30 },
} as const satisfies Readonly<Record<string, StarProfile>>;
export type StarModel = keyof typeof STAR_PROFILES;
export const StarModel = z.enum(Object.keys(STAR_PROFILES) as [StarModel, ...StarModel[]]);
