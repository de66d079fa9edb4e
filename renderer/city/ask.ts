// What the screen asks the city's server for.
import { useEffect, useState } from 'preact/hooks';
import type { CityRefusal } from '../../contract/city.ts';

const TIMEOUT_MS = 8000;

/** `refusal` null: the server did not answer. */
export type Answer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: CityRefusal | null };

export const ask = async <T>(path: string, body?: unknown): Promise<Answer<T>> => {
  try {
    const answer = await fetch(`/city/api/${path}`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const value = await answer.json();
    return answer.ok ? { ok: true, value } : { ok: false, refusal: value as CityRefusal };
  } catch {
    return { ok: false, refusal: null };
  }
};

export interface Followed<T> {
  /** The newest that came; null before the first. */
  readonly value: T | null;
  readonly trouble: CityRefusal['code'] | 'no-answer' | null;
}

/** Asks again and again, and keeps the last answer where a later one does not come. */
export const useFollowed = <T>(path: string, everyMs: number): Followed<T> => {
  const [held, setHeld] = useState<Followed<T> & { readonly path: string }>({ path, value: null, trouble: null });
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const go = async () => {
      const answer = await ask<T>(path);
      if (isOver) return;
      setHeld((before) =>
        answer.ok
          ? { path, value: answer.value, trouble: null }
          : {
              path,
              value: before.path === path ? before.value : null,
              trouble: answer.refusal?.code ?? 'no-answer',
            },
      );
      timer = setTimeout(() => void go(), everyMs);
    };
    void go();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [path, everyMs]);
  return held.path === path ? held : { value: null, trouble: null };
};
