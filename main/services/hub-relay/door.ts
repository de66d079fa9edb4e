// The site's own door, as the hub's requests use it.

export type DoorRequest = (ask: {
  readonly method: 'GET' | 'POST';
  /** With its query, from the root of the site. */
  readonly path: string;
  readonly body: string | null;
  readonly address: string;
}) => Promise<{ readonly status: number; readonly type: string; readonly body: string }>;

/** An address across the city is none of this hall's screens, whatever it reads: halls have the same inner addresses. */
export const farAddress = (address: string): string => `far ${address}`;
