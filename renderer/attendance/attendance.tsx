// The attendance screen: people walk past, look into the camera and are on the list. /attendance/?gate=<id>
import { useEffect, useMemo } from 'preact/hooks';
import type { GateChoice } from '../../contract/gate.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { useLive } from '../lib/live.ts';
import { FullPage } from './full-page.tsx';
import { GateScreen } from './gate-screen.tsx';
import { useLettingIn } from './use-letting-in.ts';
import { useWords, WordsProvider } from './words.ts';

const place = 'motcua.gate';

export const Attendance = () => {
  const [language, changeLanguage] = useKeptLanguage();
  const lettingIn = useLettingIn();
  return (
    <WordsProvider language={language}>
      {lettingIn.at === 'in' ? (
        <Chosen gates={lettingIn.gates} onLanguage={changeLanguage} onDenied={lettingIn.again} />
      ) : (
        <Waiting code={lettingIn.at === 'out' ? lettingIn.code : null} />
      )}
    </WordsProvider>
  );
};

const Waiting = ({ code }: { code: string | null }) => {
  const { say } = useWords();
  if (code === null) return <FullPage testId="gate-loading" icon="clock" title={say('gate.loading')} hint="" />;
  return (
    <FullPage testId="gate-pair" icon="plug" title={say('gate.pairTitle')} hint={say('gate.pairHint')}>
      <p class="pair-code" data-testid="gate-pair-code">
        {code.slice(0, 3)} {code.slice(3)}
      </p>
    </FullPage>
  );
};

interface ChosenProps {
  readonly gates: GateChoice['gates'];
  readonly onLanguage: () => void;
  readonly onDenied: () => void;
}

const Chosen = ({ gates, onLanguage, onDenied }: ChosenProps) => {
  const { say, local } = useWords();
  const asked = useMemo(() => new URLSearchParams(location.search).get('gate'), []);
  const only = gates.length === 1 ? gates[0] : undefined;
  const gate = gates.find(({ id }) => id === (asked ?? localStorage.getItem(place))) ?? only;
  // A screen that starts again stands where it stood.
  useEffect(() => {
    if (gate !== undefined) localStorage.setItem(place, gate.id);
  }, [gate]);
  if (gates.length === 0)
    return <FullPage testId="gate-none" icon="warning" title={say('gate.noGates')} hint={say('gate.noGatesHint')} />;
  if (gate === undefined)
    return (
      <FullPage testId="gate-choose" icon="board" title={say('gate.choose')} hint="">
        <ul class="choices">
          {gates.map(({ id, name }) => (
            <li key={id}>
              <a class="press quiet" href={`/attendance/?gate=${id}`} data-testid={`gate-${id}`}>
                {local(name)}
              </a>
            </li>
          ))}
        </ul>
      </FullPage>
    );
  return <Followed key={gate.id} gate={gate.id} onLanguage={onLanguage} onDenied={onDenied} />;
};

const Followed = ({ gate, onLanguage, onDenied }: Omit<ChosenProps, 'gates'> & { readonly gate: string }) => {
  const { say } = useWords();
  const live = useLive(`gate/${gate}`);
  if (live.status === 'gone' || live.status === 'denied')
    return (
      <FullPage testId="gate-denied" icon="warning" title={say('gate.deniedTitle')} hint={say('gate.pairHint')}>
        <button type="button" class="press strong" onClick={onDenied}>
          {say('gate.pairTitle')}
        </button>
      </FullPage>
    );
  if (live.status === 'lost')
    return <FullPage testId="gate-lost" icon="offline" title={say('gate.lostTitle')} hint={say('gate.lostHint')} />;
  if (live.view === null) return <FullPage testId="gate-loading" icon="clock" title={say('gate.loading')} hint="" />;
  return <GateScreen view={live.view} offsetMs={live.offsetMs} onLanguage={onLanguage} onDenied={onDenied} />;
};
