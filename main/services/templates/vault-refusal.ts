// Why templates cannot be opened.
export interface VaultRefusal {
  readonly code:
    | 'faces-off'
    | 'keys-in-data'
    | 'key-missing'
    | 'key-open'
    | 'wrong-key'
    | 'other-keys'
    | 'not-a-vault'
    | 'vault-newer';
  /** What happened, value seen, value allowed, what to do. */
  readonly message: string;
}
