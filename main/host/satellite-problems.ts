import type { SiteConfig } from './site-schema.ts';

/** What is wrong with the numbers of satellites, a line each. */
export const satelliteProblems = ({ satellites, satellite, hub }: SiteConfig): string[] => [
  ...satellites.flatMap(({ id, numbers }, index) =>
    satellites
      .slice(0, index)
      .filter((other) => other.numbers.from <= numbers.to && numbers.from <= other.numbers.to)
      .map(
        (other) =>
          `satellites: "${id}" (${numbers.from} to ${numbers.to}) and "${other.id}" (${other.numbers.from} to ${other.numbers.to}) would give the same numbers; each needs its own.`,
      ),
  ),
  ...(satellite !== undefined && satellites.length > 0
    ? ['satellite: a machine is a satellite or has some, not both. Remove one of the two.']
    : []),
  ...(satellite !== undefined && hub.enabled
    ? ['hub.enabled: a satellite does not speak to the city; the host of its hall does. Set it to false.']
    : []),
];
