// Who looks.
import { useState } from 'preact/hooks';
import type { CityRefusal } from '../../contract/city.ts';
import { Icon, Mark } from '../ui/icons.tsx';
import { ask } from './ask.ts';
import { useWords } from './words.ts';

interface LoginProps {
  readonly onEnter: () => void;
  readonly onLanguage: () => void;
}

export const Login = ({ onEnter, onLanguage }: LoginProps) => {
  const { say } = useWords();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState<CityRefusal | 'no-answer' | null>(null);
  const enter = async () => {
    setWrong(null);
    const answer = await ask('log-in', { login: login.trim(), password });
    if (answer.ok) onEnter();
    else setWrong(answer.refusal ?? 'no-answer');
  };
  const told = (): string => {
    if (wrong === null) return '';
    if (wrong === 'no-answer') return say('city.noAnswer');
    return wrong.code === 'too-many-attempts' ? say('city.slow', wrong.params) : say('city.wrong');
  };
  return (
    <main class="login">
      <header>
        <p class="brand">
          <Mark /> Một Cửa
        </p>
        <button type="button" class="press quiet" onClick={onLanguage}>
          {say('city.language')}
        </button>
      </header>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void enter();
        }}
      >
        <h1>{say('city.logInTitle')}</h1>
        <label>
          {say('city.login')}
          <input
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            data-testid="login-name"
            value={login}
            onInput={(event) => setLogin(event.currentTarget.value)}
          />
        </label>
        <label>
          {say('city.password')}
          <input
            type="password"
            autocomplete="current-password"
            data-testid="login-password"
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
        <p class="wrong" role="alert" data-testid="login-wrong">
          {wrong !== null && <Icon name="warning" />}
          {told()}
        </p>
        <button type="submit" class="press strong" data-testid="login-enter">
          {say('city.enter')}
        </button>
      </form>
    </main>
  );
};
