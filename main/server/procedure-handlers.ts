// Answers about procedures, for anybody.
import { foldedWords } from '../../contract/fold.ts';
import type { ServiceId } from '../../contract/ids.ts';
import { mostProcedures } from '../../contract/procedure.ts';
import { type Procedures, searchWords, summaryOf } from '../services/procedures/index.ts';
import { qrPath } from './qr-path.ts';
import type { Handlers } from './rpc.ts';
import type { SiteFacts } from './site-facts.ts';

export interface ProcedureHandlersDeps {
  readonly site: SiteFacts;
  readonly procedures: Procedures;
  /** Address of the page of a procedure, by its code. */
  readonly procedureUrl: (code: string) => string;
  /** Services that are taken by appointment. */
  readonly bookable: ReadonlyMap<ServiceId, unknown>;
}

const mostFound = 40;

/** Whether every typed word begins one of the name. */
const isCalled = (name: { readonly vi: string; readonly en: string }, typed: readonly string[]): boolean => {
  const words = searchWords(`${name.vi} ${name.en}`);
  return typed.length > 0 && typed.every((begun) => words.some((word) => word.startsWith(begun)));
};

export const procedureHandlers = ({
  site,
  procedures,
  procedureUrl,
  bookable,
}: ProcedureHandlersDeps): Pick<Handlers, 'procedures'> => ({
  procedures: {
    fields: async () => ({ siteName: site.name, fields: [...procedures.fields()] }),
    search: async ({ typed, field }) => {
      if (foldedWords(typed).length === 0) {
        const all = field === null ? [] : procedures.inField(field);
        return { isNear: false, services: [], found: all.map(summaryOf), isMore: false };
      }
      const words = searchWords(typed);
      const { isNear, found } = procedures.search(typed, field === null ? mostFound + 1 : mostProcedures);
      const inField = field === null ? found : found.filter((one) => one.field.vi === field);
      return {
        isNear,
        services: site.services.filter(({ name }) => isCalled(name, words)).map(({ id, name }) => ({ id, name })),
        found: inField.slice(0, mostFound).map(summaryOf),
        isMore: inField.length > mostFound,
      };
    },
    find: async ({ code }) => {
      const procedure = procedures.find(code);
      if (procedure === null) return null;
      const service = site.services.find(({ id }) => id === procedure.serviceId);
      const url = procedureUrl(code);
      return {
        ...procedure,
        siteName: site.name,
        service:
          service === undefined ? null : { id: service.id, name: service.name, isBookable: bookable.has(service.id) },
        url,
        qr: qrPath(url),
      };
    },
  },
});
