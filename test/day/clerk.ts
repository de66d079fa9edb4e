// A clerk of the day: calls, serves, holds, sends on, takes back, and sometimes walks away.
import type { CounterId, ResultId, ServiceId, TicketId } from '../../contract/ids.ts';
import type { RefusalCode } from '../../contract/refusal.ts';
import type { CounterTicket } from '../../contract/rpc.ts';
import type { StepInput } from '../../contract/steps.ts';
import type { HostClient } from '../support/client.ts';
import { newKey } from '../support/site.ts';
import type { Notebook } from './notebook.ts';
import type { Pace } from './pace.ts';

/** What the people of the hall know of each other. */
export interface HallTalk {
  /** Who took a number and may still wait. */
  readonly waiting: { readonly ticketId: TicketId; readonly serviceId: ServiceId }[];
  /** On hold at a counter whose clerk went away. */
  readonly orphans: TicketId[];
  /** Papers that somebody went to fetch, and when they are back. */
  readonly papers: { readonly ticketId: TicketId; readonly atMinute: number }[];
}

export interface Desk {
  readonly client: HostClient;
  readonly manager: HostClient;
  readonly counterId: CounterId;
  readonly services: readonly ServiceId[];
  readonly allServices: readonly ServiceId[];
  readonly random: () => number;
  readonly pace: Pace;
  readonly notebook: Notebook;
  readonly talk: HallTalk;
  readonly serviceMinutes: number;
  readonly closesAtMinute: number;
  /** Resolves when the person has seen the call. */
  readonly looksUp: (person: CounterTicket) => Promise<void>;
  /** A finished person may rate. */
  readonly onFinished: (ticketId: TicketId) => void;
  /** Whether the clerk goes home at the end of the day with this person at the counter. */
  readonly forgetsToFinish: (person: CounterTicket) => boolean;
  /** Who still stands there from the day before. */
  readonly fromYesterday: CounterTicket | null;
}

/** Two people may want the same one, and a clerk may be too late to take something back. */
const raced: readonly RefusalCode[] = ['wrong-state', 'not-your-ticket', 'counter-busy'];
const undoRaced: readonly RefusalCode[] = ['nothing-to-undo', 'counter-busy'];

