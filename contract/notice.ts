// What a manager tells the whole hall.
import { z } from 'zod';

const words = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    // No control characters: some boards act on them.
    .regex(/^\P{Cc}+$/u, 'one line of plain text');

/** Over everything, on every board and kiosk. */
export const Emergency = z.strictObject({ vi: words(120), en: words(120) });
export type Emergency = z.infer<typeof Emergency>;

/** Below the calls; null: the one of the configuration. */
export const RunningText = z.strictObject({ vi: words(300), en: words(300) });
export type RunningText = z.infer<typeof RunningText>;
