import { audit } from '../../contract/texts/audit.ts';
import { boards } from '../../contract/texts/boards.ts';
import { join } from '../../contract/texts/catalogue.ts';
import { hall } from '../../contract/texts/hall.ts';
import { manager } from '../../contract/texts/manager.ts';
import { pauses } from '../../contract/texts/pauses.ts';
import { procedures } from '../../contract/texts/procedures.ts';
import { proceduresDesk } from '../../contract/texts/procedures-desk.ts';
import { reports } from '../../contract/texts/reports.ts';
import { table } from '../../contract/texts/table.ts';
import { trouble } from '../../contract/texts/trouble.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(
  join(audit, boards, hall, manager, pauses, procedures, proceduresDesk, reports, table, trouble),
);

type AuditKey = keyof typeof audit.vi;
/** Whether the journal's kind has words. */
export const isAuditKey = (key: string): key is AuditKey => key in audit.vi;
