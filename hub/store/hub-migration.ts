/** One step of the schema: SQL that runs once, in a transaction of its own. */
export interface HubMigration {
  readonly version: number;
  readonly name: string;
  readonly up: string;
}
