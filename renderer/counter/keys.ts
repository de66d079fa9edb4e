// The function keys of the counter: those that neither browsers nor the one-stop software beside us need.
export type CommandName = 'next' | 'recall' | 'start' | 'finish' | 'hold' | 'noShow';

export const keyOf = {
  next: 'F2',
  recall: 'F3',
  start: 'F4',
  hold: 'F7',
  finish: 'F8',
  noShow: 'F9',
} as const satisfies Record<CommandName, string>;

export const commandAt = (key: string): CommandName | null =>
  (Object.keys(keyOf) as CommandName[]).find((name) => keyOf[name] === key) ?? null;
