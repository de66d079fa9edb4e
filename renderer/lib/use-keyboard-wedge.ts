// Takes the keys of a card reader in keyboard mode out of a page, and leaves it those of people. Keys outside of fields are
// held for the blink that tells the two apart, because a key of a card may be a command of the page; a field gets its keys
// at once, and loses again those that were a card.
import { useEffect, useRef } from 'preact/hooks';
import { characterOf, createWedgeReader, WEDGE_GAP_MS, type WedgeKey, type WedgeStep } from './keyboard-wedge.ts';

interface HeldKey extends WedgeKey {
  readonly event: KeyboardEvent;
  readonly field: HTMLInputElement | HTMLTextAreaElement | null;
  /** The page has not had it. */
  isKept: boolean;
}

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'Fn']);
/** After a stall of the page its timers come before the keys that waited: those are looked at first. */
const EXPIRE_MS = WEDGE_GAP_MS + 10;

const fieldOf = (target: EventTarget | null): HeldKey['field'] =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : null;

/** Takes `typed` away from before the caret. An input method may have made something else of it: that stays. */
const eraseFrom = (field: NonNullable<HeldKey['field']>, typed: string): void => {
  const caret = field.selectionStart ?? field.value.length;
  const before = field.value.slice(0, caret);
  if (typed === '' || !before.endsWith(typed)) return;
  field.value = before.slice(0, -typed.length) + field.value.slice(caret);
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'deleteContentBackward' }));
};

const wedgeOn = (prefix: string, onCard: (text: string) => void): (() => void) => {
  const reader = createWedgeReader<HeldKey>(prefix);
  const replayed = new WeakSet<Event>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const giveBack = (keys: readonly HeldKey[]): void => {
    for (const { event, isKept } of keys) {
      if (!isKept) continue;
      const again = new KeyboardEvent('keydown', event);
      replayed.add(again);
      const { target } = event;
      (target instanceof Element && target.isConnected ? target : document.body).dispatchEvent(again);
    }
  };
  const keep = (key: HeldKey): void => {
    key.isKept = true;
    key.event.preventDefault();
    key.event.stopImmediatePropagation();
  };
  const take = ({ text, keys }: NonNullable<WedgeStep<HeldKey>['card']>): void => {
    const typed = keys.filter(({ isKept, key }) => !isKept && key.length === 1);
    const field = typed[0]?.field ?? null;
    if (field !== null) eraseFrom(field, typed.map(({ key }) => key).join(''));
    onCard(text);
  };

  const onKey = (event: KeyboardEvent): void => {
    if (replayed.has(event) || MODIFIERS.has(event.key)) return;
    clearTimeout(timer);
    if (event.ctrlKey || event.altKey || event.metaKey) {
      giveBack(reader.expire(Number.POSITIVE_INFINITY));
      return;
    }
    const key: HeldKey = {
      key: characterOf(event),
      atMs: event.timeStamp,
      event,
      field: fieldOf(event.target),
      isKept: false,
    };
    const { released, verdict, card } = reader.key(key);
    giveBack(released);
    // A field takes characters at once; Tab and the like would carry the rest of the card elsewhere.
    if (verdict === 'card' || (verdict === 'held' && (key.field === null || key.key.length > 1))) keep(key);
    if (card !== null) take(card);
    timer = setTimeout(() => giveBack(reader.expire(performance.now())), EXPIRE_MS);
  };
  window.addEventListener('keydown', onKey, { capture: true });
  return () => {
    clearTimeout(timer);
    window.removeEventListener('keydown', onKey, { capture: true });
    giveBack(reader.expire(Number.POSITIVE_INFINITY));
  };
};

/** `prefix`: what the site's readers type before a card; null while it is not known yet. */
export const useKeyboardWedge = (prefix: string | null, onCard: (text: string) => void): void => {
  const listener = useRef(onCard);
  listener.current = onCard;
  useEffect(() => (prefix === null ? undefined : wedgeOn(prefix, (text) => listener.current(text))), [prefix]);
};
