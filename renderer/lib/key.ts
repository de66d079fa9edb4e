// Names for presses, so that a repeated command is done once. crypto.randomUUID would need a secure context, which a
// tablet on plain http does not have.
import type { IdempotencyKey } from '../../contract/ids.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** 22 characters base64url, 132 random bits. */
export const createKey = (): IdempotencyKey =>
  Array.from(crypto.getRandomValues(new Uint8Array(22)), (byte) => alphabet[byte & 63]).join('') as IdempotencyKey;
