// Who is here: the page on which a member of staff logs in, and the parts of its form.
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { KeyOf } from '../../contract/texts/catalogue.ts';
import type { office } from '../../contract/texts/office.ts';
import { Icon, Mark } from './icons.tsx';

type Say = (key: KeyOf<typeof office>) => string;

interface LoginPageProps {
  readonly say: Say;
  readonly testId: string;
  readonly site: string;
  readonly title: string;
  readonly onLanguage: () => void;
  readonly onEnter: () => void;
  readonly children: ComponentChildren;
}

export const LoginPage = ({ say, testId, site, title, onLanguage, onEnter, children }: LoginPageProps) => (
  <main class="login" data-testid={testId}>
    <header class="login-head">
      <p>
        <Mark />
        {site}
      </p>
      <button type="button" class="press on-dark" data-testid="login-language" onClick={onLanguage}>
        {say('office.language')}
      </button>
    </header>
    <form
      class="login-card"
      onSubmit={(event) => {
        event.preventDefault();
        onEnter();
      }}
    >
      <h1>{title}</h1>
      {children}
    </form>
  </main>
);

export interface Credentials {
  readonly login: string;
  readonly password: string;
  readonly write: (written: { readonly login?: string; readonly password?: string }) => void;
  readonly loginField: RefObject<HTMLInputElement | null>;
  readonly passwordField: RefObject<HTMLInputElement | null>;
}

/** What is written into the two fields; the first of them waits for the keyboard. */
export const useCredentials = (): Credentials => {
  const [written, setWritten] = useState({ login: '', password: '' });
  const loginField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  useEffect(() => loginField.current?.focus(), []);
  return {
    ...written,
    write: (change) => setWritten((before) => ({ ...before, ...change })),
    loginField,
    passwordField,
  };
};

export const CredentialFields = ({ say, of }: { say: Say; of: Credentials }) => (
  <>
    <label class="field">
      {say('office.login')}
      <input
        ref={of.loginField}
        name="login"
        autocomplete="username"
        autocapitalize="none"
        spellcheck={false}
        data-testid="login-name"
        value={of.login}
        onInput={(event) => of.write({ login: event.currentTarget.value })}
      />
    </label>
    <label class="field">
      {say('office.password')}
      <input
        ref={of.passwordField}
        name="password"
        type="password"
        autocomplete="current-password"
        data-testid="login-password"
        value={of.password}
        onInput={(event) => of.write({ password: event.currentTarget.value })}
      />
    </label>
  </>
);

interface DemoLoginsProps {
  readonly say: Say;
  readonly of: Credentials;
  readonly logins: readonly { readonly login: string; readonly password: string }[];
}

/** The accounts of a hall made up for trying; a real hall has none. */
export const DemoLogins = ({ say, of, logins }: DemoLoginsProps) =>
  logins.length === 0 ? null : (
    <div class="login-demo">
      <p>{say('office.demo')}</p>
      {logins.map((demo) => (
        <button
          key={demo.login}
          type="button"
          class="press quiet"
          data-testid={`demo-${demo.login}`}
          aria-pressed={of.login === demo.login}
          onClick={() => of.write(demo)}
        >
          {demo.login}
        </button>
      ))}
    </div>
  );

/** Why the last try was not let in. */
export const LoginWrong = ({ words }: { words: string | null }) => (
  <p class="wrong" role="alert" data-testid="login-wrong">
    {words !== null && <Icon name="warning" />}
    {words}
  </p>
);
