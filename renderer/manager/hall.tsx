// The hall at a glance: is anybody waiting too long, is anything down; then what a manager may do about it.
import { useEffect, useState } from 'preact/hooks';
import type { HallView } from '../../contract/hall-view.ts';
import { ageOf } from '../lib/age.ts';
import { timeOfDay, useNow } from '../lib/clock.ts';
import { useLive } from '../lib/live.ts';
import { rpc } from '../lib/rpc.ts';
import { Icon } from '../ui/icons.tsx';
import './hall.css';
import { type HallAsk, HallAsks } from './hall-asks.tsx';
import { Counters } from './hall-counters.tsx';
import { Held, Late } from './hall-people.tsx';
import { Services } from './hall-services.tsx';
import { Said } from './said.tsx';
import { useSaid } from './use-said.ts';
import { useWords } from './words.ts';

export const Hall = ({ onDenied }: { onDenied: () => void }) => {
  const { say } = useWords();
  const { view, status, offsetMs, seenAtMs } = useLive('hall');
  const nowMs = useNow(1000, offsetMs);
  const { said, send } = useSaid(onDenied);
  const [ask, setAsk] = useState<HallAsk | null>(null);
  // The log-in has ended: yesterday's figures must not stand there as if they were today's.
  useEffect(() => {
    if (status === 'denied') onDenied();
  }, [status, onDenied]);
  if (view === null)
    return (
      <p class="words" role="status" data-testid="hall-connecting">
        {say('hall.connecting')}
      </p>
    );
  return (
    <div class="hall" data-testid="hall" data-live={status}>
      {status === 'lost' && seenAtMs !== null && (
        <p class="hall-lost" role="alert">
          <Icon name="offline" />
          {say('hall.lost', { time: timeOfDay(seenAtMs) })}
        </p>
      )}
      <Glance view={view} nowMs={nowMs} />
      <Said said={said} />
      {view.isBeforeFirst && <Start view={view} />}
      <Late
        view={view}
        nowMs={nowMs}
        onSee={({ ticketId, kind, number }) =>
          void send(
            ({ signal }) => rpc.hall.see.mutate({ ticketId, kind }, { signal }),
            say('hall.lateSeen', { number }),
          )
        }
      />
      <div class="hall-columns">
        <Services view={view} nowMs={nowMs} onAsk={setAsk} onSend={send} />
        <div class="side">
          <Counters view={view} nowMs={nowMs} onAsk={setAsk} onSend={send} />
          <Held view={view} />
          <button type="button" class="press quiet" data-testid="hall-drop" onClick={() => setAsk({ about: 'drop' })}>
            <Icon name="cross" />
            {say('hall.drop')}
          </button>
          <button type="button" class="press quiet" data-testid="hall-end-day" onClick={() => setAsk({ about: 'end' })}>
            <Icon name="closed" />
            {say('hall.endDay')}
          </button>
        </div>
      </div>
      {ask && <HallAsks ask={ask} view={view} nowMs={nowMs} onClose={() => setAsk(null)} onSend={send} />}
    </div>
  );
};

/** The five figures that answer whether all is well. */
const Glance = ({ view, nowMs }: { view: HallView; nowMs: number }) => {
  const { say } = useWords();
  const { totals, services, counters, devices, screensWrong } = view;
  const oldest = services.flatMap(({ oldestAtMs }) => (oldestAtMs === null ? [] : [oldestAtMs]));
  const age = oldest.length === 0 ? null : ageOf(Math.min(...oldest), nowMs);
  const atWork = counters.filter(({ staffName, state }) => staffName !== null && state !== 'paused').length;
  const wrong = devices.wrong.length + screensWrong;
  return (
    <dl class="glance">
      <div>
        <dt>{say('hall.waiting')}</dt>
        <dd data-testid="hall-waiting">{totals.waiting}</dd>
      </div>
      <div data-band={age?.band}>
        <dt>{say('hall.longest')}</dt>
        <dd data-testid="hall-longest">
          {age === null
            ? say(totals.waiting > 0 ? 'hall.keptOver' : 'hall.nobody')
            : say('hall.minutes', { minutes: age.minutes })}
        </dd>
      </div>
      <div data-band={atWork === 0 && totals.waiting > 0 ? 'tooLong' : undefined}>
        <dt>{say('hall.atWork')}</dt>
        <dd>{say('hall.ofCounters', { count: atWork, all: counters.length })}</dd>
      </div>
      <div>
        <dt>{say('hall.done')}</dt>
        <dd>{say('hall.ofIssued', { count: totals.finished, all: totals.issued })}</dd>
        <dd class="glance-more">
          {say('hall.gone', { noShow: totals['no-show'], cancelled: totals.cancelled, expired: totals.expired })}
          {totals.kept > 0 && ` · ${say('hall.kept', { count: totals.kept })}`}
        </dd>
      </div>
      <div data-band={wrong > 0 ? 'tooLong' : undefined}>
        <dt>{say('hall.devices')}</dt>
        <dd data-testid="hall-devices">
          <a href="/devices/">
            {wrong > 0
              ? say('hall.devicesWrong', { count: wrong })
              : say(devices.count === 0 ? 'hall.noDevices' : 'hall.devicesWell')}
          </a>
        </dd>
      </div>
    </dl>
  );
};

/** Before the first number of the day: what is not ready yet. */
const Start = ({ view }: { view: HallView }) => {
  const { say } = useWords();
  const before = view.counters.filter(({ isFromBefore }) => isFromBefore).length;
  const problems = [
    ...(view.devices.wrong.length > 0 ? [say('hall.startPrinter', { count: view.devices.wrong.length })] : []),
    ...(view.screensWrong > 0 ? [say('hall.startScreens', { count: view.screensWrong })] : []),
    ...(view.counters.every(({ staffName }) => staffName === null) ? [say('hall.startStaff')] : []),
    ...(before > 0 ? [say('hall.startBefore', { count: before })] : []),
  ];
  return (
    <section class="box start" data-testid="hall-start" data-well={problems.length === 0}>
      <h2>{say('hall.startTitle')}</h2>
      <ul>
        {(problems.length === 0 ? [say('hall.startWell')] : problems).map((line) => (
          <li key={line}>
            <Icon name={problems.length === 0 ? 'check' : 'warning'} />
            {line}
          </li>
        ))}
      </ul>
    </section>
  );
};
