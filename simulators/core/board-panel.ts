// The lit side of a simulated board of text lines, and the faults that boards of every protocol have.
import type { MessageBoardState } from '../../contract/bench/message-board.ts';
import type { RackAction } from '../../contract/bench.ts';

type Emphasis = MessageBoardState<'message-board-alpha'>['emphasis'];

export interface BoardPanel {
  /** What is lit now; `writes` counts those that the host asked for. */
  light(lines: readonly string[], emphasis: Emphasis): void;
  countWrite(): void;
  readonly isMute: boolean;
  readonly refuses: boolean;
  /** True once after the fault was asked for. */
  takeSpoiled(): boolean;
  /** False: not a verb of boards. */
  act(action: RackAction): boolean;
  state(): {
    readonly lines: readonly string[];
    readonly emphasis: Emphasis;
    readonly litAtMs: number;
    readonly writes: number;
    readonly mute: boolean;
    readonly refuses: boolean;
  };
}

/** `onPower`: the board was switched off and on; it lights what it has kept. */
export const createBoardPanel = (onPower: () => void): BoardPanel => {
  let lines: readonly string[] = [];
  let emphasis: Emphasis = 'steady';
  let litAtMs = 0;
  let writes = 0;
  let isMute = false;
  let refuses = false;
  let isSpoiled = false;

  return {
    light(texts, how) {
      const shown = texts.map((text) => text.trimEnd());
      while (shown.at(-1) === '') shown.pop();
      if (shown.join('\n') === lines.join('\n') && how === emphasis) return;
      lines = shown;
      emphasis = how;
      litAtMs = Date.now();
    },
    countWrite() {
      writes++;
    },
    get isMute() {
      return isMute;
    },
    get refuses() {
      return refuses;
    },
    takeSpoiled() {
      const was = isSpoiled;
      isSpoiled = false;
      return was;
    },
    act(action) {
      switch (action.verb) {
        case 'set-board-mute':
          isMute = action.mute;
          return true;
        case 'set-board-refuses':
          refuses = action.refuses;
          return true;
        case 'spoil-board-checksum':
          isSpoiled = true;
          return true;
        case 'power-cycle':
          onPower();
          return true;
        default:
          return false;
      }
    },
    state: () => ({ lines, emphasis, litAtMs, writes, mute: isMute, refuses }),
  };
};
