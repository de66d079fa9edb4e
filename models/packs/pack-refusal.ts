/** Why a model pack cannot be used. */
export interface PackRefusal {
  readonly code:
    | 'pack-missing'
    | 'pack-manifest-wrong'
    | 'pack-file-missing'
    | 'pack-hash-wrong'
    | 'pack-network-broken'
    | 'pack-shape-wrong'
    | 'pack-exists';
  /** What happened, value seen, value allowed, what to do. */
  readonly message: string;
}
