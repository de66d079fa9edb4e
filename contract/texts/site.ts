// What the host itself adds to the name of a site.
import { inBoth } from './catalogue.ts';

export const site = inBoth(
  { 'rehearsal.siteName': 'DIỄN TẬP · {name}' },
  { 'rehearsal.siteName': 'REHEARSAL · {name}' },
);
