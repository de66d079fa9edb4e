// Names of people and cards as keyed hashes: enough to know one again on this site, useless anywhere else.
import { createHmac } from 'node:crypto';
import path from 'node:path';
import { readOrCreateKey } from '../../models/gallery/key-file.ts';
import { StoreError } from '../store/store-error.ts';

/** The same text gives the same hash for the same purpose on the same site only. 22 characters base64url. */
export type SiteHash = (purpose: string, text: string) => string;

/**
 * With the key `site.key` of the data folder, made at the first start. It is not in the backups: whoever has one of them
 * cannot try out phone numbers. Errors: StoreError cannot-open for a key that others may read or that is cut short.
 */
export const openSiteHash = (dataFolder: string): SiteHash => {
  const key = readOrCreateKey(path.join(dataFolder, 'site.key'));
  if (!key.ok) throw new StoreError('cannot-open', key.error);
  return (purpose, text) =>
    createHmac('sha256', key.value).update(`${purpose}\0${text}`).digest('base64url').slice(0, 22);
};
