// The clerk's work: whom I serve, who waits, what to press.
import { useCallback, useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { CounterView } from '../../contract/counter-view.ts';
import type { StaffSession } from '../../contract/rpc.ts';
import { timeOfDay, useNow } from '../lib/clock.ts';
import { useLive } from '../lib/live.ts';
import { question, rpc, type Trouble } from '../lib/rpc.ts';
import { useCardNotice } from '../lib/use-card-notice.ts';
import { useTypedCard } from '../lib/use-typed-card.ts';
import { CardNotice } from '../ui/card-notice.tsx';
import { Icon, Mark } from '../ui/icons.tsx';
import type { Ask } from './ask.ts';
import { Asks } from './asks.tsx';
import { type CommandName, commandAt, commandsFor, isOurKey, keyLabel, keyOf } from './keys.ts';
import { Lists, moveAlongRows } from './lists.tsx';
import { Stage } from './stage.tsx';
import { UndoBar, undoSeconds } from './undo-bar.tsx';
import { plainStep, useCommands } from './use-commands.ts';
import { useWords } from './words.ts';

interface WorkProps {
  readonly session: StaffSession;
  readonly onLeave: (why: Trouble | null) => void;
  readonly onLanguage: () => void;
}

export const Work = ({ session, onLeave, onLanguage }: WorkProps) => {
  const { say, local } = useWords();
  const { view, status, offsetMs, seenAtMs } = useLive('counter');
  const nowMs = useNow(1000, offsetMs);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [ask, setAsk] = useState<Ask | null>(null);
  const closeTrouble = useCallback(() => setTrouble(null), []);
  const commands = useCommands(view, setTrouble);
  const { busy, order } = commands;
  const cardNotice = useCardNotice(view?.cardRefused);
  useTypedCard({
    screen: 'counter',
    prefix: view?.cardPrefix ?? null,
    onRefused: cardNotice.show,
    onTrouble: setTrouble,
  });
  const current = view?.current ?? null;
  const secondsToUndo = undoSeconds(view?.undo ?? null, nowMs);
  const possible = commandsFor(view, secondsToUndo !== null);

  useEffect(() => {
    if (status === 'denied' || trouble?.code === 'not-logged-in') onLeave({ code: 'not-logged-in' });
  }, [status, trouble, onLeave]);

  const press = (name: CommandName) => {
    switch (name) {
      case 'next':
      case 'unpause':
      case 'undo':
        return order({ name });
      case 'pause':
        return setAsk({ about: 'pause' });
      case 'list':
        return moveAlongRows(1);
      default:
    }
    if (!current || !possible.includes(name)) return;
    const { ticketId } = current;
    switch (name) {
      case 'hold':
      case 'transfer':
      case 'note':
      case 'fee':
        return setAsk({ about: name, ticketId });
      case 'addService':
        return setAsk({ about: 'service', ticketId });
      case 'finish':
        if (current.needsResult) return setAsk({ about: 'result', ticketId, after: null });
        return order(plainStep(name, ticketId));
      default:
        return order(plainStep(name, ticketId));
    }
  };

  // Before the next key can come: a key must mean what the screen shows.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey || document.querySelector('dialog[open]')) return;
      if (event.key === 'ArrowUp') moveAlongRows(-1);
      const name = commandAt(event.key, possible);
      if (name || isOurKey(event.key) || event.key === 'ArrowUp') event.preventDefault();
      if (name && (!event.repeat || name === 'list')) press(name);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });

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
        <button
          type="button"
          class="bar-staff press on-dark"
          data-testid="counter-own"
          title={say('counter.ownTitle')}
          onClick={() => setAsk({ about: 'own' })}
        >
          <Icon name="person" />
          {session.staff.name}
        </button>
        <p class="bar-clock">{timeOfDay(nowMs)}</p>
        {possible.includes('pause') && (
          <button
            type="button"
            class="press on-dark"
            data-testid="counter-pause"
            aria-keyshortcuts={keyOf.pause}
            onClick={() => press('pause')}
          >
            <Icon name="pause" />
            {say('counter.pause')}
            <kbd>{keyLabel('pause')}</kbd>
          </button>
        )}
        <button type="button" class="press on-dark" data-testid="counter-language" onClick={onLanguage}>
          {say('office.language')}
        </button>
        <button type="button" class="press on-dark" data-testid="counter-logout" onClick={() => void logout()}>
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
        <Lists
          view={view}
          nowMs={nowMs}
          commands={commands}
          onOpen={(ticketId) => setAsk({ about: 'person', ticketId })}
        />
      </main>
      <CardNotice reason={cardNotice.reason} say={say} onClose={cardNotice.close} />
      {view?.undo && secondsToUndo !== null ? (
        <UndoBar undo={view.undo} seconds={secondsToUndo} onUndo={() => press('undo')} />
      ) : (
        <Legend commands={possible} />
      )}
      {view && ask && <Asks ask={ask} view={view} nowMs={nowMs} onAsk={setAsk} onOrder={order} />}
    </div>
  );
};

const Legend = ({ commands }: { readonly commands: readonly CommandName[] }) => {
  const { say } = useWords();
  return (
    <footer class="legend">
      <span>{say('counter.keys')}</span>
      {commands.map((name) => (
        <span key={name}>
          <kbd>{keyLabel(name)}</kbd> {say(`counter.${name}`)}
        </span>
      ))}
    </footer>
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
