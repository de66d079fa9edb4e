// What people at the counters, the reception and the kiosks do, one request at a time, in a likely order.
import type { ServiceId } from '../../../contract/ids.ts';
import { seeded } from '../../../test/support/seeded.ts';
import { newKey, services } from '../../../test/support/site.ts';

/** Sends a command, or asks when `input` is null; the data of the answer. Rejects on anything but 200. */
export type Post = (procedure: string, input: object | null) => Promise<Answer>;

type Answer =
  | { readonly ok?: boolean; readonly value?: Taken; readonly error?: { readonly code: string } }
  | boolean
  | null;
type Taken = { readonly ticketId: string; readonly number: string };

export interface SessionDeps {
  readonly kind: 'clerk' | 'reception' | 'kiosk';
  /** How many wait, as the people of this process know it: nobody takes a number when the hall is full. */
  readonly hall: { waiting: number };
  /** Where a clerk sends people on to. */
  readonly transferTo: ServiceId;
  readonly post: Post;
  readonly seed: number;
}

export interface Session {
  /** Does the next thing and resolves with its name. Rejects when the host did not do what it should. */
  act(): Promise<string>;
}

const fullHall = 300;
/** Refusals that are right when two counters want the same person or the hall is empty. */
const expected: ReadonlySet<string> = new Set([
  'nobody-waiting',
  'wrong-state',
  'calls-used-up',
  'notes-full',
  'recall-too-soon',
]);
const kinds = Object.values(services);

export const createSession = ({ kind, hall, transferTo, post, seed }: SessionDeps): Session => {
  const random = seeded(seed);
  let current: { ticketId: string; isServing: boolean; calls: number } | null = null;
  const held: string[] = [];

  const send = async (procedure: string, input: object): Promise<Taken | null> => {
    const answer = await post(procedure, input);
    if (answer === null || typeof answer !== 'object') throw new Error(`${procedure}: ${JSON.stringify(answer)}`);
    if (answer.ok === true) return answer.value ?? null;
    const code = answer.error?.code ?? '';
    if (!expected.has(code)) throw new Error(`${procedure} was refused: ${JSON.stringify(answer.error)}`);
    return null;
  };
  const step = (ticketId: string, ask: Readonly<Record<string, unknown>>) => send('counter.step', { ...ask, ticketId });

  const issue = async (procedure: string, more: object): Promise<string> => {
    const serviceId = kinds[Math.floor(random() * kinds.length)];
    await send(procedure, { serviceId, language: 'vi', key: newKey(), ...more });
    hall.waiting += 1;
    return procedure;
  };

  const free = async (): Promise<string> => {
    const back = held.length > 2 || (held.length > 0 && random() < 0.3) ? held.shift() : undefined;
    if (back !== undefined) {
      if ((await step(back, { step: 'resume' })) !== null) current = { ticketId: back, isServing: true, calls: 1 };
      return 'resume';
    }
    const called = await send('counter.next', { key: newKey() });
    if (called === null) {
      hall.waiting = 0;
      return 'next, nobody there';
    }
    hall.waiting -= 1;
    current = { ticketId: called.ticketId, isServing: false, calls: 1 };
    return 'next';
  };

  const standing = async (ticketId: string, calls: number): Promise<string> => {
    const chance = random();
    if (chance < 0.1 && calls < 3) {
      await step(ticketId, { step: 'recall' });
      current = { ticketId, isServing: false, calls: calls + 1 };
      return 'recall';
    }
    const name = chance < 0.15 ? 'noShow' : 'start';
    current = name === 'noShow' ? null : { ticketId, isServing: true, calls };
    await step(ticketId, { step: name });
    return name;
  };

  const served = async (ticketId: string): Promise<string> => {
    const chance = random();
    if (chance < 0.12) {
      await send('counter.note', { ticketId, text: 'Thiếu bản sao giấy khai sinh', key: newKey() });
      return 'note';
    }
    current = null;
    if (chance < 0.2) {
      await step(ticketId, { step: 'hold', reason: 'other' });
      held.push(ticketId);
      return 'hold';
    }
    if (chance < 0.26) {
      await step(ticketId, { step: 'transfer', serviceId: transferTo, place: 'head', comesBack: false });
      hall.waiting += 1;
      return 'transfer';
    }
    await step(ticketId, { step: 'finish', result: 'da-nhan' });
    return 'finish';
  };

  const ask = async (procedure: string): Promise<string> => {
    if ((await post(procedure, null)) === null) throw new Error(`${procedure}: nobody is logged in any more`);
    return procedure;
  };

  return {
    act: () => {
      if (kind === 'clerk') {
        if (current === null) return free();
        return current.isServing ? served(current.ticketId) : standing(current.ticketId, current.calls);
      }
      if (hall.waiting < fullHall)
        return kind === 'kiosk' ? issue('kiosk.issue', {}) : issue('reception.issue', { paper: 'print' });
      if (kind === 'kiosk') return ask('pairing.mayTakeNumbers');
      return ask(random() < 0.3 ? 'reception.desk' : 'office.me');
    },
  };
};
