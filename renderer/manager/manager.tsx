// Management: first who you are, then the pages that your roles open.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { OfficeSession, StaffRole } from '../../contract/staff.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { useLive } from '../lib/live.ts';
import { command, question, rpc } from '../lib/rpc.ts';
import { useSession } from '../lib/use-session.ts';
import { Icon } from '../ui/icons.tsx';
import { PageHead, Tab } from '../ui/page-head.tsx';
import { AttendanceDesk } from './attendance.tsx';
import { Audit } from './audit.tsx';
import { Boards } from './boards.tsx';
import { Hall } from './hall.tsx';
import { Login } from './login.tsx';
import { People } from './people.tsx';
import { Procedures } from './procedures.tsx';
import { RatingAlarm } from './rating-alarm.tsx';
import { Ratings } from './ratings.tsx';
import { Reception } from './reception.tsx';
import { RemarksDesk } from './remarks.tsx';
import { Reports } from './reports.tsx';
import { Roster } from './roster.tsx';
import { Screens } from './screens.tsx';
import { useWords, WordsProvider } from './words.ts';

const askMe = ({ signal }: { signal: AbortSignal }) => rpc.office.me.query({}, { signal });

/** Each page with the roles that open it. */
const pages = [
  { name: 'hall', roles: ['manager'], Page: Hall },
  { name: 'ratings', roles: ['manager'], Page: Ratings },
  { name: 'reports', roles: ['manager'], Page: Reports },
  { name: 'boards', roles: ['manager'], Page: Boards },
  { name: 'reception', roles: ['reception'], Page: Reception },
  { name: 'remarks', roles: ['manager', 'responder'], Page: RemarksDesk },
  { name: 'attendance', roles: ['manager', 'admin', 'teacher'], Page: AttendanceDesk },
  { name: 'audit', roles: ['manager', 'admin'], Page: Audit },
  { name: 'people', roles: ['admin'], Page: People },
  { name: 'roster', roles: ['admin'], Page: Roster },
  { name: 'procedures', roles: ['admin'], Page: Procedures },
  { name: 'screens', roles: ['admin'], Page: Screens },
] as const satisfies readonly { name: string; roles: readonly StaffRole[]; Page: unknown }[];
type PageName = (typeof pages)[number]['name'];

export const Manager = () => {
  const [language, changeLanguage] = useKeptLanguage();
  const [who, know] = useSession<OfficeSession>(askMe);

  const leave = useCallback(() => know(null), [know]);
  return (
    <WordsProvider language={language}>
      {who.at !== 'known' && <Waiting at={who.at} />}
      {who.at === 'known' && who.session === null && <Login onEnter={know} onLanguage={changeLanguage} />}
      {who.at === 'known' && who.session !== null && (
        <Desk session={who.session} onLeave={leave} onLanguage={changeLanguage} />
      )}
    </WordsProvider>
  );
};

const Waiting = ({ at }: { at: 'asking' | 'unreachable' }) => {
  const { say } = useWords();
  return (
    <main class="plain" data-testid="manager-connecting">
      <h1>{say('manager.title')}</h1>
      <p role="status">{say(at === 'asking' ? 'manager.connecting' : 'manager.lost')}</p>
    </main>
  );
};

interface DeskProps {
  readonly session: OfficeSession;
  readonly onLeave: () => void;
  readonly onLanguage: () => void;
}

const Desk = ({ session, onLeave, onLanguage }: DeskProps) => {
  const { say } = useWords();
  const open = pages.filter(({ roles }) => roles.some((role) => session.staff.roles.includes(role)));
  const [chosen, setChosen] = useState<PageName | null>(open[0]?.name ?? null);
  const current = open.find(({ name }) => name === chosen);

  const live = useLive(session.staff.roles.includes('manager') ? 'ratings' : null);
  const waiting = live.view?.alerts.filter(({ state }) => state === 'open' || state === 'taken').length ?? 0;

  const logout = async () => {
    await question(({ signal }) => rpc.office.logout.mutate({}, { signal }));
    onLeave();
  };

  return (
    <div class="desk" data-testid="manager-desk">
      <PageHead
        title={say('manager.title')}
        middle={
          <nav class="tabs">
            {open.map(({ name }) => (
              <Tab
                key={name}
                isCurrent={name === chosen}
                testId={`manager-tab-${name}`}
                onChoose={() => setChosen(name)}
              >
                {say(`manager.${name}`)}
                {name === 'ratings' && waiting > 0 && (
                  <span
                    class="tab-count"
                    data-testid="ratings-badge"
                    title={say('manager.ratingsWaiting', { count: waiting })}
                  >
                    {waiting}
                  </span>
                )}
                {name === 'remarks' && <RemarkMark />}
              </Tab>
            ))}
          </nav>
        }
      >
        <p class="head-who">
          <Icon name="person" />
          {session.staff.name}
        </p>
        <button type="button" class="press on-dark" data-testid="manager-language" onClick={onLanguage}>
          {say('office.language')}
        </button>
        <button type="button" class="press on-dark" data-testid="manager-leave" onClick={() => void logout()}>
          {say('manager.leave')}
        </button>
      </PageHead>
      <RatingAlarm view={live.view} isOnPage={chosen === 'ratings'} onOpen={() => setChosen('ratings')} />
      <main>
        {current ? <current.Page onDenied={onLeave} live={live} /> : <p class="words">{say('manager.noPages')}</p>}
      </main>
    </div>
  );
};

const urgedEveryMs = 60_000;

/** How many remarks need this person: the unit before the promised day, the manager after it. */
const RemarkMark = () => {
  const { say } = useWords();
  const [count, setCount] = useState(0);
  useEffect(() => {
    const look = () =>
      void command(({ signal }) => rpc.remarks.urge.query({}, { signal })).then((answer) => {
        if (answer.ok) setCount(answer.value.toRoute + answer.value.near + answer.value.over);
      });
    look();
    const timer = setInterval(look, urgedEveryMs);
    return () => clearInterval(timer);
  }, []);
  return count === 0 ? null : (
    <span class="tab-count" data-testid="remark-mark" title={say('remarkDesk.urge', { count })}>
      {count}
    </span>
  );
};
