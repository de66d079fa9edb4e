// People at kiosks in a process of their own: each kiosk takes one number after the other until so many are taken. One
// press in ten is sent twice at once, like a double tap. Whoever took a number gives it up once five hundred are behind.
import { createHostClient } from '../../../test/support/client.ts';
import { accepted, newKey, services } from '../../../test/support/site.ts';

export interface RushAsk {
  readonly url: string;
  readonly kiosks: number;
  readonly numbers: number;
}

export interface RushReport {
  readonly promised: readonly (readonly [ticketId: string, number: string])[];
  /** Double taps that were answered with two different numbers. */
  readonly doubled: number;
  readonly latenciesMs: readonly number[];
  readonly tookMs: number;
}

const patience = 500;
const kinds = Object.values(services);

const run = async ({ url, kiosks, numbers }: RushAsk): Promise<RushReport> => {
  const { rpc } = createHostClient(url);
  const promised: (readonly [string, string])[] = [];
  const tokens: string[] = [];
  const latenciesMs: number[] = [];
  let doubled = 0;
  let begun = 0;
  const startedMs = performance.now();
  const kiosk = async (): Promise<void> => {
    while (begun < numbers) {
      const at = begun++;
      const ask = { serviceId: kinds[at % kinds.length] ?? services.copies, language: 'vi', key: newKey() } as const;
      const pressedMs = performance.now();
      const taps = Array.from({ length: at % 10 === 0 ? 2 : 1 }, () => rpc.kiosk.issue.mutate(ask));
      const [ticket, again] = (await Promise.all(taps)).map(accepted);
      if (ticket === undefined) throw new Error('A press had no answer.');
      latenciesMs.push(performance.now() - pressedMs);
      if (again !== undefined && again.ticketId !== ticket.ticketId) doubled += 1;
      promised.push([ticket.ticketId, ticket.number]);
      tokens.push(ticket.token);
      const oldest = tokens.length > patience ? tokens.shift() : undefined;
      if (oldest !== undefined) accepted(await rpc.turn.leave.mutate({ token: oldest as never }));
    }
  };
  await Promise.all(Array.from({ length: kiosks }, kiosk));
  return { promised, doubled, latenciesMs, tookMs: performance.now() - startedMs };
};

process.on('message', (ask: RushAsk) => {
  run(ask).then(
    (report) => process.send?.(report),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
