import { randomFillSync } from 'node:crypto';

const tokenBytes = 16;

/** Returns a source of tokens: 128 random bits each, 22 characters base64url. Takes them from the system a page at a time. */
export const createTokenSource = (): (() => string) => {
  const pool = Buffer.alloc(4096);
  let used = pool.length;
  return () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    const token = pool.toString('base64url', used, used + tokenBytes);
    // A token that was given out must not lie in memory for longer than it needs to.
    pool.fill(0, used, used + tokenBytes);
    used += tokenBytes;
    return token;
  };
};
