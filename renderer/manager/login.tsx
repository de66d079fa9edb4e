// Who leads here.
import { useEffect, useState } from 'preact/hooks';
import type { OfficeSession } from '../../contract/staff.ts';
import type { LocalisedText } from '../../contract/ticket.ts';
import { command, question, rpc, type Trouble } from '../lib/rpc.ts';
import { CredentialFields, DemoLogins, LoginPage, LoginWrong, useCredentials } from '../ui/login-page.tsx';
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
  const credentials = useCredentials();
  const [wrong, setWrong] = useState<'missing' | Trouble | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    void question(({ signal }) => rpc.office.choices.query({}, { signal })).then((answer) => {
      if (answer) setChoices(answer.value);
    });
  }, []);

  const enter = async () => {
    if (isBusy) return;
    const { login, password } = credentials;
    if (login.trim() === '' || password === '') return setWrong('missing');
    setBusy(true);
    setWrong(null);
    const answer = await command(({ signal }) => rpc.office.login.mutate({ login, password }, { signal }));
    setBusy(false);
    if (answer.ok) onEnter(answer.value);
    else setWrong(answer.error);
  };

  return (
    <LoginPage
      say={say}
      testId="manager-login"
      site={choices ? local(choices.siteName) : 'Một Cửa'}
      title={say('manager.loginTitle')}
      onLanguage={onLanguage}
      onEnter={() => void enter()}
    >
      <CredentialFields say={say} of={credentials} />
      <DemoLogins say={say} of={credentials} logins={choices?.demoLogins ?? []} />
      <LoginWrong
        words={wrong === 'missing' ? say('manager.missing') : wrong && say(`refusal.${wrong.code}`, wrong.params)}
      />
      <button type="submit" class="press strong" data-testid="login-enter" aria-disabled={isBusy}>
        {say(isBusy ? 'manager.entering' : 'manager.enter')}
      </button>
    </LoginPage>
  );
};
