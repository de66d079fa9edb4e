// Low ratings that somebody must do something about, and how fast that was done.
import { useState } from 'preact/hooks';
import { withinSteps } from '../../contract/rating-alert.ts';
import type { NamedAlert, RatingResults, RatingsLive } from '../../contract/rating-results.ts';
import { dayOf as shortDayOf, timeOfDay } from '../lib/clock.ts';
import { rpc } from '../lib/rpc.ts';
import { Icon } from '../ui/icons.tsx';
import { shortDay } from './range-form.tsx';
import { Section } from './report-parts.tsx';
import type { Send } from './use-said.ts';
import { useWords } from './words.ts';

interface AlertsProps {
  readonly view: RatingsLive;
  readonly nowMs: number;
  readonly onSend: Send;
}

/** So many are shown at once: figures stand below them. */
const SHOWN = 4;

/** Mine first, then what can still be answered in time, the newest half day first, then what is late. */
const inOrder = ({ alerts, me }: RatingsLive, nowMs: number): readonly NamedAlert[] => {
  const rank = ({ holder, dueAtMs, state }: NamedAlert): number => {
    if (holder?.id === me && state !== 'answered') return 0;
    return state !== 'answered' && dueAtMs < nowMs ? 2 : 1;
  };
  return alerts.toSorted((a, b) => rank(a) - rank(b) || b.dueAtMs - a.dueAtMs);
};

export const Alerts = ({ view, nowMs, onSend }: AlertsProps) => {
  const { say } = useWords();
  const [isWhole, setWhole] = useState(false);
  const all = inOrder(view, nowMs);
  return (
    <section class="box alerts" data-testid="ratings-alerts" data-count={view.alerts.length}>
      <h2>
        <Icon name={view.alerts.length === 0 ? 'check' : 'bell'} />
        {say('ratings.alerts')}
      </h2>
      {view.alerts.length === 0 && <p class="soft">{say('ratings.alertsNone')}</p>}
      <ul>
        {(isWhole ? all : all.slice(0, SHOWN)).map((alert) => (
          <Alert key={alert.alertId} alert={alert} me={view.me} nowMs={nowMs} onSend={onSend} />
        ))}
      </ul>
      {all.length > SHOWN && (
        <button
          type="button"
          class="small alerts-more"
          aria-expanded={isWhole}
          data-testid="ratings-alerts-more"
          onClick={() => setWhole(!isWhole)}
        >
          {isWhole ? say('ratings.fewer') : say('ratings.all', { count: all.length })}
        </button>
      )}
    </section>
  );
};

interface AlertProps extends Omit<AlertsProps, 'view'> {
  readonly alert: NamedAlert;
  readonly me: string;
}

const Told = ({ alert }: { alert: NamedAlert }) => {
  const { say, local } = useWords();
  return (
    <div class="alert-told">
      <p>
        <strong class="rating-level" data-low="true">
          {say(`ratings.level.${alert.level as 1}`)}
        </strong>{' '}
        {say('ratings.alertWhere', { number: alert.counterNumber ?? '–', service: local(alert.service) })}
        {', '}
        {say('ratings.alertWhen', { half: say(`ratings.${alert.half}`), day: shortDay(alert.day) })}
      </p>
      {alert.reasonNames.length > 0 && <p>{alert.reasonNames.map(local).join(' · ')}</p>}
      <p>{alert.text === '' ? <span class="soft">{say('ratings.noWords')}</span> : <q>{alert.text}</q>}</p>
      {alert.answer !== '' && (
        <p class="alert-answer">
          <Icon name="check" />
          {alert.holder?.name}: {alert.answer}
        </p>
      )}
    </div>
  );
};

const Alert = ({ alert, me, nowMs, onSend }: AlertProps) => {
  const { say } = useWords();
  const [text, setText] = useState('');
  const { alertId, state, holder, dueAtMs } = alert;
  const isMine = holder?.id === me;
  const isLate = state === 'answered' ? alert.isAnsweredLate : nowMs > dueAtMs;
  const press = (deed: 'take' | 'close', words: string, done: string) => (
    <button
      type="button"
      class="press strong"
      data-testid={`alert-${deed}`}
      onClick={() => void onSend(({ signal }) => rpc.ratingDesk[deed].mutate({ alertId }, { signal }), done)}
    >
      {words}
    </button>
  );
  const answer = () =>
    void onSend(({ signal }) => rpc.ratingDesk.answer.mutate({ alertId, text }, { signal }), say('ratings.answered'));
  return (
    <li class="alert" data-state={state} data-late={isLate} data-testid="alert">
      <Told alert={alert} />
      <div class="alert-do">
        <p class="alert-state">
          <span class="tag">{say(`ratings.state.${state}`)}</span>
          {holder !== null && (
            <span>{isMine ? say('ratings.heldByMe') : say('ratings.held', { name: holder.name })}</span>
          )}
          {isLate ? (
            <strong class="alert-late">
              <Icon name="warning" />
              {say('ratings.overdue')}
            </strong>
          ) : (
            <span class="soft">{say('ratings.due', { time: `${timeOfDay(dueAtMs)} ${shortDayOf(dueAtMs)}` })}</span>
          )}
        </p>
        {state === 'open' && press('take', say('ratings.take'), say('ratings.taken'))}
        {state === 'taken' && !isMine && press('take', say('ratings.takeOver'), say('ratings.taken'))}
        {state === 'answered' && press('close', say('ratings.close'), say('ratings.closedDone'))}
      </div>
      {state === 'taken' && isMine && (
        <form
          class="alert-form"
          onSubmit={(event) => {
            event.preventDefault();
            answer();
          }}
        >
          <label class="field">
            {say('ratings.answerLabel')}
            <small>{say('ratings.answerHint')}</small>
            <textarea
              rows={2}
              maxLength={2000}
              data-testid="alert-text"
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
          </label>
          <button type="submit" class="press strong" data-testid="alert-answer">
            {say('ratings.answer')}
          </button>
        </form>
      )}
    </li>
  );
};

export const AlertFiguresTable = ({ results: { alerts } }: { results: RatingResults }) => {
  const { say } = useWords();
  if (alerts.raised === 0) return null;
  return (
    <Section title={say('ratings.alertFigures')}>
      <p data-testid="ratings-alert-figures">
        {say('ratings.raised')}: <strong>{alerts.raised}</strong> · {say('ratings.lateCount')}:{' '}
        <strong>{alerts.late}</strong>
      </p>
      <table class="figures">
        <thead>
          <tr>
            <td />
            {withinSteps.map((step) => (
              <th key={step} scope="col">
                {say(`ratings.within.${step}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(['takenWithin', 'answeredWithin'] as const).map((which) => (
            <tr key={which}>
              <th scope="row">{say(`ratings.${which}`)}</th>
              {withinSteps.map((step) => (
                <td key={step}>{alerts[which][step]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
};

export const ClosedAlerts = ({ results: { closedAlerts } }: { results: RatingResults }) => {
  const { say } = useWords();
  if (closedAlerts.length === 0) return null;
  return (
    <Section title={say('ratings.closedAlerts')}>
      <ul class="rating-rows">
        {closedAlerts.map((alert) => (
          <li key={alert.alertId}>
            <Told alert={alert} />
            {alert.answeredWithin !== null && (
              <span class="soft">
                {say('ratings.answeredWithin')}: {say(`ratings.within.${alert.answeredWithin}`)}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
};
