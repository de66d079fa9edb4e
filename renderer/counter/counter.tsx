// The counter's screen: first who sits here, then the work.
import { useCallback, useState } from 'preact/hooks';
import type { StaffSession } from '../../contract/rpc.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { rpc, type Trouble } from '../lib/rpc.ts';
import { useSession } from '../lib/use-session.ts';
import { Login } from './login.tsx';
import { useWords, WordsProvider } from './words.ts';
import { Work } from './work.tsx';

const askMe = ({ signal }: { signal: AbortSignal }) => rpc.staff.me.query({}, { signal });

export const Counter = () => {
  const [language, changeLanguage] = useKeptLanguage();
  const [who, know] = useSession<StaffSession>(askMe);
  const [trouble, setTrouble] = useState<Trouble | null>(null);

  const enter = useCallback(
    (session: StaffSession) => {
      setTrouble(null);
      know(session);
    },
    [know],
  );
  const leave = useCallback(
    (why: Trouble | null) => {
      setTrouble(why);
      know(null);
    },
    [know],
  );

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
