// The clerk's work: whom I serve, who waits, what to press.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { CounterView } from '../../contract/live.ts';
import type { StaffSession } from '../../contract/rpc.ts';
import { timeOfDay, useNow } from '../lib/clock.ts';
import { useLive } from '../lib/live.ts';
import { question, rpc, type Trouble } from '../lib/rpc.ts';
import { useCardNotice } from '../lib/use-card-notice.ts';
import { useTypedCard } from '../lib/use-typed-card.ts';
import { CardNotice } from '../ui/card-notice.tsx';
import { Icon, Mark } from '../ui/icons.tsx';
import { HoldDialog } from './hold-dialog.tsx';
import { type CommandName, commandAt, keyOf } from './keys.ts';
import { Lists } from './lists.tsx';
import { Stage } from './stage.tsx';
import { plainStep, useCommands } from './use-commands.ts';
import { useWords } from './words.ts';

interface WorkProps {
  readonly session: StaffSession;
  readonly onLeave: (why: Trouble | null) => void;
  readonly onLanguage: () => void;
}

/** Commands that make sense now, in the order of their keys. */
const commandsFor = (view: CounterView | null): readonly CommandName[] => {
  if (view?.current?.state === 'called') return ['recall', 'start', 'noShow'];
  if (view?.current?.state === 'serving') return ['hold', 'finish'];
  return ['next'];
};

export const Work = ({ session, onLeave, onLanguage }: WorkProps) => {
  const { say, local } = useWords();
  const { view, status, offsetMs, seenAtMs } = useLive('counter');
  const nowMs = useNow(1000, offsetMs);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isHolding, setHolding] = useState(false);
  const closeTrouble = useCallback(() => setTrouble(null), []);
  const { busy, order } = useCommands(view, setTrouble);
  const cardNotice = useCardNotice(view?.cardRefused);
  useTypedCard({
    screen: 'counter',
    prefix: view?.cardPrefix ?? null,
    onRefused: cardNotice.show,
    onTrouble: setTrouble,
  });
  const current = view?.current ?? null;

  useEffect(() => {
    if (status === 'denied' || trouble?.code === 'not-logged-in') onLeave({ code: 'not-logged-in' });
  }, [status, trouble, onLeave]);

  const press = useCallback(
    (name: CommandName) => {
      if (name === 'next') return order({ name });
      if (!current || !commandsFor(view).includes(name)) return;
      if (name === 'hold') setHolding(true);
      else order(plainStep(name, current.ticketId));
    },
    [order, current, view],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const name = commandAt(event.key);
      if (!name || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      if (!event.repeat && !document.querySelector('dialog[open]')) press(name);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [press]);

  const logout = async () => {
    await question(({ signal }) => rpc.staff.logout.mutate({}, { signal }));
    onLeave(null);
  };

  return (
    <div class="work" data-testid="counter-work" data-live={status}>
      <header class="bar">
        <Mark />
        <h1 class="bar-counter">
          <strong>{say('counter.number', { number: session.counter.number })}</strong>
          <span>{local(session.counter.name)}</span>
        </h1>
        <p class="bar-staff">
          <Icon name="person" />
          {session.staff.name}
        </p>
        <p class="bar-clock">{timeOfDay(nowMs)}</p>
        <button type="button" class="quiet-press on-dark" data-testid="counter-language" onClick={onLanguage}>
          {say('counter.language')}
        </button>
        <button type="button" class="quiet-press on-dark" data-testid="counter-logout" onClick={() => void logout()}>
          {say('counter.logout')}
        </button>
      </header>
      <Devices view={view} />
      {status === 'lost' && (
        <p class="lost" role="alert" data-testid="counter-lost">
          <Icon name="offline" />
          {seenAtMs === null ? say('counter.lostEmpty') : say('counter.lost', { time: timeOfDay(seenAtMs) })}
        </p>
      )}
      <main class="work-main" data-old={status === 'lost' || undefined}>
        <Stage view={view} nowMs={nowMs} busy={busy} onPress={press}>
          {trouble && <Toast trouble={trouble} onClose={closeTrouble} />}
        </Stage>
        <Lists view={view} nowMs={nowMs} busy={busy} onResume={(ticketId) => order(plainStep('resume', ticketId))} />
      </main>
      <CardNotice reason={cardNotice.reason} say={say} onClose={cardNotice.close} />
      <footer class="legend">
        <span>{say('counter.keys')}</span>
        {(Object.keys(keyOf) as CommandName[]).map((name) => (
          <span key={name} data-now={name === 'next' || commandsFor(view).includes(name)}>
            <kbd>{keyOf[name]}</kbd> {say(`counter.${name}`)}
          </span>
        ))}
      </footer>
      {isHolding && current && (
        <HoldDialog
          number={current.number}
          onChoose={(reason) => {
            setHolding(false);
            order({ name: 'hold', step: { step: 'hold', ticketId: current.ticketId, reason } });
          }}
          onClose={() => setHolding(false)}
        />
      )}
    </div>
  );
};

/** What stays true until somebody does something about it; every other message goes by itself once it is read. */
const lasting: readonly Trouble['code'][] = ['storage-full', 'storage-failed', 'bad-input', 'key-reused'];
const toastMs = 8000;

const Toast = ({ trouble, onClose }: { trouble: Trouble; onClose: () => void }) => {
  const { say } = useWords();
  useEffect(() => {
    if (lasting.includes(trouble.code)) return undefined;
    const timer = setTimeout(onClose, toastMs);
    return () => clearTimeout(timer);
  }, [trouble, onClose]);
  return (
    <div class="toast" role="alert" data-testid="counter-toast" data-code={trouble.code}>
      <Icon name="warning" />
      <p>{say(`refusal.${trouble.code}`, trouble.params)}</p>
      <button type="button" class="toast-close" onClick={onClose}>
        <Icon name="cross" />
        <span class="unseen">{say('counter.closeMessage')}</span>
      </button>
    </div>
  );
};

const Devices = ({ view }: { view: CounterView | null }) => {
  const { say } = useWords();
  const troubled = (view?.devices ?? []).filter((device) => device.state !== 'ready');
  if (troubled.length === 0) return null;
  return (
    <section class="devices" data-testid="counter-devices" aria-label={say('counter.devices')}>
      <ul>
        {troubled.map((device) => (
          <li key={device.id} class="device" data-state={device.state} data-testid={`device-${device.id}`}>
            <Icon name={device.state === 'connecting' ? 'plug' : 'warning'} />
            <span>
              <strong>{device.label}:</strong>{' '}
              {device.fault
                ? `${say(`fault.${device.fault.code}`)} — ${say(`recovery.${device.fault.recovery}`)}`
                : say(`health.${device.state}`)}
            </span>
          </li>
        ))}
      </ul>
      <a href="/devices/" data-testid="counter-all-devices">
        {say('counter.allDevices')}
      </a>
    </section>
  );
};
