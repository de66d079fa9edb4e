// Cameras of the site at a gate: each picture goes to the gate, and the newest waits in memory for the gate's screen.
import type { HealthState } from '../../../contract/device.ts';
import type { CameraState, GateLook } from '../../../contract/gate.ts';
import type { DeviceId } from '../../../contract/ids.ts';
import type { Camera } from '../../../drivers/core/device-classes.ts';
import type { Gate, Gates } from './index.ts';

/** A picture with what was seen in it. */
export interface FeedPicture {
  readonly seq: number;
  readonly jpeg: Uint8Array;
  readonly look: GateLook;
}

export interface Feed {
  readonly id: DeviceId;
  readonly state: CameraState;
  /** The newest picture behind `after`; waits for one, and resolves to null when none came within `waitMs`. */
  next(after: number, waitMs: number): Promise<FeedPicture | null>;
}

export interface FeedDeps {
  readonly gate: Gate;
  readonly camera: Camera;
  readonly show: Gates['show'];
  /** Its health or what the gate thinks of its pictures changed. */
  readonly onChange: () => void;
  /** Runs once after so many milliseconds, or never when it is disposed of before. */
  readonly later: (delayMs: number, run: () => void) => Disposable;
}

const isSending = (state: HealthState): boolean => state === 'ready' || state === 'degraded';

const stateOf = ({ health }: Camera, trouble: GateLook['trouble']): CameraState => {
  const part = health.fault?.detail?.['part'];
  if (part === 'frozen' || part === 'black' || part === 'unreadable') return part;
  if (health.fault?.code === 'access-denied') return 'denied';
  if (isSending(health.state)) return trouble ?? 'ready';
  return 'lost';
};

export const startFeed = ({ gate, camera, show, onChange, later }: FeedDeps): Feed & Disposable => {
  let newest: FeedPicture | null = null;
  let trouble: GateLook['trouble'] = null;
  let seq = 0;
  const waiting = new Set<(picture: FeedPicture | null) => void>();

  const take = async (jpeg: Uint8Array): Promise<void> => {
    const look = await show(gate, camera.id, jpeg);
    if (look.skipped === 'superseded' || !isSending(camera.health.state)) return;
    seq += 1;
    newest = { seq, jpeg, look };
    for (const tell of [...waiting]) tell(newest);
    if (look.trouble !== trouble) {
      trouble = look.trouble;
      onChange();
    }
  };

  const subscription = camera.subscribe((event) => {
    if (event.type === 'frame') void take(event.frame.jpeg);
    // What was seen before the line was cut is over.
    if (event.type === 'health-changed' && !isSending(event.health.state)) newest = null;
  });

  return {
    id: camera.id,
    get state() {
      return stateOf(camera, trouble);
    },
    next: (after, waitMs) => {
      if (newest !== null && newest.seq !== after) return Promise.resolve(newest);
      return new Promise((resolve) => {
        const tell = (picture: FeedPicture | null): void => {
          waiting.delete(tell);
          timer[Symbol.dispose]();
          resolve(picture);
        };
        const timer = later(waitMs, () => tell(null));
        waiting.add(tell);
      });
    },
    [Symbol.dispose]: () => {
      subscription[Symbol.dispose]();
      newest = null;
      for (const tell of [...waiting]) tell(null);
    },
  };
};
