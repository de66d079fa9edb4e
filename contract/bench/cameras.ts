// An IP camera: MJPEG and snapshots, with a login.
import { z } from 'zod';
import { action, type RackDeviceBase } from './common.ts';

/** `both`: two challenges at once, MD5 without a name and SHA-256, as Hikvision does. */
export const LoginKind = z.enum(['none', 'basic', 'md5', 'sha256', 'both']);
export type LoginKind = z.infer<typeof LoginKind>;

/** `silent`: nothing more comes, the connection stays. `broken`: pictures are cut off in the middle. */
export const CameraSight = z.enum(['alive', 'frozen', 'black', 'silent', 'broken']);
export type CameraSight = z.infer<typeof CameraSight>;

export const CameraActions = [
  action('set-sight', { sight: CameraSight }),
  /** Somebody changed the password on the device; that of the configuration is wrong then. */
  action('change-password', { password: z.string().min(1).max(64) }),
  action('restore-password', {}),
  /** The device forgets its nonces, as it does after some minutes. */
  action('age-nonces', {}),
  /** Ends the lock after too many wrong passwords. */
  action('unlock-account', {}),
] as const;

export interface GuardState {
  readonly login: LoginKind;
  /** Not the one that the rack's setting names. */
  readonly passwordChanged: boolean;
  readonly wrongPasswords: number;
  /** It refuses everybody unseen. */
  readonly locked: boolean;
}

export interface CameraState extends RackDeviceBase, GuardState {
  readonly kind: 'camera-mjpeg';
  readonly sight: CameraSight;
  /** Clients that look now. */
  readonly viewers: number;
  readonly pictures: number;
  /** Where somebody walks before the camera, 0 left to 1 right. */
  readonly walker: number;
}
