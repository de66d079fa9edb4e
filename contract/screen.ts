// What a screen in the hall tells of itself, so that staff see a silent or frozen board before a citizen misses a call.
import { z } from 'zod';

/** `blocked`: the browser waits for a touch; `no-loudspeaker`: the machine has no sound output. */
export const ScreenSound = z.enum(['on', 'blocked', 'no-loudspeaker']);
export type ScreenSound = z.infer<typeof ScreenSound>;

export const ScreenReport = z.strictObject({
  /** Made by the browser window, the same over reloads. */
  screenId: z.string().regex(/^[A-Za-z0-9_-]{22}$/, '22 characters base64url'),
  page: z.enum(['board', 'kiosk', 'attendance']),
  sound: ScreenSound,
  /** Milliseconds since the window last drew a picture. */
  frameAgeMs: z.int().nonnegative().max(86_400_000),
});
export type ScreenReport = z.infer<typeof ScreenReport>;

/** How often a screen reports. */
export const SCREEN_REPORT_EVERY_MS = 10_000;

/** `lost`: has not reported for three times that; `frozen`: reports, but draws nothing; `silent`: no sound. */
export type ScreenState = 'ready' | 'silent' | 'frozen' | 'lost';

export interface ScreenView {
  readonly id: string;
  readonly page: ScreenReport['page'];
  readonly address: string;
  readonly state: ScreenState;
  readonly sound: ScreenSound;
  readonly seenAtMs: number;
  readonly frameAgeMs: number;
}

/** Screens that must be let in before they may take numbers, or check people in. */
export const PairingPage = z.enum(['kiosk', 'attendance']);
export type PairingPage = z.infer<typeof PairingPage>;

export const PairedScreen = z.object({
  id: z.string(),
  name: z.string(),
  page: PairingPage,
  pairedAtMs: z.int(),
});
export type PairedScreen = z.infer<typeof PairedScreen>;
