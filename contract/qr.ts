import { z } from 'zod';

/** A QR code as one SVG path on a grid of `size` × `size` modules, quiet zone included. */
export const QrPath = z.object({ size: z.int().positive(), path: z.string() });
export type QrPath = z.infer<typeof QrPath>;
