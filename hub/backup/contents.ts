// What stands in a database, as numbers that two databases can be compared by.
import pg from 'pg';
import { z } from 'zod';

/** `sum`: of a hash of each row, so that the order does not matter. */
export const Contents = z.record(z.string(), z.object({ rows: z.int().nonnegative(), sum: z.string() }));
export type Contents = z.infer<typeof Contents>;

/** Every table of the hub, partitions as one. Reads all of it. */
export const contentsOf = async (client: pg.ClientBase): Promise<Contents> => {
  // Moments are hashed as they are written.
  await client.query(`SET TimeZone = 'UTC'; SET DateStyle = 'ISO'`);
  const { rows: tables } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY 1`,
  );
  const contents: Record<string, Contents[string]> = {};
  for (const { name } of tables) {
    const { rows } = await client.query(
      `SELECT count(*) AS rows, coalesce(sum(('x' || left(md5(of::text), 15))::bit(60)::bigint), 0)::text AS sum
       FROM ${pg.escapeIdentifier(name)} AS of`,
    );
    contents[name] = { rows: Number(rows[0].rows), sum: rows[0].sum };
  }
  return contents;
};

/** One line for each table that is not the same; empty when all are. */
export const differences = (of: Contents, from: Contents): string[] =>
  [...new Set([...Object.keys(of), ...Object.keys(from)])].sort().flatMap((table) => {
    const [is, was] = [of[table], from[table]];
    if (is?.rows === was?.rows && is?.sum === was?.sum) return [];
    return [
      `${table}: ${is?.rows ?? 'no'} rows, in the backup ${was?.rows ?? 'no'}${is?.rows === was?.rows ? ', with other content' : ''}`,
    ];
  });
