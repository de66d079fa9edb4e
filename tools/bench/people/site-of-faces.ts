// A site folder of its own with people who agreed that their face is used, for the real program to work on.
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import type { PersonId } from '../../../contract/ids.ts';
import type { OpenSite } from '../../../main/host/open-site.ts';
import { writeSiteWithoutDevices } from '../../../test/support/host-process.ts';
import { addPeople, consent } from '../../../test/support/meeting.ts';
import { withSite } from '../../cli/verb.ts';

/** Writes the configuration into `folder`, keys beside the data; `more` is appended. Returns the file's path. */
export const writeSiteOfFaces = (folder: string, more: string): string => {
  const config = writeSiteWithoutDevices(folder, 0);
  appendFileSync(config, `\nfaces: { keys: ${path.join(folder, 'keys')} }\n${more}`);
  return config;
};

/** Opens the site's store beside whatever else runs on it. */
export const besideHost = <T>(config: string, work: (site: OpenSite) => Promise<T>): Promise<T> =>
  withSite({ config }, work);

/** People by code, all of whom agreed. */
export const addAgreed = (config: string, codes: readonly string[]): Promise<ReadonlyMap<string, PersonId>> =>
  besideHost(config, async (site) => {
    const people = await addPeople(
      site,
      codes.map((code) => ({ code, name: code, group: '', card: null })),
      () => {
        throw new Error('nobody has a card here');
      },
    );
    for (const personId of people.values()) await consent(site, personId);
    return people;
  });
