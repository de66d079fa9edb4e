// From the clerk's press on Next to the number on the LED, the board and the phone, in a whole simulated hall.
import { setTimeout as pause } from 'node:timers/promises';
import type { RackState } from '../../contract/bench.ts';
import type { CounterId, ServiceId } from '../../contract/ids.ts';
import type { BoardView, TurnView } from '../../contract/live.ts';
import { createHostClient, type HostClient } from '../../test/support/client.ts';
import { seeded } from '../../test/support/seeded.ts';
import { accepted, counters, newKey, services } from '../../test/support/site.ts';
import { startHall } from '../hall.ts';
import { dataFolder } from './data-folder.ts';
import { untilReady } from './devices-ready.ts';
import { atMost, type Benchmark, type Figure, fact, ms } from './figure.ts';
import { type LiveStream, openLive } from './live-stream.ts';
import { percentile } from './stats.ts';

const callsAtEachCounter = 70;

interface Desk {
  readonly counterId: CounterId;
  /** Of its unit on the LED line. */
  readonly address: number;
  readonly serviceId: ServiceId;
  readonly login: { readonly login: string; readonly password: string };
}
const desks: readonly Desk[] = [
  {
    counterId: counters.one,
    address: 1,
    serviceId: services.copies,
    login: { login: 'lan', password: 'hoasua-lan' },
  },
  {
    counterId: counters.two,
    address: 2,
    serviceId: services.civil,
    login: { login: 'minh', password: 'hoasua-minh' },
  },
  {
    counterId: counters.three,
    address: 3,
    serviceId: services.land,
    login: { login: 'hoa', password: 'hoasua-hoa' },
  },
];

/** Milliseconds from the press. */
interface Call {
  readonly answerMs: number;
  readonly ledMs: number;
  readonly boardMs: number;
  readonly phoneMs: number;
}

interface Hall {
  readonly url: string;
  readonly board: LiveStream<BoardView>;
  readonly rack: LiveStream<RackState>;
  /** One at a time: counters that share a service would take each other's person. */
  readonly alone: <T>(act: () => Promise<T>) => Promise<T>;
}

const createTurns = (): Hall['alone'] => {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = last.then(act);
    last = mine.catch(() => undefined);
    return mine;
  };
};

const unitAt = (state: RackState, address: number) =>
  state.devices
    .flatMap((device) => (device.kind === 'queue-display-modbus' ? device.units : []))
    .find((unit) => unit.address === address);

const callOnce = async (hall: Hall, desk: Desk, client: HostClient): Promise<Call> => {
  const { board, rack } = hall;
  const called = await hall.alone(async () => {
    const ticket = accepted(
      await client.rpc.kiosk.issue.mutate({ serviceId: desk.serviceId, language: 'vi', key: newKey() }),
    );
    const phone = await openLive<TurnView>(`${hall.url}/live/turn/${ticket.token}`);
    const pressedAtMs = Date.now();
    const { ticketId, number } = accepted(await client.rpc.counter.next.mutate({ key: newKey() }));
    return { ticketId, number, phone, pressedAtMs, answeredAtMs: Date.now() };
  });
  const { ticketId, number, phone, pressedAtMs, answeredAtMs } = called;
  using _closing = phone;
  const [onLed, onBoard, onPhone] = await Promise.all([
    rack.until(`${number} on LED ${desk.address}`, (state) => unitAt(state, desk.address)?.text === number),
    board.until(`${number} on the board`, ({ calls }) => calls.some((call) => call.number === number)),
    phone.until(`${number} called`, ({ state }) => state === 'called'),
  ]);
  await pause(200);
  accepted(await client.rpc.counter.step.mutate({ step: 'start', ticketId }));
  accepted(await client.rpc.counter.step.mutate({ step: 'finish', ticketId }));
  await rack.until(`LED ${desk.address} dark`, (state) => unitAt(state, desk.address)?.text === '');
  return {
    answerMs: answeredAtMs - pressedAtMs,
    ledMs: (unitAt(onLed.view, desk.address)?.litAtMs ?? Number.NaN) - pressedAtMs,
    boardMs: onBoard.atMs - pressedAtMs,
    phoneMs: onPhone.atMs - pressedAtMs,
  };
};

/**
 * Most presses follow each other as in a busy hall; every third falls where the driver looks whether its unit still
 * shows its text, which it does 5 s after the last write.
 */
const pauseBeforeCallMs = (call: number, random: () => number): number =>
  call % 3 === 2 ? 4_800 + random() * 400 : 200 + random() * 1_300;

const workAt = async (hall: Hall, desk: Desk, say: (text: string) => void): Promise<Call[]> => {
  const client = createHostClient(hall.url);
  accepted(await client.rpc.staff.login.mutate({ ...desk.login, counterId: desk.counterId }));
  const random = seeded(desk.address);
  const calls: Call[] = [];
  for (let call = 0; call <= callsAtEachCounter; call++) {
    await pause(pauseBeforeCallMs(call, random));
    const measured = await callOnce(hall, desk, client);
    // The first one at each counter warms the paths up.
    if (call > 0) calls.push(measured);
    if (call > 0 && call % 10 === 0) say(`${call} of ${callsAtEachCounter} calls at ${desk.counterId}`);
  }
  return calls;
};

const figuresOf = (name: string, values: readonly number[], limitMs: number | null): Figure[] => {
  const p99 = { name: `${name}: p99`, value: percentile(values, 0.99) };
  return [
    fact(`${name}: p50`, percentile(values, 0.5), ms),
    limitMs === null ? fact(p99.name, p99.value, ms) : atMost(limitMs, ms, p99),
    fact(`${name}: longest`, percentile(values, 1), ms),
  ];
};

export const callToLed: Benchmark = {
  name: 'call-to-led',
  title: 'From the press on Next to LED, board and phone',
  method: `${callsAtEachCounter * desks.length} calls from three counters at once, each ticket finished before the next. The LED counts as lit when the last byte of its text has gone over the simulated line of 9600 baud, which the three units share and on which the driver goes on looking after them; every third call is timed to meet that. Board and phone: the whole view has arrived on a live stream.`,
  run: async ({ keep, say }) => {
    const { url, benchUrl, stop } = await startHall({
      folder: dataFolder(keep),
      port: 0,
      benchPort: 0,
      onLine: () => undefined,
    });
    keep.defer(stop);
    await untilReady(url);
    const board = keep.use(await openLive<BoardView>(`${url}/live/board`));
    const rack = keep.use(await openLive<RackState>(`${benchUrl}/api/stream`));
    const hall: Hall = { url, board, rack, alone: createTurns() };
    const calls = (await Promise.all(desks.map((desk) => workAt(hall, desk, say)))).flat();
    return [
      ...figuresOf(
        'answer to the clerk',
        calls.map(({ answerMs }) => answerMs),
        null,
      ),
      ...figuresOf(
        'LED',
        calls.map(({ ledMs }) => ledMs),
        200,
      ),
      ...figuresOf(
        'board',
        calls.map(({ boardMs }) => boardMs),
        300,
      ),
      ...figuresOf(
        'phone',
        calls.map(({ phoneMs }) => phoneMs),
        300,
      ),
    ];
  },
};
