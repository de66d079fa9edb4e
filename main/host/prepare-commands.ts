// What each command of headquarters, and each errand of a citizen, does at a site.
import type { DownlinkAnswer, DownlinkCommand } from '../../contract/downlink.ts';
import { mostProcedures } from '../../contract/procedure.ts';
import type { TableProblem } from '../../contract/table.ts';
import { problemLineIn } from '../../contract/table-line.ts';
import { readTable } from '../documents/read-table.ts';
import type { Headquarters } from '../services/headquarters/index.ts';
import type { PreparedCommand } from '../services/hub-link/index.ts';
import type { Media } from '../services/media/index.ts';
import type { Notices } from '../services/notices/index.ts';
import { type Procedures, procedureColumns, readProcedures } from '../services/procedures/index.ts';

/** Of an answer's text. */
const SAID_MAX = 200;

/** Names the first problem: headquarters mend it, send the table again, and see the next. */
const refusedTable = ([first, ...more]: readonly TableProblem[]): DownlinkAnswer => {
  if (first === undefined) throw new RangeError('A table without a problem is not refused.');
  const said = problemLineIn('vi', first).replace(/\.$/, '');
  return {
    ok: false,
    error: { code: 'bad-table', params: { problems: more.length + 1, first: said.slice(0, SAID_MAX) } },
  };
};

export const prepareCommands =
  (
    site: {
      readonly procedures: Pick<Procedures, 'importIn'>;
      readonly notices: Pick<Notices, 'setRunningIn'>;
      readonly media: Pick<Media, 'refresh' | 'planIn'>;
      readonly headquarters: Pick<Headquarters, 'setPrioritiesIn' | 'setFormIn'>;
      /** Does it in transactions of its own. */
      readonly errand: (errand: Extract<DownlinkCommand, { kind: 'errand' }>) => Promise<DownlinkAnswer>;
    },
    serviceIds: ReadonlySet<string>,
  ) =>
  async (command: DownlinkCommand): Promise<PreparedCommand> => {
    if (command.kind === 'errand') {
      const answer = await site.errand(command);
      return () => answer;
    }
    if (command.kind === 'set-notice')
      return (tx) => {
        site.notices.setRunningIn(tx, command.text);
        return { ok: true, value: { kind: 'set-notice' } };
      };
    if (command.kind === 'set-priorities')
      return (tx) => ({
        ok: true,
        value: { kind: 'set-priorities', ...site.headquarters.setPrioritiesIn(tx, command.priorities) },
      });
    if (command.kind === 'set-form')
      return (tx) => {
        const { criteria, reasons } = site.headquarters.setFormIn(tx, command.form);
        return { ok: true, value: { kind: 'set-form', criteria: criteria.length, reasons: reasons.length } };
      };
    if (command.kind === 'set-media') {
      const { plans } = command;
      await site.media.refresh();
      return (tx) => {
        const planned = site.media.planIn(tx, plans);
        if (planned.ok) return { ok: true, value: { kind: 'set-media', files: plans.length } };
        const { code, params = {} } = planned.error;
        return { ok: false, error: { code, params } };
      };
    }
    const table = await readTable(
      { name: command.name, bytes: Buffer.from(command.table) },
      procedureColumns,
      mostProcedures,
    );
    if (!table.ok) return () => refusedTable([table.error]);
    const given = { ...readProcedures(table.value, serviceIds), mode: command.mode };
    return (tx) => {
      if (given.problems.length > 0) return refusedTable(given.problems);
      const { rows, added, changed, removed, unchanged } = site.procedures.importIn(tx, given, null);
      return {
        ok: true,
        value: {
          ...{ kind: 'set-procedures', rows, unchanged },
          ...{ added: added.length, changed: changed.length, removed: removed.length },
        },
      };
    };
  };