export const workAt = async (desk: Desk): Promise<void> => {
  const { client, manager, counterId, random, pace, notebook, talk } = desk;
  const { rpc } = client;
  const held: { readonly ticketId: TicketId; readonly number: string; readonly atMinute: number }[] = [];
  const chance = (share: number): boolean => random() < share;
  const one = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const step = (act: string, ask: StepInput, expected: readonly RefusalCode[] = []): Promise<CounterTicket | null> =>
    notebook.ask(act, rpc.counter.step.mutate(ask), expected);
  const undo = async (): Promise<boolean> =>
    (await notebook.ask('undo', rpc.counter.undo.mutate({}), undoRaced)) !== null;
  /** Log-normal with cv 0.8. */
  const serviceTime = (): number => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return desk.serviceMinutes * Math.exp(0.7 * normal - 0.245);
  };

  const finish = async ({ ticketId }: CounterTicket): Promise<void> => {
    const ask = { step: 'finish', ticketId, result: 'da-nhan' as ResultId } as const;
    await step('finish', ask);
    // Taken back at once, and done again: unless it is somebody else's by now.
    if (chance(0.03) && (await undo())) await step('finish', ask);
    desk.onFinished(ticketId);
  };

  const hold = async (person: CounterTicket): Promise<void> => {
    const minutes = 3 + Math.floor(random() * 12);
    await step('hold', { step: 'hold', ticketId: person.ticketId, reason: 'filling-form', minutes });
    if (chance(0.1) && (await undo())) {
      await pace.wait(1);
      await finish(person);
    } else held.push({ ...person, atMinute: pace.minute() + minutes });
  };

  const sendOn = async (person: CounterTicket): Promise<void> => {
    const { ticketId } = person;
    const serviceId = one(desk.allServices.filter((id) => !desk.services.includes(id))) ?? desk.services[0];
    const place = one(['head', 'original', 'tail'] as const) ?? 'tail';
    if (serviceId === undefined || desk.services.length === desk.allServices.length) await finish(person);
    else await step('transfer', { step: 'transfer', ticketId, serviceId, place, comesBack: chance(0.4) });
  };

  const walkOff = async ({ ticketId }: CounterTicket): Promise<void> => {
    const freed = await notebook.ask(
      'manager frees the counter',
      manager.rpc.hall.freeCounter.mutate({ counterId }),
      [],
    );
    if (freed !== null) talk.orphans.push(ticketId);
    await pace.wait(4);
  };

  const sendForPapers = async ({ ticketId }: CounterTicket): Promise<void> => {
    if ((await step('papers missing', { step: 'papersMissing', ticketId })) !== null)
      talk.papers.push({ ticketId, atMinute: pace.minute() + 5 + random() * 30 });
  };

  const serveMore = async (person: CounterTicket): Promise<void> => {
    const serviceId = desk.services.find((id) => id !== desk.services[0]);
    const { ticketId } = person;
    if (serviceId !== undefined) {
      const ask = { step: 'switchService', ticketId, serviceId, result: 'da-nhan' as ResultId } as const;
      await step('another service', ask);
      await pace.wait(serviceTime());
    }
    await finish(person);
  };

  const aside = async ({ ticketId }: CounterTicket): Promise<void> => {
    if (chance(0.03))
      await notebook.ask('note', rpc.counter.note.mutate({ ticketId, text: 'Thiếu bản sao', key: newKey() }), []);
    if (chance(0.03) && (await notebook.ask('fee', rpc.counter.askFee.mutate({ ticketId, amountDong: 8000 }), [])))
      await notebook.ask('fee paid', rpc.counter.feePaid.mutate({ ticketId, how: 'transfer' }), []);
  };

  /** How a service may end, and how often out of a hundred; else it is finished. */
  const endings: readonly (readonly [number, (person: CounterTicket) => Promise<void>])[] = [
    [4, hold],
    [5, sendOn],
    [2, sendForPapers],
    [0.5, walkOff],
    [3, serveMore],
  ];
  const serve = async (person: CounterTicket): Promise<void> => {
    await pace.wait(serviceTime());
    await aside(person);
    let left = random() * 100;
    for (const [share, end] of endings) {
      left -= share;
      if (left < 0) return end(person);
    }
    return finish(person);
  };

  const begin = async (person: CounterTicket): Promise<void> => {
    if ((await step('start', { step: 'start', ticketId: person.ticketId })) === null) return;
    if (chance(0.03) && (await undo())) await step('start', { step: 'start', ticketId: person.ticketId });
    await serve(person);
  };

  const absent = async (person: CounterTicket): Promise<void> => {
    const { ticketId } = person;
    if ((await step('recall', { step: 'recall', ticketId }, ['recall-too-soon'])) !== null) await desk.looksUp(person);
    await pace.wait(0.7);
    await step('absent', { step: 'noShow', ticketId });
    if (!chance(0.3)) return;
    await pace.wait(2);
    // Only who was struck off is taken back; who stands in the line again is there already.
    await step('take back', { step: 'lineUp', ticketId }, raced);
  };

  const welcome = async (person: CounterTicket): Promise<void> => {
    notebook.call(counterId, person);
    await desk.looksUp(person);
    await pace.wait(0.4 + random());
    const now = random();
    if (now < 0.06) await absent(person);
    else if (now < 0.07) await step('cancel', { step: 'cancel', ticketId: person.ticketId, reason: 'left' });
    else await begin(person);
  };

  const resume = async (ticketId: TicketId, number: string): Promise<boolean> => {
    const person = await step('resume', { step: 'resume', ticketId }, raced);
    if (person !== null) await serve({ ticketId, number });
    return person !== null;
  };

  /** Somebody whom this counter knows of, before the next of the line. */
  const known = async (): Promise<boolean> => {
    const orphan = talk.orphans.shift();
    if (orphan !== undefined) return resume(orphan, '');
    const due = held.findIndex(({ atMinute }) => atMinute <= pace.minute());
    const back = due < 0 ? undefined : held.splice(due, 1)[0];
    if (back === undefined) return false;
    if (!chance(0.3)) return resume(back.ticketId, back.number);
    await step('back to the line', { step: 'lineUp', ticketId: back.ticketId }, raced);
    return false;
  };

  const takePapers = async (): Promise<void> => {
    const due = talk.papers.findIndex(({ atMinute }) => atMinute <= pace.minute());
    const brought = due < 0 ? undefined : talk.papers.splice(due, 1)[0];
    if (brought !== undefined) await step('papers brought', { step: 'lineUp', ticketId: brought.ticketId });
  };

  const callNext = async (): Promise<CounterTicket | null> => {
    const chosen = chance(0.02) ? one(talk.waiting.filter(({ serviceId }) => desk.services.includes(serviceId))) : null;
    if (chosen == null) return notebook.ask('next', rpc.counter.next.mutate({ key: newKey() }), ['nobody-waiting']);
    const ask = { ticketId: chosen.ticketId, reason: 'frail', key: newKey() } as const;
    return notebook.ask('out of order', rpc.counter.pick.mutate(ask), ['wrong-state', 'not-served-here']);
  };

  if (desk.fromYesterday !== null) await finish(desk.fromYesterday);
  while (pace.minute() < desk.closesAtMinute) {
    if (chance(0.01) && (await notebook.ask('pause', rpc.counter.pause.mutate({ reason: 'rest' }), [])) !== null) {
      await pace.wait(3);
      await notebook.ask('end of the pause', rpc.counter.unpause.mutate({}), []);
    }
    await takePapers();
    if (await known()) continue;
    const person = await callNext();
    if (person === null) await pace.wait(0.5);
    else if (desk.forgetsToFinish(person)) {
      notebook.call(counterId, person);
      await desk.looksUp(person);
      await step('start', { step: 'start', ticketId: person.ticketId });
      return;
    } else await welcome(person);
  }
};
