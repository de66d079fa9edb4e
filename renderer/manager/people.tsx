// Who may log in, and what they may do.
import { useState } from 'preact/hooks';
import { type MemberView, type NewMember, StaffRole } from '../../contract/staff.ts';
import { rpc } from '../lib/rpc.ts';
import { Said } from './said.tsx';
import { type Answers, useAnswers } from './use-answers.ts';
import { useWords } from './words.ts';

const askMembers = ({ signal }: { signal: AbortSignal }) => rpc.admin.members.query({}, { signal });

export const People = ({ onDenied }: { onDenied: () => void }) => {
  const { say } = useWords();
  const { list, said, change } = useAnswers<MemberView[]>(askMembers, onDenied);
  return (
    <div class="columns" data-testid="manager-people">
      <section class="list">
        <h2>{say('manager.people')}</h2>
        <Said said={said} />
        <ul>
          {list?.map((member) => (
            <Person key={member.id} member={member} change={change} />
          ))}
        </ul>
      </section>
      <NewPerson change={change} />
    </div>
  );
};

type Change = Answers<unknown>['change'];

const Person = ({ member, change }: { member: MemberView; change: Change }) => {
  const { say } = useWords();
  const { login, name } = member;
  const [mode, setMode] = useState<'closed' | 'roles' | 'password' | 'remove'>('closed');
  const [roles, setRoles] = useState<readonly StaffRole[]>(member.roles);
  const [password, setPassword] = useState('');
  const close = () => {
    setMode('closed');
    setPassword('');
  };
  const send = async (ask: Parameters<Change>[0], done: string) => {
    if (await change(ask, done)) close();
  };
  return (
    <li class="person" data-testid={`person-${login}`}>
      <p class="person-who">
        <strong>{name}</strong>
        <span>{login}</span>
      </p>
      <p class="person-roles">
        {member.roles.map((role) => (
          <span key={role} class="tag">
            {say(`role.${role}`)}
          </span>
        ))}
      </p>
      {mode === 'closed' && (
        <p class="person-do">
          <button type="button" class="press quiet" onClick={() => setMode('roles')}>
            {say('manager.change')}
          </button>
          <button type="button" class="press quiet" onClick={() => setMode('password')}>
            {say('manager.newPassword')}
          </button>
          <button
            type="button"
            class="press quiet"
            onClick={() =>
              void send(
                ({ signal }) => rpc.admin.logoutMember.mutate({ login }, { signal }),
                say('manager.loggedOut', { name }),
              )
            }
          >
            {say('manager.logoutPerson')}
          </button>
          <button type="button" class="press quiet warn" onClick={() => setMode('remove')}>
            {say('manager.remove')}
          </button>
        </p>
      )}
      {mode === 'roles' && (
        <form
          class="person-form"
          onSubmit={(event) => {
            event.preventDefault();
            void send(
              ({ signal }) => rpc.admin.changeRoles.mutate({ login, roles: [...roles] }, { signal }),
              say('manager.rolesSet', { name }),
            );
          }}
        >
          <RoleBoxes roles={roles} onChange={setRoles} />
          <Buttons isReady={roles.length > 0} onCancel={close} />
        </form>
      )}
      {mode === 'password' && (
        <form
          class="person-form"
          onSubmit={(event) => {
            event.preventDefault();
            void send(
              ({ signal }) => rpc.admin.setPassword.mutate({ login, password }, { signal }),
              say('manager.passwordSet', { name }),
            );
          }}
        >
          <PasswordField value={password} onChange={setPassword} />
          <Buttons isReady={password.length >= 8} onCancel={close} />
        </form>
      )}
      {mode === 'remove' && (
        <div class="person-form" role="alert">
          <p>{say('manager.removeSure', { name })}</p>
          <p class="person-do">
            <button
              type="button"
              class="press strong warn"
              onClick={() =>
                void send(
                  ({ signal }) => rpc.admin.removeMember.mutate({ login }, { signal }),
                  say('manager.removed', { name }),
                )
              }
            >
              {say('manager.remove')}
            </button>
            <button type="button" class="press quiet" onClick={close}>
              {say('manager.cancel')}
            </button>
          </p>
        </div>
      )}
    </li>
  );
};

const nobody: NewMember = { login: '', name: '', password: '', roles: ['clerk'] };

const NewPerson = ({ change }: { change: Change }) => {
  const { say } = useWords();
  const [person, setPerson] = useState<NewMember>(nobody);
  const isReady =
    /^[a-z0-9][a-z0-9._-]{0,39}$/.test(person.login.trim()) &&
    person.name.trim() !== '' &&
    person.password.length >= 8 &&
    person.roles.length > 0;
  return (
    <form
      class="panel"
      data-testid="manager-new-person"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isReady) return;
        const send: Parameters<Change>[0] = ({ signal }) => rpc.admin.addMember.mutate(person, { signal });
        void change(send, say('manager.added', { name: person.name })).then((isAdded) => {
          if (isAdded) setPerson(nobody);
        });
      }}
    >
      <h2>{say('manager.addPerson')}</h2>
      <label class="field">
        {say('manager.name')}
        <input
          data-testid="new-name"
          value={person.name}
          onInput={(event) => setPerson({ ...person, name: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        {say('office.login')}
        <input
          autocapitalize="none"
          spellcheck={false}
          data-testid="new-login"
          value={person.login}
          onInput={(event) => setPerson({ ...person, login: event.currentTarget.value })}
        />
        <small>{say('manager.loginHint')}</small>
      </label>
      <PasswordField value={person.password} onChange={(password) => setPerson({ ...person, password })} />
      <RoleBoxes roles={person.roles} onChange={(roles) => setPerson({ ...person, roles: [...roles] })} />
      <button type="submit" class="press strong" data-testid="new-add" disabled={!isReady}>
        {say('manager.add')}
      </button>
    </form>
  );
};

const PasswordField = ({ value, onChange }: { value: string; onChange: (value: string) => void }) => {
  const { say } = useWords();
  return (
    <label class="field">
      {say('office.password')}
      <input
        type="password"
        autocomplete="new-password"
        data-testid="new-password"
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      <small>{say('manager.passwordHint')}</small>
    </label>
  );
};

interface RoleBoxesProps {
  readonly roles: readonly StaffRole[];
  readonly onChange: (roles: readonly StaffRole[]) => void;
}

const RoleBoxes = ({ roles, onChange }: RoleBoxesProps) => {
  const { say } = useWords();
  return (
    <fieldset class="roles">
      <legend>{say('manager.roles')}</legend>
      {StaffRole.options.map((role) => (
        <label key={role} class="role">
          <input
            type="checkbox"
            checked={roles.includes(role)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...roles, role] : roles.filter((one) => one !== role))
            }
          />
          <span>
            <strong>{say(`role.${role}`)}</strong> {say(`roleHint.${role}`)}
          </span>
        </label>
      ))}
    </fieldset>
  );
};

const Buttons = ({ isReady, onCancel }: { isReady: boolean; onCancel: () => void }) => {
  const { say } = useWords();
  return (
    <p class="person-do">
      <button type="submit" class="press strong" disabled={!isReady}>
        {say('manager.save')}
      </button>
      <button type="button" class="press quiet" onClick={onCancel}>
        {say('manager.cancel')}
      </button>
    </p>
  );
};
