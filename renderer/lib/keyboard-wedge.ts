// Card readers that are keyboards: they type the number of a card and Enter, faster than any person. Pure: keys and their
// times in, what becomes of them out. Nothing that a person typed is ever lost: what was held and turns out to be no card
// is given back in its order.

/** Between two keys of a reader; a person's are 60 ms and more apart, two keys pressed at once aside. */
export const WEDGE_GAP_MS = 30;
/** Two or three keys fall together under a person's hand; a card has more. */
const SHORTEST_CARD = 6;
const LONGEST_CARD = 240;
/** The number of a card, or the tracks of a stripe from their first start sentinel to the end. */
const CARD = /(?:[\dA-Fa-f]{6,32}|[%;].*\?)$/;

export interface WedgeKey {
  /** As KeyboardEvent.key: one character, or the name of a key. */
  readonly key: string;
  /** When it went down, milliseconds from any start. */
  readonly atMs: number;
}

export interface WedgeStep<K extends WedgeKey> {
  /** No card after all: these go on to where they were typed, before the key that was asked about. */
  readonly released: readonly K[];
  /** Whether the key that was asked about is held or belongs to the card: `pass` lets it through now. */
  readonly verdict: 'pass' | 'held' | 'card';
  /** With the verdict `card`: what was typed, without prefix and Enter, and the keys that typed it. */
  readonly card: { readonly text: string; readonly keys: readonly K[] } | null;
}

export interface WedgeReader<K extends WedgeKey> {
  key(key: K): WedgeStep<K>;
  /** Keys whose follower did not come in time: a person's. */
  expire(nowMs: number): readonly K[];
}

const isCharacter = (key: string): boolean => key.length === 1 && key >= ' ';
/** Names of keys and characters below the space, which some readers send around a card. */
const isControl = (key: string): boolean => !isCharacter(key) && key !== 'Enter';

const none = { released: [], card: null } as const;

/** `prefix`: what the reader is set to type before each card; empty for none. */
export const createWedgeReader = <K extends WedgeKey>(prefix: string): WedgeReader<K> => {
  let held: K[] = [];

  const giveBack = (): readonly K[] => {
    const released = held;
    held = [];
    return released;
  };

  /** Where the card begins among the held keys, or -1: what stands before it was a person's. */
  const beginOf = (keys: readonly K[]): number => {
    const characters = keys.flatMap(({ key }, at) => (isCharacter(key) ? [{ key, at }] : []));
    const text = characters.map(({ key }) => key).join('');
    const from = prefix === '' ? 0 : text.lastIndexOf(prefix);
    if (from < 0) return -1;
    const rest = text.slice(from + prefix.length);
    const match = CARD.exec(rest);
    if (match === null || match[0].length < SHORTEST_CARD) return -1;
    const begin = prefix === '' ? match.index : match.index === 0 ? from : -1;
    return begin < 0 ? -1 : (characters[begin]?.at ?? -1);
  };

  const finish = (): WedgeStep<K> => {
    const begin = beginOf(held);
    if (begin < 0) return { ...none, released: giveBack(), verdict: 'pass' };
    const keys = held.slice(begin);
    const released = held.slice(0, begin);
    held = [];
    const text = keys.map(({ key }) => (isCharacter(key) ? key : '')).join('');
    return { released, verdict: 'card', card: { text: text.slice(prefix.length), keys } };
  };

  return {
    key(key) {
      const last = held.at(-1);
      const isFast = last !== undefined && key.atMs - last.atMs < WEDGE_GAP_MS;
      if (isFast && key.key === 'Enter') return finish();
      const released = isFast && held.length < LONGEST_CARD ? [] : giveBack();
      // A control key or a space begins no card: Tab, Escape and the keys of commands go through at once.
      const isNoCard = isControl(key.key) ? held.length < 3 : key.key === ' ' && held.length === 0;
      if (key.key === 'Enter' || isNoCard) return { ...none, released: [...released, ...giveBack()], verdict: 'pass' };
      held.push(key);
      return { ...none, released, verdict: 'held' };
    },
    expire(nowMs) {
      const last = held.at(-1);
      return last !== undefined && nowMs - last.atMs >= WEDGE_GAP_MS ? giveBack() : [];
    },
  };
};

/** Characters of a keyboard of US layout by KeyboardEvent.code, unshifted and shifted. */
const BY_CODE: Readonly<Record<string, string>> = {
  Digit1: '1!',
  Digit2: '2@',
  Digit3: '3#',
  Digit4: '4$',
  Digit5: '5%',
  Digit6: '6^',
  Digit7: '7&',
  Digit8: '8*',
  Digit9: '9(',
  Digit0: '0)',
  Equal: '=+',
  Minus: '-_',
  Semicolon: ';:',
  Slash: '/?',
  Period: '.>',
  Comma: ',<',
  Space: '  ',
};

/**
 * The character of a key event. A Vietnamese input method hides it (`Process`, `Unidentified`), and turns letters of a card
 * into others: the code of the key says which one was pressed.
 */
export const characterOf = ({
  key,
  code,
  shiftKey,
}: {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
}): string => {
  if (key !== 'Process' && key !== 'Unidentified' && key !== 'Dead') return key;
  if (/^Key[A-Z]$/.test(code)) return shiftKey ? code.slice(3) : code.slice(3).toLowerCase();
  if (/^Numpad\d$/.test(code)) return code.slice(6);
  if (code === 'NumpadEnter') return 'Enter';
  return BY_CODE[code]?.charAt(shiftKey ? 1 : 0) ?? (code === '' ? key : code);
};
