import type { Migration } from '../migrate.ts';

export const receipts: Migration = {
  version: 351,
  name: 'receipts',
  up: `
    -- Looked for at each start and each hour, among all receipts there ever were.
    CREATE INDEX erasure_receipt_open ON erasure_receipt (id) WHERE erased IS NULL;
    CREATE INDEX erasure_receipt_of ON erasure_receipt (person_id, at_ms);
  `,
};
