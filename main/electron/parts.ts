// The parts of electron and of the machine that the shell is given, so that tests can pass in small fakes.

export type ElectronParts = Pick<
  typeof import('electron'),
  'app' | 'BrowserWindow' | 'Menu' | 'powerSaveBlocker' | 'screen' | 'session' | 'utilityProcess'
>;

export interface Timers {
  /** Monotonic, milliseconds. */
  readonly nowMs: () => number;
  /** Runs `task` once after `delayMs`; the answer cancels it. */
  readonly after: (delayMs: number, task: () => void) => () => void;
}

/** One line for the machine's journal. `event` is in the past tense, kebab-case. */
export type Log = (event: string, details: Readonly<Record<string, unknown>>) => void;
export type LocalPage = 'starting' | 'restarting' | 'trouble';
