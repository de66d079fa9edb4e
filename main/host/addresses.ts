// What tickets, posters and slips point to.
import type { HubLink } from './open-hub-link.ts';

export interface Addresses {
  /** Known once the server listens; without a slash at the end. */
  site: string;
  /** Whatever a code of this site's tickets may begin with. */
  all(): readonly string[];
  /** At the city's hub, where there is one and the line to it stands: a phone follows the turn from anywhere. */
  turn(token: string): string;
  /** What `turn` begins with; `/t/<token>` follows, or `/book/`. */
  turnBase(): string;
  procedure(code: string): string;
  sign(token: string): string;
}

/** `ofHost`: at a satellite, what the host of the hall said. */
export const createAddresses = (
  hubLink: () => Pick<HubLink, 'status' | 'pages'>,
  ofHost: () => string | null,
): Addresses => {
  const turnBase = (): string => {
    const { pages, status } = hubLink();
    return ofHost() ?? (status().state === 'offline' ? null : pages) ?? addresses.site;
  };
  const addresses: Addresses = {
    site: '',
    all: () => [addresses.site, hubLink().pages].filter((one) => one !== null),
    turnBase,
    turn: (token) => `${turnBase()}/t/${token}`,
    procedure: (code) => `${addresses.site}/procedures/?${new URLSearchParams({ code })}`,
    sign: (token) => `${addresses.site}/rate/${token}`,
  };
  return addresses;
};
