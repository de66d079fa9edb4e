// How long somebody has waited, in three bands that a clerk reads without thinking.
import { wholeMinutes } from './clock.ts';

export type AgeBand = 'fresh' | 'long' | 'tooLong';

const longFromMinutes = 15;
const tooLongFromMinutes = 30;

export const ageOf = (issuedAtMs: number, nowMs: number): { readonly minutes: number; readonly band: AgeBand } => {
  const minutes = wholeMinutes(nowMs - issuedAtMs);
  if (minutes >= tooLongFromMinutes) return { minutes, band: 'tooLong' };
  return { minutes, band: minutes >= longFromMinutes ? 'long' : 'fresh' };
};
