// The order of those who are out of the line: whoever was to be back by now comes first. Pure.
import type { AsideView } from '../../contract/counter-view.ts';

export const isDue = ({ dueAtMs }: Pick<AsideView, 'dueAtMs'>, nowMs: number): boolean =>
  dueAtMs !== null && dueAtMs <= nowMs;

const groups = ['on-hold', 'supplement', 'no-show'] as const satisfies readonly AsideView['state'][];

export const asideOrder = (aside: readonly AsideView[], nowMs: number): readonly AsideView[] =>
  aside.toSorted(
    (a, b) =>
      Number(isDue(b, nowMs)) - Number(isDue(a, nowMs)) ||
      groups.indexOf(a.state) - groups.indexOf(b.state) ||
      (a.dueAtMs ?? Number.MAX_SAFE_INTEGER) - (b.dueAtMs ?? Number.MAX_SAFE_INTEGER) ||
      a.sinceMs - b.sinceMs,
  );
