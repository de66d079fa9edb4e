// One service as a tile. A name longer than two lines is shortened, with the whole of it one press away.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { KioskView } from '../../contract/live.ts';
import { Icon } from '../ui/icons.tsx';
import { waitKey } from './visit.ts';
import { useWords } from './words.ts';

export type Service = KioskView['services'][number];

interface TileProps {
  readonly service: Service;
  /** Nothing is known of the line. */
  readonly isApart: boolean;
  readonly state: 'ready' | 'taking' | 'resting';
  readonly onPress: () => void;
  readonly onShow: () => void;
}

const waitingKey = (count: number) =>
  count === 0 ? 'kiosk.nobodyWaiting' : count === 1 ? 'kiosk.waitingOne' : 'kiosk.waiting';

/** Why no numbers are given for it. */
const Stopped = ({ service: { id, closed } }: { service: Service }) => {
  const { say } = useWords();
  if (closed === null) return null;
  return (
    <span class="queue-closed" data-testid={`kiosk-stopped-${id}`}>
      <Icon name="closed" />
      {say(`kiosk.closed.${closed}`)}
    </span>
  );
};

/** How busy the service is, and whether anybody serves it. */
export const Queue = ({ service }: { service: Service }) => {
  const { say } = useWords();
  return (
    <span class="queue">
      <span class="queue-waiting">
        <Icon name="people" />
        {say(waitingKey(service.waiting), { count: service.waiting })}
      </span>
      {service.closed === null && service.wait !== null && service.waiting > 0 && (
        <span class="queue-wait" data-testid={`kiosk-wait-${service.id}`}>
          <Icon name="clock" />
          {say(waitKey(service.wait), { ...service.wait })}
        </span>
      )}
      <Stopped service={service} />
      {service.closed === null && service.openCounters === 0 && (
        <span class="queue-closed" data-testid={`kiosk-closed-${service.id}`}>
          <Icon name="closed" />
          {say('kiosk.noCounter')}
        </span>
      )}
    </span>
  );
};

export const Tile = ({ service, isApart, state, onPress, onShow }: TileProps) => {
  const { say, local } = useWords();
  const name = useRef<HTMLSpanElement>(null);
  const [isShortened, setShortened] = useState(false);
  const words = local(service.name);
  useLayoutEffect(() => {
    const box = name.current;
    if (!box) return undefined;
    const measure = () => setShortened(box.scrollHeight > box.clientHeight + 2);
    const watcher = new ResizeObserver(measure);
    watcher.observe(box);
    measure();
    return () => watcher.disconnect();
  }, [words]);
  return (
    <li class="tile-place">
      <button
        type="button"
        class="tile"
        data-tile
        data-state={state}
        data-closed={service.closed !== null || undefined}
        data-shortened={isShortened || undefined}
        data-testid={`kiosk-service-${service.id}`}
        disabled={state !== 'ready' || service.closed !== null}
        onClick={onPress}
      >
        <span class="tile-words">
          <span ref={name} class="tile-name" data-aloud>
            {words}
          </span>
          {isApart ? <Stopped service={service} /> : <Queue service={service} />}
        </span>
        <span class="tile-arrow">
          <Icon name="arrow" />
        </span>
      </button>
      {isShortened && (
        <button type="button" class="tile-more" data-testid={`kiosk-full-name-${service.id}`} onClick={onShow}>
          <Icon name="expand" />
          <span class="unseen">{`${say('kiosk.fullName')}: ${words}`}</span>
        </button>
      )}
    </li>
  );
};

interface FieldTileProps {
  readonly name: { readonly vi: string; readonly en: string } | null;
  readonly services: readonly Service[];
  readonly isApart: boolean;
  readonly testId: string;
  readonly onPress: () => void;
}

/** A field, where services are too many for one look. */
export const FieldTile = ({ name, services, isApart, testId, onPress }: FieldTileProps) => {
  const { say, local } = useWords();
  const waiting = services.reduce((sum, service) => sum + service.waiting, 0);
  return (
    <li class="tile-place">
      <button type="button" class="tile" data-tile data-testid={testId} onClick={onPress}>
        <span class="tile-words">
          <span class="tile-name" data-aloud>
            {name === null ? say('kiosk.otherField') : local(name)}
          </span>
          <span class="queue">
            <span>
              <Icon name="folder" />
              {say('kiosk.inField', { count: services.length })}
            </span>
            {!isApart && (
              <span class="queue-waiting">
                <Icon name="people" />
                {say(waitingKey(waiting), { count: waiting })}
              </span>
            )}
          </span>
        </span>
        <span class="tile-arrow">
          <Icon name="arrow" />
        </span>
      </button>
    </li>
  );
};
