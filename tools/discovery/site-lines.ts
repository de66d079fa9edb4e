// What was found, as lines of `devices:` in site.yaml that can be copied as they are.
import { deviceClassWords } from '../../contract/texts/devices.ts';
import { foldDiacritics } from '../../drivers/core/fold-diacritics.ts';
import type { Finding } from './scan.ts';

const written = (value: string | number): string =>
  typeof value === 'number' || /^[\p{L}][\p{L}\d -]*$/u.test(value) ? String(value) : JSON.stringify(value);

const slugOf = (label: string): string =>
  foldDiacritics(label)
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-');

const urlOf = ({ candidate, found }: Finding): string =>
  found?.baud == null ? candidate.url : `${candidate.url}?baud=${found.baud}`;

/** One for each device that was recognised and that the configuration does not name yet. `taken`: ids in use. */
export const siteLines = (findings: readonly Finding[], taken: readonly string[]): string[] => {
  const ids = new Set(taken);
  const free = (base: string): string => {
    let id = base;
    for (let number = 2; ids.has(id); number++) id = `${base}-${number}`;
    ids.add(id);
    return id;
  };
  return findings.flatMap((finding) => {
    const { found, lease } = finding;
    if (found === null || lease !== null) return [];
    const label = deviceClassWords.vi[`class.${found.deviceClass}`];
    const keys = {
      id: free(slugOf(label)),
      driver: found.driver,
      label,
      url: urlOf(finding),
      ...found.recognised.options,
    };
    const fields = Object.entries(keys).map(([key, value]) => `${key}: ${written(value)}`);
    return [`  - { ${fields.join(', ')} } # ${found.recognised.confidence}: ${found.recognised.model}`];
  });
};
