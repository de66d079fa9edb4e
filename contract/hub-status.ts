// How a site's line to the hub is, for screens and for /health. No zod here, as in live.ts.

/**
 * `not-joined`: no join code was used here yet. `key-refused`: the hub does not know this site's key, or took it back.
 * `certificate-refused`: whoever answers is not signed by the hub's authority, or under another name. `subject-refused`: it does not let this site write where it writes. `hub-full`: the stream takes no more. `hub-silent`: it is
 * reached and does not answer how far it is.
 */
export type LinkTrouble =
  | 'not-joined'
  | 'unreachable'
  | 'certificate-refused'
  | 'key-refused'
  | 'subject-refused'
  | 'hub-full'
  | 'hub-silent'
  | 'refused';

export interface HubLinkStatus {
  readonly state: 'off' | 'offline' | 'catching-up' | 'up-to-date';
  readonly trouble: LinkTrouble | null;
  /** Rows of the journal that the hub's database has. */
  readonly applied: number;
  readonly sent: number;
  /** Rows that it does not have yet. */
  readonly backlog: number;
  /** Age of the oldest of them, milliseconds. */
  readonly lagMs: number;
  /** Times that rows were sent again. */
  readonly rewinds: number;
}
