// The rack of simulated devices: its state as it changes, and what one does to it.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RackAction, RackState } from '../../contract/bench.ts';

const retryMs = 1500;
const answerLimitMs = 5000;

export interface Rack {
  readonly state: RackState | null;
  readonly status: 'connecting' | 'live' | 'lost';
  /** Why the last action was not done; null when it was. */
  readonly refusal: string | null;
  readonly act: (action: RackAction) => void;
}

const post = async (action: RackAction): Promise<string | null> => {
  try {
    const answer = await fetch('/api/act', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(action),
      signal: AbortSignal.timeout(answerLimitMs),
    });
    const body = (await answer.json()) as { ok: true } | { ok: false; message: string };
    return body.ok ? null : body.message;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

export const useRack = (): Rack => {
  const [state, setState] = useState<RackState | null>(null);
  const [status, setStatus] = useState<Rack['status']>('connecting');
  const [refusal, setRefusal] = useState<string | null>(null);

  useEffect(() => {
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const open = () => {
      source = new EventSource('/api/stream');
      source.onmessage = (event: MessageEvent<string>) => {
        setState(JSON.parse(event.data) as RackState);
        setStatus('live');
      };
      source.onerror = () => {
        source.close();
        setStatus('lost');
        timer = setTimeout(open, retryMs);
      };
    };
    open();
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, []);

  const act = useCallback((action: RackAction) => void post(action).then(setRefusal), []);
  return { state, status, refusal, act };
};
