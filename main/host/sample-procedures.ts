// The sample catalogue: ninety-seven procedures as a ward handles them, none compared with the legal text.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { mostProcedures } from '../../contract/procedure.ts';
import { readTable } from '../documents/read-table.ts';
import { type Procedures, procedureColumns, readProcedures } from '../services/procedures/index.ts';
import type { SiteConfig } from './site-schema.ts';

/** Those that lead to a service which the site does not have lead to none. */
export const importSample = async (
  procedures: Pick<Procedures, 'import'>,
  { services }: Pick<SiteConfig, 'services'>,
): Promise<void> => {
  const file = path.resolve(import.meta.dirname, '../../samples/procedures.csv');
  const table = await readTable({ name: file, bytes: readFileSync(file) }, procedureColumns, mostProcedures);
  if (!table.ok) throw new Error(`The sample catalogue cannot be read: ${table.error.code} ${table.error.value}`);
  const known = new Set<string>(services.map(({ id }) => id));
  const anywhere = new Set(
    table.value.rows.map(({ cells }) => String(cells.serviceId?.kind === 'value' ? cells.serviceId.value : '')),
  );
  const { procedures: sample, problems } = readProcedures(table.value, anywhere);
  const here = sample.map((one) =>
    one.serviceId !== null && known.has(one.serviceId) ? one : { ...one, serviceId: null },
  );
  await procedures.import({ procedures: here, problems, mode: 'update' }, null);
};
