// What tickets, posters and slips point to.
import type { HubLink } from './open-hub-link.ts';

export interface Addresses {
  /** Known once the server listens; without a slash at the end. */
  site: string;
  /** Whatever a code of this site's tickets may begin with. */
  all(): readonly string[];
  /** At the city's hub, where there is one and the line to it stands: a phone follows the turn from anywhere. */
  turn(token: string): string;
  procedure(code: string): string;
  sign(token: string): string;
}

export const createAddresses = (hubLink: () => Pick<HubLink, 'status' | 'pages'>): Addresses => {
  const addresses: Addresses = {
    site: '',
    all: () => [addresses.site, hubLink().pages].filter((one) => one !== null),
    turn: (token) => {
      const { pages, status } = hubLink();
      return `${(status().state === 'offline' ? null : pages) ?? addresses.site}/t/${token}`;
    },
    procedure: (code) => `${addresses.site}/procedures/?${new URLSearchParams({ code })}`,
    sign: (token) => `${addresses.site}/rate/${token}`,
  };
  return addresses;
};
