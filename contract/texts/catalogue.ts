// How a set of texts is written down and looked up. Every set holds both languages, and the compiler refuses a key
// that one of them lacks.
import type { Language } from '../ticket.ts';

export type Catalogue<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;
export type KeyOf<C> = C extends Catalogue<infer Key> ? Key : never;
export type TextParams = Readonly<Record<string, string | number>>;

export const inBoth = <const Vi extends Readonly<Record<string, string>>>(
  vi: Vi,
  en: Readonly<Record<keyof Vi & string, string>>,
): Catalogue<keyof Vi & string> => ({ vi, en });

/** One catalogue of several; a later set wins where a key is in two. */
export const join = <const Sets extends readonly Catalogue<string>[]>(
  ...sets: Sets
): Catalogue<KeyOf<Sets[number]>> => {
  const all = (language: Language) => Object.assign({}, ...sets.map((set) => set[language]));
  return { vi: all('vi'), en: all('en') };
};

/** Puts `params` into the `{placeholders}`; a placeholder without a value stays visible, so that a test sees it. */
export const fill = (template: string, params: TextParams = {}): string =>
  template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : String(value);
  });
