import { audit } from '../../contract/texts/audit.ts';
import { boards } from '../../contract/texts/boards.ts';
import { join } from '../../contract/texts/catalogue.ts';
import { hall } from '../../contract/texts/hall.ts';
import { manager } from '../../contract/texts/manager.ts';
import { office } from '../../contract/texts/office.ts';
import { pauses } from '../../contract/texts/pauses.ts';
import { peopleDesk } from '../../contract/texts/people-desk.ts';
import { peoplePapers } from '../../contract/texts/people-papers.ts';
import { procedures } from '../../contract/texts/procedures.ts';
import { proceduresDesk } from '../../contract/texts/procedures-desk.ts';
import { ratings } from '../../contract/texts/ratings.ts';
import { remarks } from '../../contract/texts/remarks.ts';
import { remarksDesk } from '../../contract/texts/remarks-desk.ts';
import { reports } from '../../contract/texts/reports.ts';
import { sheets } from '../../contract/texts/sheets.ts';
import { table } from '../../contract/texts/table.ts';
import { trouble } from '../../contract/texts/trouble.ts';
import { createWords } from '../lib/words.tsx';

export const { WordsProvider, useWords } = createWords(
  join(
    audit,
    boards,
    hall,
    manager,
    office,
    pauses,
    peopleDesk,
    peoplePapers,
    procedures,
    proceduresDesk,
    ratings,
    remarks,
    remarksDesk,
    reports,
    sheets,
    table,
    trouble,
  ),
);

type AuditKey = keyof typeof audit.vi;
/** Whether the journal's kind has words. */
export const isAuditKey = (key: string): key is AuditKey => key in audit.vi;
