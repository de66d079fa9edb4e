import { setTimeout as pause } from 'node:timers/promises';

interface Report {
  readonly state: string;
  readonly devices: readonly { readonly id: string; readonly state: string }[];
}

/** Resolves when the host at `url` reports every device ready. Rejects after 20 s, naming those that are not. */
export const untilReady = async (url: string): Promise<void> => {
  const startedMs = performance.now();
  for (;;) {
    const report = (await (await fetch(`${url}/health`)).json()) as Report;
    const others = report.devices.filter(({ state }) => state !== 'ready');
    if (others.length === 0) return;
    if (performance.now() - startedMs > 20_000) {
      const list = others.map(({ id, state }) => `${id}=${state}`).join(', ');
      throw new Error(`Not every device was ready within 20 s: ${list}. Look at the host's log with "npm start".`);
    }
    await pause(50);
  }
};
