// The devices of the hall for a member of staff: what is wrong stands first, with what to do.
import type { DevicesView, TerminalReport } from '../../contract/live.ts';
import { wordsFor } from '../../contract/texts/device-trouble.ts';
import { dayOf, timeOfDay } from '../lib/clock.ts';
import { useKeptLanguage } from '../lib/kept-language.ts';
import { useLive } from '../lib/live.ts';
import { Icon } from '../ui/icons.tsx';
import { PageHead } from '../ui/page-head.tsx';
import { HubCard } from './hub-card.tsx';
import { ScreenList } from './screen-list.tsx';
import { useWords, WordsProvider } from './words.ts';

type Device = DevicesView['devices'][number];
type Statistic = keyof Device['statistics'];

export const Devices = () => {
  const [language, changeLanguage] = useKeptLanguage();
  return (
    <WordsProvider language={language}>
      <Page onLanguage={changeLanguage} />
    </WordsProvider>
  );
};

const Page = ({ onLanguage }: { onLanguage: () => void }) => {
  const { say } = useWords();
  const { view, status } = useLive('devices');
  const list = view?.devices ?? [];
  const troubled = [...list, ...(view?.screens ?? [])].filter(({ state }) => state !== 'ready').length;
  return (
    <div class="page" data-testid="devices" data-live={status}>
      <PageHead
        title={say('devices.title')}
        middle={
          list.length > 0 && (
            <p class="sum" data-well={troubled === 0} data-testid="devices-sum">
              <Icon name={troubled === 0 ? 'check' : 'warning'} />
              {troubled === 0 ? say('devices.allWell') : say('devices.troubled', { count: troubled })}
            </p>
          )
        }
      >
        <a href="/counter/" class="press on-dark">
          <Icon name="back" />
          {say('devices.counter')}
        </a>
        <button type="button" class="press on-dark" onClick={onLanguage} data-testid="devices-language">
          {say('office.language')}
        </button>
      </PageHead>
      {status === 'lost' && view !== null && (
        <p class="strip" role="alert">
          <Icon name="offline" />
          {say('devices.lost')}
        </p>
      )}
      {typeof view?.cardKeyLostAtMs === 'number' && (
        <p class="strip" role="alert" data-testid="devices-card-key-lost">
          <Icon name="warning" />
          {say('devices.cardKeyLost', { time: timeOfDay(view.cardKeyLostAtMs), day: dayOf(view.cardKeyLostAtMs) })}
        </p>
      )}
      <main>
        {status === 'denied' && <p class="words">{say('devices.login')}</p>}
        {view === null && status !== 'denied' && (
          <p class="words" role="status">
            {say('devices.connecting')}
          </p>
        )}
        {view !== null && list.length === 0 && <p class="words">{say('devices.empty')}</p>}
        <ul class="cards">
          {list.map((device) => (
            <Card key={device.id} device={device} />
          ))}
        </ul>
        {view !== null && <ScreenList screens={view.screens} />}
        {view !== null && <HubCard hub={view.hub} />}
      </main>
    </div>
  );
};

const Trouble = ({ fault }: { fault: NonNullable<Device['fault']> }) => {
  const { say } = useWords();
  const { happened, todo, params } = wordsFor(fault);
  return (
    <div class="trouble" data-testid="devices-trouble" data-code={fault.code}>
      <p>{say(happened, params)}</p>
      <p class="todo">
        <Icon name="arrow" />
        {say(todo, params)}
      </p>
    </div>
  );
};

/** What staff have to mend at a terminal; its passages are on the sheets meanwhile. */
const Terminal = ({ report: { clockOffMs, unknown } }: { report: TerminalReport }) => {
  const { say } = useWords();
  const minutes = Math.round(Math.abs(clockOffMs) / 6_000) / 10;
  return (
    <>
      {clockOffMs !== 0 && (
        <p class="todo" data-testid="devices-clock">
          <Icon name="clock" />
          {say(clockOffMs > 0 ? 'devices.clockFast' : 'devices.clockSlow', { minutes })}
        </p>
      )}
      {unknown.length > 0 && (
        <p class="todo" data-testid="devices-unknown">
          <Icon name="person" />
          {say('devices.unknownNumbers', { codes: unknown.map(({ code, count }) => `${code} (${count}×)`).join(', ') })}
        </p>
      )}
    </>
  );
};

const Card = ({ device }: { device: Device }) => {
  const { say } = useWords();
  const { fault, state, statistics, sightings } = device;
  const counted = Object.entries(statistics) as [Statistic, number][];
  return (
    <li class="card" data-state={state} data-testid={`devices-${device.id}`}>
      <h2>
        <Icon name={state === 'ready' ? 'check' : state === 'connecting' ? 'plug' : 'warning'} />
        {device.label}
        <span class="state" data-state={state}>
          {say(`health.${state}`)}
        </span>
      </h2>
      {fault !== null && <Trouble fault={fault} />}
      <p class="since">{say('devices.since', { time: timeOfDay(device.sinceMs) })}</p>
      {sightings !== null && (
        <p data-testid={`devices-${device.id}-sightings`}>
          {sightings.lastSeenAtMs === null
            ? say('devices.noSighting')
            : say('devices.sightings', {
                count: sightings.count,
                time: timeOfDay(sightings.lastSeenAtMs),
                day: dayOf(sightings.lastSeenAtMs),
              })}
        </p>
      )}
      {sightings !== null && <Terminal report={sightings} />}
      {counted.length === 0 ? (
        <p class="none">{say('devices.nothing')}</p>
      ) : (
        <dl>
          {counted.map(([name, value]) => (
            <div key={name}>
              <dd>{value}</dd>
              <dt>{say(`statistic.${name}`)}</dt>
            </div>
          ))}
        </dl>
      )}
      <p class="name">
        {device.id} · {device.driver}
      </p>
    </li>
  );
};
