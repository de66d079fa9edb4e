// What the pages of people work with.
import type { PeopleDoorDeps } from '../server/people-routes.ts';
import type { OpenSite } from './open-site.ts';
import type { SiteConfig } from './site-schema.ts';

export const peopleDoorOf = (
  { people, consents, templates, attendance, guardianNotices, lookAlikes, faceScores }: OpenSite,
  { site, faces }: Pick<SiteConfig, 'site' | 'faces'>,
  given: Pick<PeopleDoorDeps, 'now' | 'hashCard'>,
): PeopleDoorDeps => ({
  ...{ people, consents, templates, attendance, guardianNotices, lookAlikes, faceScores },
  ...given,
  siteName: site.name,
  renewChildMonths: faces?.renewChildMonths ?? 6,
});
