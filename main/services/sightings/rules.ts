// Sightings as they may be stored: whatever a terminal sends, a row stays small.
import type { Sighting } from '../../../drivers/core/device-classes.ts';

/** Commands of one group commit; a terminal that was offline for weeks sends thousands, and clerks press keys meanwhile. */
const MOST_TOGETHER = 200;
const LONGEST_TEXT = 200;

/** A sighting without a key or a person is nobody's; an endless one is an attack. */
export const isStorable = ({ key, personCode, terminalTime, atMs }: Sighting): boolean =>
  key !== '' &&
  personCode !== '' &&
  Number.isSafeInteger(atMs) &&
  [key, personCode, terminalTime].every((text) => text.length <= LONGEST_TEXT);

export const inPortions = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / MOST_TOGETHER) }, (_, portion) =>
    list.slice(portion * MOST_TOGETHER, (portion + 1) * MOST_TOGETHER),
  );
