// The citizens of the day: at kiosks, at the reception, by appointment, on their phones.
import { request } from 'node:http';
import type { IdempotencyKey, PriorityId, ServiceId, TicketId } from '../../contract/ids.ts';
import type { IssuedTicket } from '../../contract/rpc-kiosk.ts';
import type { HostClient } from '../support/client.ts';
import { newKey, services } from '../support/site.ts';
import type { HallTalk } from './clerk.ts';
import type { Notebook } from './notebook.ts';
import type { Pace } from './pace.ts';

export interface CitizensDeps {
  readonly kiosk: HostClient;
  readonly reception: readonly HostClient[];
  readonly random: () => number;
  readonly pace: Pace;
  readonly notebook: Notebook;
  readonly talk: HallTalk;
  /** Told of each new number, to follow it on a phone. */
  readonly onNumber: (ticket: IssuedTicket) => void;
}

interface Day {
  readonly day: string;
  readonly closesAtMinute: number;
}

const kinds = Object.values(services);
const priorities = ['khuyet-tat', 'tu-75', 'mang-thai', 'co-cong'] as PriorityId[];

export const createCitizens = (deps: CitizensDeps) => {
  const { kiosk, reception, random, pace, notebook, talk, onNumber } = deps;
  const chance = (share: number): boolean => random() < share;
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

  const ask = (serviceId: ServiceId, key: IdempotencyKey) => {
    const further = chance(0.08) ? { further: [one(kinds.filter((id) => id !== serviceId))] } : {};
    const priority = chance(0.06) ? { priority: one(priorities) } : {};
    return { serviceId, language: 'vi', key, ...further, ...priority } as const;
  };

  const take = async (): Promise<IssuedTicket | null> => {
    const wanted = ask(one(kinds), newKey());
    const desk = chance(0.08) ? one(reception) : null;
    const press = () =>
      desk !== null
        ? notebook.ask('reception', desk.rpc.reception.issue.mutate({ ...wanted, paper: 'print' }), ['service-closed'])
        : notebook.ask('kiosk', kiosk.rpc.kiosk.issue.mutate(wanted), ['service-closed']);
    // A double tap: the same key twice at the same moment.
    const taken = await Promise.all(chance(0.2) ? [press(), press()] : [press()]);
    for (const ticket of taken) if (ticket !== null) notebook.promise(wanted.key, ticket);
    const ticket = taken[0] ?? null;
    if (ticket !== null) {
      talk.waiting.push({ ticketId: ticket.ticketId, serviceId: wanted.serviceId });
      if (talk.waiting.length > 40) talk.waiting.shift();
      onNumber(ticket);
    }
    return ticket;
  };

  const walkIn = async (atMinute: number): Promise<void> => {
    await pace.until(atMinute);
    const ticket = await take();
    if (ticket === null || !chance(0.03)) return;
    await pace.wait(5 + random() * 15);
    await notebook.ask('leaves by phone', kiosk.rpc.turn.leave.mutate({ token: ticket.token }), ['wrong-state']);
  };

  const keepAppointment = async (which: number, { day, closesAtMinute }: Day): Promise<void> => {
    const { rpc } = kiosk;
    await pace.until((random() * closesAtMinute) / 10);
    const serviceId = one([services.civil, services.land]);
    const holder = newKey();
    const minuteOf = (startMs: number): number => (startMs - Date.parse(`${day}T07:00:00+07:00`)) / 60_000;
    const slots = (await rpc.booking.slots.query({ serviceId, date: day })).filter(
      ({ startMs }) => minuteOf(startMs) > pace.minute() + 2 && minuteOf(startMs) < closesAtMinute - 15,
    );
    const first = one(slots);
    if (first === undefined) return;
    const { startMs } = first;
    // All come from one address, which may keep only so many places at once.
    const held = await notebook.ask('keeps a place', rpc.booking.hold.mutate({ serviceId, startMs, holder }), [
      'slot-full',
      'slot-not-offered',
      'too-many-attempts',
    ]);
    if (held === null) return;
    const phone = `09${String(10_000_000 + which)}`;
    const wish = { serviceId, startMs, phone, holder, key: newKey() };
    const booked = await notebook.ask('books', rpc.booking.book.mutate(wish), ['slot-full', 'slot-not-offered']);
    if (booked === null) return;
    const { code } = booked;
    let slotMs = startMs;
    if (chance(0.1)) {
      const other = one(slots).startMs;
      if (
        (await notebook.ask('moves', rpc.booking.move.mutate({ code, startMs: other }), [
          'slot-full',
          'slot-not-offered',
        ])) !== null
      )
        slotMs = other;
    }
    if (chance(0.08)) {
      await notebook.ask('cancels', rpc.booking.cancel.mutate({ code }), []);
      return;
    }
    if (chance(0.08)) return;
    const slotMinute = minuteOf(slotMs);
    await pace.until(slotMinute - 18 + random() * 36);
    const checkIn = () => rpc.kiosk.checkIn.mutate({ code, language: 'vi' });
    let ticket = await notebook.ask('checks in', checkIn(), ['too-early']);
    if (ticket === null) {
      await pace.until(slotMinute - 10);
      ticket = await notebook.ask('checks in', checkIn(), []);
    }
    if (ticket === null) return;
    notebook.promise(code, ticket);
    onNumber(ticket);
  };

  return { walkIn, keepAppointment };
};

/** Phones are not kiosks: they come from another address of this machine. */
export const rateFrom = (url: string, input: { readonly token: string; readonly level: number }): Promise<RateAnswer> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify({ ...input, key: newKey(), criteria: {}, reasons: [], text: '' });
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const options = { method: 'POST', localAddress: '127.0.0.2', headers };
    const sent = request(`${url}/rpc/ratings.give`, options, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('error', reject);
      response.on('end', () => resolve(JSON.parse(text).result.data));
    });
    sent.on('error', reject);
    sent.end(body);
  });

type RateAnswer = Awaited<ReturnType<HostClient['rpc']['ratings']['give']['mutate']>>;

/** Some of those who were served say how it was, a while later. */
export const createRaters = (deps: {
  readonly url: string;
  readonly random: () => number;
  readonly pace: Pace;
  readonly notebook: Notebook;
}) => {
  const { url, random, pace, notebook } = deps;
  return async (ticketId: TicketId): Promise<void> => {
    const token = notebook.tokens.get(ticketId);
    if (token === undefined || random() > 0.4) return;
    await pace.wait(1 + random() * 5);
    const level = 1 + Math.floor(random() * 5);
    // Whoever goes on to another service cannot rate yet, and comes by here again.
    const expected = ['rating-not-open', 'already-rated'] as const;
    if ((await notebook.ask('rates', rateFrom(url, { token, level }), expected)) !== null)
      notebook.rate(ticketId, level);
  };
};
