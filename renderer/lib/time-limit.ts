/** Runs `ask` with a signal that aborts after `limitMs`. Older phones lack AbortSignal.timeout and AbortSignal.any. */
export const withTimeLimit = async <T>(limitMs: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> => {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), limitMs);
  try {
    return await ask(abort.signal);
  } finally {
    clearTimeout(timer);
  }
};
