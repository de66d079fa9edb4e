// Who sits at which counter.
import { useEffect, useState } from 'preact/hooks';
import type { CounterId } from '../../contract/ids.ts';
import type { LoginChoices, StaffSession } from '../../contract/rpc.ts';
import type { KeyOf } from '../../contract/texts/catalogue.ts';
import type { counter } from '../../contract/texts/counter.ts';
import { command, question, rpc, type Trouble } from '../lib/rpc.ts';
import { Icon } from '../ui/icons.tsx';
import { CredentialFields, DemoLogins, LoginPage, LoginWrong, useCredentials } from '../ui/login-page.tsx';
import { useWords } from './words.ts';

type Missing = Extract<KeyOf<typeof counter>, `counter.missing${string}`>;

interface LoginProps {
  readonly trouble: Trouble | null;
  readonly onEnter: (session: StaffSession) => void;
  readonly onLanguage: () => void;
}

export const Login = ({ trouble, onEnter, onLanguage }: LoginProps) => {
  const { say, local } = useWords();
  const [choices, setChoices] = useState<LoginChoices | null>(null);
  const credentials = useCredentials();
  const [counterId, setCounterId] = useState<CounterId | null>(null);
  const [missing, setMissing] = useState<Missing | null>(null);
  const [refused, setRefused] = useState(trouble);
  const [isBusy, setBusy] = useState(false);

  useEffect(() => {
    let isWanted = true;
    const ask = async () => {
      const answer = await question(({ signal }) => rpc.staff.choices.query({}, { signal }));
      if (isWanted && answer) setChoices(answer.value);
    };
    void ask();
    const timer = setInterval(() => void ask(), 5000);
    return () => {
      isWanted = false;
      clearInterval(timer);
    };
  }, []);

  const enter = async () => {
    const { login, password, loginField, passwordField } = credentials;
    const lacking: Missing | null =
      login.trim() === ''
        ? 'counter.missingLogin'
        : password === ''
          ? 'counter.missingPassword'
          : counterId === null
            ? 'counter.missingCounter'
            : null;
    setMissing(lacking);
    if (lacking === 'counter.missingLogin') loginField.current?.focus();
    if (lacking === 'counter.missingPassword') passwordField.current?.focus();
    setRefused(null);
    if (lacking || counterId === null || isBusy) return;
    setBusy(true);
    const answer = await command(({ signal }) => rpc.staff.login.mutate({ login, password, counterId }, { signal }));
    setBusy(false);
    if (answer.ok) onEnter(answer.value);
    else setRefused(answer.error);
  };

  const wrong = missing ? say(missing) : refused ? say(`refusal.${refused.code}`, refused.params) : null;
  return (
    <LoginPage
      say={say}
      testId="counter-login"
      site={choices ? local(choices.siteName) : 'Một Cửa'}
      title={say('counter.loginTitle')}
      onLanguage={onLanguage}
      onEnter={() => void enter()}
    >
      <div class="login-columns">
        <div class="login-who">
          <CredentialFields say={say} of={credentials} />
          <DemoLogins say={say} of={credentials} logins={choices?.demoLogins ?? []} />
        </div>
        <fieldset class="seats">
          <legend>{say('counter.chooseCounter')}</legend>
          {choices === null && <p role="status">{say('counter.connecting')}</p>}
          {choices?.counters.length === 0 && <p>{say('counter.noCounters')}</p>}
          {choices?.counters.map((seat) => (
            <label key={seat.id} class="seat" data-testid={`seat-${seat.id}`} data-taken={seat.takenBy !== null}>
              <input
                type="radio"
                name="counter"
                checked={counterId === seat.id}
                onChange={() => setCounterId(seat.id)}
              />
              <span class="seat-number">{seat.number}</span>
              <span class="seat-words">
                <span class="seat-name">{local(seat.name)}</span>
                <span>{seat.takenBy ? say('counter.takenBy', { name: seat.takenBy }) : say('counter.free')}</span>
              </span>
            </label>
          ))}
        </fieldset>
      </div>
      <div class="login-end">
        <LoginWrong words={wrong} />
        <button type="submit" class="press strong enter" data-testid="login-enter" aria-disabled={isBusy}>
          {say(isBusy ? 'counter.entering' : 'counter.enter')}
          <Icon name="arrow" />
        </button>
      </div>
    </LoginPage>
  );
};
