// People who take numbers as fast as they can, each press with its own key, and remember what they were promised.
import { setTimeout as pause } from 'node:timers/promises';
import { createHostClient } from './client.ts';
import { newKey, services } from './site.ts';

export interface Promised {
  readonly key: string;
  readonly ticketId: string;
  readonly number: string;
}

export interface Load {
  /** Every number that a person has seen. */
  readonly promised: readonly Promised[];
  /** Nobody begins a new press; resolves when everybody has the answer to the last one and has gone. */
  stop(): Promise<void>;
}

export interface LoadOptions {
  /** The address of the host at this moment, or null while it is away. */
  readonly url: () => string | null;
  readonly people: number;
  readonly random: () => number;
}

/**
 * Each person presses again at once. A press that got no answer is repeated with the same key until it does, and one in
 * five presses is sent twice at the same time, like a double tap.
 */
export const startLoad = ({ url, people, random }: LoadOptions): Load => {
  const promised: Promised[] = [];
  let isStopping = false;
  const kinds = Object.values(services);

  const press = async (
    at: string,
    key: ReturnType<typeof newKey>,
    serviceId: (typeof kinds)[number],
  ): Promise<boolean> => {
    try {
      const answer = await createHostClient(at).rpc.kiosk.issue.mutate({ serviceId, language: 'vi', key });
      if (!answer.ok)
        return (
          answer.error.code !== 'stopping' &&
          answer.error.code !== 'storage-failed' &&
          answer.error.code !== 'storage-full'
        );
      promised.push({ key, ticketId: answer.value.ticketId, number: answer.value.number });
      return true;
    } catch {
      return false;
    }
  };

  const person = async (): Promise<void> => {
    let key = newKey();
    let serviceId = kinds[Math.floor(random() * kinds.length)] ?? services.copies;
    for (let isOpen = false; !isStopping || isOpen; ) {
      const at = url();
      const presses =
        at === null ? [] : Array.from({ length: random() < 0.2 ? 2 : 1 }, () => press(at, key, serviceId));
      isOpen = !(await Promise.all(presses)).some(Boolean);
      if (!isOpen) {
        key = newKey();
        serviceId = kinds[Math.floor(random() * kinds.length)] ?? services.copies;
      } else await pause(10);
    }
  };

  const gone = Promise.all(Array.from({ length: people }, person));
  return {
    promised,
    stop: async () => {
      isStopping = true;
      await gone;
    },
  };
};
