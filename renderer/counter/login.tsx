// Who sits at which counter.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CounterId } from '../../contract/ids.ts';
import type { LoginChoices, StaffSession } from '../../contract/rpc.ts';
import type { KeyOf } from '../../contract/texts/catalogue.ts';
import type { counter } from '../../contract/texts/counter.ts';
import { command, question, rpc, type Trouble } from '../lib/rpc.ts';
import { Icon, Mark } from '../ui/icons.tsx';
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
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [counterId, setCounterId] = useState<CounterId | null>(null);
  const [missing, setMissing] = useState<Missing | null>(null);
  const [refused, setRefused] = useState(trouble);
  const [isBusy, setBusy] = useState(false);
  const loginField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);

  useEffect(() => loginField.current?.focus(), []);

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
    <main class="login" data-testid="counter-login">
      <header class="login-head">
        <p class="login-site">
          <Mark />
          <span>{choices ? local(choices.siteName) : 'Một Cửa'}</span>
        </p>
        <button type="button" class="quiet-press on-dark" data-testid="counter-language" onClick={onLanguage}>
          <Icon name="globe" />
          {say('counter.language')}
        </button>
      </header>
      <form
        class="login-card"
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <h1>{say('counter.loginTitle')}</h1>
        <div class="login-columns">
          <div class="login-who">
            <label class="field">
              {say('counter.login')}
              <input
                ref={loginField}
                name="login"
                autocomplete="username"
                autocapitalize="none"
                spellcheck={false}
                data-testid="login-name"
                value={login}
                onInput={(event) => setLogin(event.currentTarget.value)}
              />
            </label>
            <label class="field">
              {say('counter.password')}
              <input
                ref={passwordField}
                name="password"
                type="password"
                autocomplete="current-password"
                data-testid="login-password"
                value={password}
                onInput={(event) => setPassword(event.currentTarget.value)}
              />
            </label>
            {choices && choices.demoLogins.length > 0 && (
              <div class="demo">
                <p>{say('counter.demo')}</p>
                {choices.demoLogins.map((demo) => (
                  <button
                    key={demo.login}
                    type="button"
                    class="quiet-press"
                    data-testid={`demo-${demo.login}`}
                    aria-pressed={login === demo.login}
                    onClick={() => {
                      setLogin(demo.login);
                      setPassword(demo.password);
                    }}
                  >
                    {demo.login}
                  </button>
                ))}
              </div>
            )}
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
          <p class="login-wrong" role="alert" data-testid="login-wrong">
            {wrong && <Icon name="warning" />}
            {wrong}
          </p>
          <button type="submit" class="main-press" data-testid="login-enter" aria-disabled={isBusy}>
            {say(isBusy ? 'counter.entering' : 'counter.enter')}
            <Icon name="arrow" />
          </button>
        </div>
      </form>
    </main>
  );
};
