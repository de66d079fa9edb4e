// Calls for a preview of a board on which nobody was called yet: the page says that they are examples.
import type { BoardCall, BoardView } from '../../contract/live.ts';

const numbers = ['A017', 'C105', 'H004', 'A016', 'C104'];

export const withExamples = (view: BoardView): BoardView => {
  if (view.calls.length > 0) return view;
  const counters = view.counters.map(({ number }) => number);
  const calls = numbers.map(
    (number, at): BoardCall => ({
      seq: numbers.length - at,
      number,
      counterNumber: counters[at % counters.length] ?? 1,
      calledAtMs: 0,
      isRecall: false,
      isOpen: false,
      voice: null,
    }),
  );
  return { ...view, calls };
};
