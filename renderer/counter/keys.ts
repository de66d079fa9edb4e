// The keys of the counter: function keys that neither browsers nor the one-stop software beside us need, and keys that no
// barcode scanner types. One key means what fits the moment, so that one hand finds all of them.
import type { CounterView } from '../../contract/counter-view.ts';

export const keyOf = {
  next: 'F2',
  unpause: 'F2',
  recall: 'F3',
  addService: 'F3',
  start: 'F4',
  transfer: 'F6',
  hold: 'F7',
  finish: 'F8',
  noShow: 'F9',
  papersMissing: 'F9',
  note: 'F10',
  fee: 'Insert',
  pause: 'F1',
  undo: 'Backspace',
  list: 'ArrowDown',
} as const;
export type CommandName = keyof typeof keyOf;

const symbols: Readonly<Record<string, string>> = { Backspace: '⌫', ArrowDown: '↓', Insert: 'Ins' };

/** As it is written on the key. */
export const keyLabel = (name: CommandName): string => symbols[keyOf[name]] ?? keyOf[name];

/** Commands that make sense now, in the order in which they are shown. */
export const commandsFor = (view: CounterView | null, canUndo: boolean): readonly CommandName[] => {
  const undo: readonly CommandName[] = canUndo ? ['undo'] : [];
  const forward: CommandName = view?.pause ? 'unpause' : 'next';
  const pause: readonly CommandName[] = view?.pause ? [] : ['pause'];
  switch (view?.current?.state) {
    case 'called':
      return [forward, 'recall', 'start', 'noShow', 'note', 'list', ...undo];
    case 'serving':
      return [
        ...[forward, 'addService', 'transfer', 'hold', 'finish', 'papersMissing', 'note'],
        ...(view.payee === null ? [] : ['fee']),
        ...pause,
        'list',
        ...undo,
      ] as readonly CommandName[];
    default:
      return [forward, ...pause, 'list', ...undo];
  }
};

export const commandAt = (key: string, commands: readonly CommandName[]): CommandName | null =>
  commands.find((name) => keyOf[name] === key) ?? null;

/** Whether a press of the key would do something else in the browser, so it is kept from it even when it means nothing now. */
export const isOurKey = (key: string): boolean => Object.values<string>(keyOf).includes(key) && key.startsWith('F');
