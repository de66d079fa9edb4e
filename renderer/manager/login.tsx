// Who leads here.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OfficeSession } from '../../contract/staff.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { command, question, rpc, type Trouble } from '../lib/rpc.ts';
import { Icon, Mark } from '../ui/icons.tsx';
import { useWords } from './words.ts';

interface LoginProps {
  readonly onEnter: (session: OfficeSession) => void;
  readonly onLanguage: () => void;
}

interface Choices {
  readonly siteName: LocalisedText;
  readonly demoLogins: readonly { readonly login: string; readonly password: string }[];
}

export const Login = ({ onEnter, onLanguage }: LoginProps) => {
  const { say, local } = useWords();
  const [choices, setChoices] = useState<Choices | null>(null);
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState<'missing' | Trouble | null>(null);
  const [isBusy, setBusy] = useState(false);
  const loginField = useRef<HTMLInputElement>(null);
  useEffect(() => {
    loginField.current?.focus();
    void question(({ signal }) => rpc.office.choices.query({}, { signal })).then((answer) => {
      if (answer) setChoices(answer.value);
    });
  }, []);

  const enter = async () => {
    if (isBusy) return;
    if (login.trim() === '' || password === '') return setWrong('missing');
    setBusy(true);
    setWrong(null);
    const answer = await command(({ signal }) => rpc.office.login.mutate({ login, password }, { signal }));
    setBusy(false);
    if (answer.ok) onEnter(answer.value);
    else setWrong(answer.error);
  };

  return (
    <main class="login" data-testid="manager-login">
      <header class="login-head">
        <p>
          <Mark />
          {choices ? local(choices.siteName) : 'Một Cửa'}
        </p>
        <button type="button" class="head-press" onClick={onLanguage}>
          {say('manager.language')}
        </button>
      </header>
      <form
        class="panel"
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <h1>{say('manager.loginTitle')}</h1>
        <label class="field">
          {say('manager.login')}
          <input
            ref={loginField}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            data-testid="login-name"
            value={login}
            onInput={(event) => setLogin(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          {say('manager.password')}
          <input
            type="password"
            autocomplete="current-password"
            data-testid="login-password"
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
        {choices !== null && choices.demoLogins.length > 0 && (
          <p class="demo">
            {say('manager.demo')}
            {choices.demoLogins.map((demo) => (
              <button
                key={demo.login}
                type="button"
                class="press quiet"
                data-testid={`demo-${demo.login}`}
                onClick={() => {
                  setLogin(demo.login);
                  setPassword(demo.password);
                }}
              >
                {demo.login}
              </button>
            ))}
          </p>
        )}
        <p class="wrong" role="alert" data-testid="login-wrong">
          {wrong !== null && <Icon name="warning" />}
          {wrong === 'missing' ? say('manager.missing') : wrong && say(`refusal.${wrong.code}`, wrong.params)}
        </p>
        <button type="submit" class="press strong" data-testid="login-enter" aria-disabled={isBusy}>
          {say(isBusy ? 'manager.entering' : 'manager.enter')}
        </button>
      </form>
    </main>
  );
};
