// The counter's screen: first who sits here, then the work.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { StaffSession } from '../../contract/rpc.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { question, rpc, type Trouble } from '../lib/rpc.ts';
import { Login } from './login.tsx';
import { useWords, WordsProvider } from './words.ts';
import { Work } from './work.tsx';

type Who = { readonly at: 'asking' | 'unreachable' } | { readonly at: 'known'; readonly session: StaffSession | null };

const askAgainMs = 3000;

export const Counter = () => {
  const [language, changeLanguage] = useKeptLanguage();
  const [who, setWho] = useState<Who>({ at: 'asking' });
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  useEffect(() => {
    if (who.at === 'known') return undefined;
    let isWanted = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const answer = await question(({ signal }) => rpc.staff.me.query({}, { signal }));
      if (!isWanted) return;
      if (answer) return setWho({ at: 'known', session: answer.value });
      setWho({ at: 'unreachable' });
      timer = setTimeout(() => void ask(), askAgainMs);
    };
    void ask();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [who.at === 'known']);

  const enter = useCallback((session: StaffSession) => {
    setTrouble(null);
    setWho({ at: 'known', session });
  }, []);
  const leave = useCallback((why: Trouble | null) => {
    setTrouble(why);
    setWho({ at: 'known', session: null });
  }, []);

  return (
    <WordsProvider language={language}>
      {who.at !== 'known' && <Waiting at={who.at} />}
      {who.at === 'known' && who.session === null && (
        <Login trouble={trouble} onEnter={enter} onLanguage={changeLanguage} />
      )}
      {who.at === 'known' && who.session !== null && (
        <Work session={who.session} onLeave={leave} onLanguage={changeLanguage} />
      )}
    </WordsProvider>
  );
};

const Waiting = ({ at }: { at: 'asking' | 'unreachable' }) => {
  const { say } = useWords();
  return (
    <main class="plain" data-testid="counter-connecting">
      <h1>{say('counter.title')}</h1>
      <p role="status">{say(at === 'asking' ? 'counter.connecting' : 'counter.lostEmpty')}</p>
    </main>
  );
};
