// Who looks.
import { useState } from 'preact/hooks';
import type { CityRefusal } from '../../contract/city.ts';
import { CredentialFields, LoginPage, LoginWrong, useCredentials } from '../ui/login-page.tsx';
import { ask } from './ask.ts';
import { useWords } from './words.ts';

interface LoginProps {
  readonly onEnter: () => void;
  readonly onLanguage: () => void;
}

export const Login = ({ onEnter, onLanguage }: LoginProps) => {
  const { say } = useWords();
  const credentials = useCredentials();
  const [wrong, setWrong] = useState<CityRefusal | 'no-answer' | null>(null);
  const enter = async () => {
    setWrong(null);
    const { login, password } = credentials;
    const answer = await ask('log-in', { login: login.trim(), password });
    if (answer.ok) onEnter();
    else setWrong(answer.refusal ?? 'no-answer');
  };
  const told = (): string | null => {
    if (wrong === null) return null;
    if (wrong === 'no-answer') return say('city.noAnswer');
    return wrong.code === 'too-many-attempts' ? say('city.slow', wrong.params) : say('city.wrong');
  };
  return (
    <LoginPage
      say={say}
      testId="city-login"
      site="Một Cửa"
      title={say('city.logInTitle')}
      onLanguage={onLanguage}
      onEnter={() => void enter()}
    >
      <CredentialFields say={say} of={credentials} />
      <LoginWrong words={told()} />
      <button type="submit" class="press strong" data-testid="login-enter">
        {say('city.enter')}
      </button>
    </LoginPage>
  );
};
