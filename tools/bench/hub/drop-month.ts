import pg from 'pg';
import { insertEvents } from '../../../hub/store/rows.ts';
import { addMonths, monthOf } from '../../../hub/upkeep/rules.ts';
import { runUpkeep, setRetention } from '../../../hub/upkeep/upkeep.ts';
import { dayOf } from '../../../test/support/hub-wire.ts';
import { startTestHub } from '../../../test/support/test-hub.ts';
import { atMost, type Benchmark, fact, ms, perSecond, seconds, type Unit } from '../figure.ts';
import { median } from '../stats.ts';

/** Events of one piece; each eighth begins a ticket. */
const PIECE = 400_000;
const millions: Unit = { name: 'million', digits: 1 };
const gigabytes: Unit = { name: 'GB', digits: 2 };

/** Rows as wide as those that a ticket leaves. */
const fillSql = `
  INSERT INTO event (site_no, id, epoch_no, seq, at, day, kind, body)
  SELECT n % 3000 + 1, gen_random_uuid(), 1, n, $1::date + n % 28 * interval '1 day', $1::date + (n % 28)::int, 'ticket-called',
    jsonb_build_object('ticketId', gen_random_uuid(), 'counterId', 'quay-1', 'serviceId', 'chung-thuc')
  FROM generate_series($2::bigint, $2::bigint + ${PIECE - 1}) AS n`;
const visitsSql = `
  WITH came AS (
    INSERT INTO visit (site_no, ticket_id, day, issued_at)
    SELECT n % 3000 + 1, gen_random_uuid(), $1::date + (n % 28)::int, $1::date FROM generate_series($2::bigint, $2::bigint + ${PIECE / 8 - 1}) AS n
    RETURNING site_no, ticket_id, day
  ) INSERT INTO ticket (site_no, ticket_id, at, seq, day, state) SELECT site_no, ticket_id, day, 1, day, 'finished' FROM came`;

export const dropMonth = ({ seconds: forSeconds }: { readonly seconds: number }): Benchmark => ({
  name: 'retention',
  title: 'A month of events is dropped while a site sends',
  method: `For ${forSeconds} s events are put into the oldest month of a new hub by SQL, and a ticket and a visit for each eighth of them. Then the retention is shortened by a month and the daily upkeep runs, while another connection stores one event after the other by the hub’s own statement.`,
  async run({ keep, say }) {
    const hub = keep.use(await startTestHub({ nodes: 1, maxStreamBytes: 64 * 2 ** 20 }));
    const nowMs = Date.now();
    const oldest = addMonths(monthOf(nowMs), -24);
    const table = `event_${oldest.replace('-', '_')}`;
    let events = 0;
    for (const endMs = performance.now() + forSeconds * 1000; performance.now() < endMs; events += PIECE) {
      await hub.pool.query(fillSql, [`${oldest}-01`, events]);
      await hub.pool.query(visitsSql, [`${oldest}-01`, events]);
      say(`${events + PIECE} events`);
    }
    const { rows } = await hub.pool.query('SELECT pg_total_relation_size($1::regclass) AS bytes', [table]);
    const client = new pg.Client(hub.postgres.address);
    await client.connect();
    keep.defer(() => client.end());
    let seq = 0;
    const storeOne = async (): Promise<number> => {
      seq += 1;
      const startedMs = performance.now();
      const id = seq.toString(16).padStart(32, '0');
      const at = Date.now();
      await insertEvents(client, [{ siteNo: 1, epochNo: 1, row: [seq, id, at, dayOf(at), 'counter-opened', {}] }]);
      return performance.now() - startedMs;
    };
    const quietMs: number[] = [];
    for (let n = 0; n < 200; n += 1) quietMs.push(await storeOne());
    const problem = await setRetention(hub.pool, { eventsMonths: 23, asideDays: 180 });
    if (problem !== null) throw new Error(problem);
    const meanwhileMs: number[] = [];
    const startedMs = performance.now();
    let isDone = false;
    const running = runUpkeep(hub.pool, nowMs).finally(() => (isDone = true));
    // Awaited below; until then its failure is not lost.
    running.catch(() => undefined);
    while (!isDone) meanwhileMs.push(await storeOne());
    const { dropped, droppedTickets } = await running;
    const tookMs = performance.now() - startedMs;
    if (dropped.join() !== oldest || droppedTickets !== events / 8)
      throw new Error(
        `${dropped.join()} was dropped with ${droppedTickets} tickets, not ${oldest} with ${events / 8}.`,
      );
    return [
      fact('events of the month', events / 1e6, millions),
      fact('its size with keys', Number(rows[0].bytes) / 1e9, gigabytes),
      fact('upkeep, whole', tookMs / 1000, seconds),
      fact('tickets and visits deleted by it', ((droppedTickets * 2) / tookMs) * 1000, perSecond),
      fact('one commit of a site before, median', median(quietMs), ms),
      atMost(1000, ms, { name: 'one commit of a site meanwhile, slowest', value: Math.max(...meanwhileMs) }),
    ];
  },
});
