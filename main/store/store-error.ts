// What can go wrong between us and the disk, told apart by what a person has to do.

export type StoreErrorCode =
  | 'wrong-node'
  | 'unsafe-settings'
  | 'cannot-open'
  | 'not-a-database'
  | 'newer-database'
  | 'folder-in-use'
  | 'wrong-folder'
  | 'restore-unfinished'
  | 'storage-full'
  | 'storage-failed'
  | 'busy'
  | 'stopping';

const advice: Record<'storage-full' | 'not-a-database' | 'cannot-open' | 'storage-failed' | 'busy', string> = {
  'storage-full': 'The disk is full: free some space; the host goes on by itself.',
  'not-a-database':
    'The file is not a database or is damaged: put it aside and restore a backup with "motcua restore".',
  'cannot-open': 'Check that the folder exists and that this user may write there.',
  busy: 'Another program holds the database: end it, or try again in a moment.',
  'storage-failed': 'The disk reports errors: check the cable and the disk, then "motcua verify".',
};

const codeOf = (sqliteCode: string): keyof typeof advice => {
  if (sqliteCode === 'SQLITE_FULL') return 'storage-full';
  if (/^SQLITE_(BUSY|LOCKED)/.test(sqliteCode)) return 'busy';
  if (sqliteCode === 'SQLITE_NOTADB' || sqliteCode.startsWith('SQLITE_CORRUPT')) return 'not-a-database';
  if (
    sqliteCode.startsWith('SQLITE_CANTOPEN') ||
    sqliteCode.startsWith('SQLITE_READONLY') ||
    /^E[A-Z]+$/.test(sqliteCode)
  )
    return 'cannot-open';
  return 'storage-failed';
};

const sqliteCodeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : 'unknown';

/** True for trouble of the database library or the disk, false for a bug of ours. */
export const isStorageTrouble = (cause: unknown): boolean =>
  /^SQLITE_(FULL|IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN|PROTOCOL|BUSY|LOCKED)/.test(sqliteCodeOf(cause)) ||
  // The writer closes the database when the disk failed; whoever reads afterwards meets this.
  (cause instanceof TypeError && cause.message === 'The database connection is not open');

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'StoreError';
    this.code = code;
  }

  static from(cause: unknown, what: string): StoreError {
    const sqliteCode = sqliteCodeOf(cause);
    const code = codeOf(sqliteCode);
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new StoreError(code, `${what}: ${reason} [code=${sqliteCode}]. ${advice[code]}`, cause);
  }
}
