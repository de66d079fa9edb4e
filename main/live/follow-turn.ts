// A turn that is followed by something else than a screen: the same topic as that of phones, its changes as fields.
import type { TicketToken } from '../../contract/ids.ts';
import type { TurnView } from '../../contract/live.ts';
import type { LiveHub } from './live.ts';

/** Key of the live topic of a ticket. */
export const turnKey = (token: string): string => `turn ${token}`;

export interface Turn {
  readonly view: TurnView;
  stop(): void;
}

/** Null: a token of no ticket. */
export const followTurn = (
  { hub, view }: { readonly hub: LiveHub; readonly view: (token: TicketToken) => TurnView | null },
  token: TicketToken,
  changed: (fields: Readonly<Record<string, unknown>>) => void,
): Turn | null => {
  const first = view(token);
  if (first === null) return null;
  let closed: (() => void) | null = null;
  const close = (): void => {
    const run = closed;
    closed = null;
    run?.();
  };
  hub.open(
    {
      write: (frame) => {
        const part = /^event: part\ndata: (.*)$/m.exec(String(frame))?.[1];
        if (part !== undefined) changed(JSON.parse(part));
      },
      writableLength: 0,
      end: close,
      destroy: close,
      on: (_event, run) => {
        closed = run;
      },
    },
    { key: turnKey(token), kind: 'turn', pace: 'soon', view: () => view(token) ?? undefined },
    { view: first, lastEventId: undefined },
  );
  return { view: first, stop: close };
};
