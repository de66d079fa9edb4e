// People of the site, as rows and as values.
import { createHash } from 'node:crypto';
import type { StaffId } from '../../../contract/ids.ts';
import type { StaffRole } from '../../../contract/staff.ts';

export interface Member {
  readonly id: StaffId;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
}

export const toMember = (row: {
  readonly id: StaffId;
  readonly login: string;
  readonly name: string;
  /** A JSON list. */
  readonly roles: string;
}): Member => ({ id: row.id, login: row.login, name: row.name, roles: JSON.parse(row.roles) });

/** The database keeps this and never the cookie. */
export const cookieHash = (cookie: string): Buffer => createHash('sha256').update(cookie).digest();

/** The same as text, by which sessions are remembered. */
export const sessionKey = (cookie: string): string => createHash('sha256').update(cookie).digest('base64url');
export const hashOfKey = (key: string): Buffer => Buffer.from(key, 'base64url');
