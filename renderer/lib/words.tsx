// The language of a screen and its texts, handed down through the tree.
import { type ComponentChildren, createContext } from 'preact';
import { useContext, useLayoutEffect, useMemo } from 'preact/hooks';
import { type Catalogue, fill, type TextParams } from '../../contract/texts/catalogue.ts';
import type { Language, LocalisedText } from '../../contract/ticket.ts';

export interface Words<Key extends string> {
  readonly language: Language;
  /** For dates: the day before the month and hours to 24 in both languages, as people here write them. */
  readonly locale: 'vi' | 'en-GB';
  readonly say: (key: Key, params?: TextParams) => string;
  /** The text of the site in the language of the screen. */
  readonly local: (text: LocalisedText) => string;
}

const wordsIn = <Key extends string>(catalogue: Catalogue<Key>, language: Language): Words<Key> => ({
  language,
  locale: language === 'vi' ? 'vi' : 'en-GB',
  say: (key, params) => fill(catalogue[language][key], params),
  local: (text) => text[language],
});

/** One screen's provider and hook, over the texts that this screen loads. */
export const createWords = <Key extends string>(catalogue: Catalogue<Key>) => {
  const Context = createContext(wordsIn(catalogue, 'vi'));
  const WordsProvider = (props: { language: Language; children: ComponentChildren }) => {
    const words = useMemo(() => wordsIn(catalogue, props.language), [props.language]);
    useLayoutEffect(() => {
      document.documentElement.lang = props.language;
    }, [props.language]);
    return <Context.Provider value={words}>{props.children}</Context.Provider>;
  };
  return { WordsProvider, useWords: () => useContext(Context) };
};
