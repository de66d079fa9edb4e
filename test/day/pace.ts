// The clock of the people of the day: minutes of the hall, which pass so many times faster than real ones.
import { setTimeout as pause } from 'node:timers/promises';

export interface Pace {
  /** Minutes of the hall since its morning began. */
  minute(): number;
  wait(minutes: number): Promise<void>;
  until(minute: number): Promise<void>;
}

/** `atMinute`: how far the morning is at this moment by the clock of the host. */
export const startPace = (speed: number, atMinute: number): Pace => {
  const beganMs = performance.now();
  const minute = (): number => atMinute + ((performance.now() - beganMs) * speed) / 60_000;
  const wait = async (minutes: number): Promise<void> => {
    if (minutes > 0) await pause((minutes * 60_000) / speed);
  };
  return { minute, wait, until: (at) => wait(at - minute()) };
};
