import { z } from 'zod';
import { action, type RackDeviceBase } from './common.ts';

export const Rdm6300Actions = [
  /** Lays a card on the reader and leaves it there; ten hex digits. Another card takes its place. */
  action('hold-card', { card: z.string().regex(/^[\da-f]{10}$/) }),
  action('take-card', {}),
] as const;

export interface Rdm6300State extends RackDeviceBase {
  readonly kind: 'card-reader-rdm6300';
  /** The card that lies on the reader. */
  readonly card: string | null;
}
