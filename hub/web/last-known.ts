// What halls last said of their appointments, shown with its age while a hall is silent. It holds nothing of a person.
import { calendarDayAt } from '../../contract/time-zone.ts';

export interface Said {
  readonly type: string;
  readonly body: string;
  readonly atMs: number;
}

export interface LastKnown {
  keep(site: string, path: string, said: Pick<Said, 'type' | 'body'>): void;
  /** Of the same day: tomorrow its "today" would be wrong. Null where nothing is known. */
  of(site: string, path: string): Said | null;
}

const isKept = (path: string): boolean => /^\/rpc\/booking\.(choices|days|slots)\?/.test(path);
/** An answer is some kilobytes. */
const ANSWERS_MAX = 2000;

export const createLastKnown = ({ now }: { readonly now: () => number }): LastKnown => {
  const answers = new Map<string, Said>();
  return {
    keep: (site, path, said) => {
      if (!isKept(path)) return;
      const name = `${site} ${path}`;
      answers.delete(name);
      const oldest = answers.keys().next();
      if (answers.size >= ANSWERS_MAX && oldest.done !== true) answers.delete(oldest.value);
      answers.set(name, { type: said.type, body: said.body, atMs: now() });
    },
    of: (site, path) => {
      const said = answers.get(`${site} ${path}`);
      return said !== undefined && calendarDayAt(said.atMs) === calendarDayAt(now()) ? said : null;
    },
  };
};
