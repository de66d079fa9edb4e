// Messages of one partition into the database, within the transaction that the caller holds.
import pg from 'pg';
import type { HubAck, HubMessage } from '../../contract/hub.ts';
import {
  type AsideRow,
  type EventRow,
  insertEvents,
  keepAside,
  type PlaceUpdate,
  placesOf,
  type SitePlace,
  seeSites,
  writePlaces,
} from '../store/rows.ts';
import { decode, type Received, siteOf } from './decode.ts';
import { ackOf, admit, type Place } from './rules.ts';

export interface StreamMessage extends Received {
  readonly streamSeq: number;
  /** When the stream took it, milliseconds since 1970. */
  readonly atMs: number;
}

export interface Applied {
  /** By site, the newest each. */
  readonly acks: ReadonlyMap<string, HubAck>;
  readonly events: number;
  readonly doubles: number;
  readonly gaps: number;
  readonly aside: number;
}

/** `each`: every row under a savepoint, so that the one that the database refuses is found. */
export type ApplyMode = 'together' | 'each';

const RAW_MAX_BYTES = 64 * 1024;

/** Trouble of the connection, the server or the disk; anything else is about what was written. */
export const isDatabaseAway = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || /^(08|40|53|55|57|58|XX)/.test(error.code ?? '08');

const insertEach = async (
  client: pg.ClientBase,
  events: readonly EventRow[],
  refuse: (event: EventRow, why: string) => void,
) => {
  let inserted = 0;
  for (const event of events) {
    await client.query('SAVEPOINT one');
    try {
      inserted += await insertEvents(client, [event]);
      await client.query('RELEASE one');
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      await client.query('ROLLBACK TO one');
      refuse(event, error instanceof Error ? error.message : String(error));
    }
  }
  return inserted;
};

interface Standing {
  readonly at: SitePlace;
  place: Place;
  gaps: number;
  doubles: number;
  ack: HubAck | null;
}

export const applyMessages = async (
  client: pg.ClientBase,
  messages: readonly StreamMessage[],
  { mode, nowMs }: { readonly mode: ApplyMode; readonly nowMs: number },
): Promise<Applied> => {
  const aside: AsideRow[] = [];
  const readable: { readonly from: StreamMessage; readonly message: HubMessage }[] = [];
  for (const from of messages) {
    const decoded = decode(from);
    if (decoded.ok) readable.push({ from, message: decoded.value });
    else
      aside.push({
        ...{ site: siteOf(from.subject), subject: from.subject, streamSeq: from.streamSeq, epoch: null, seq: null },
        ...decoded.error,
        payload: Buffer.from(from.bytes.subarray(0, RAW_MAX_BYTES)).toString('base64'),
      });
  }
  const keyOf = ({ site, epoch }: HubMessage): string => `${site} ${epoch}`;
  const keys = new Map(readable.toReversed().map(({ message }) => [keyOf(message), message]));
  const places = keys.size === 0 ? new Map<string, SitePlace>() : await placesOf(client, [...keys.values()]);
  const standing = new Map<string, Standing>(
    [...places].map(([key, at]) => [key, { at, place: at, gaps: 0, doubles: 0, ack: null }]),
  );
  const events: EventRow[] = [];
  const origin = new Map<EventRow, { readonly from: StreamMessage; readonly message: HubMessage }>();
  const seen = new Map<number, number>();
  for (const { from, message } of readable) {
    const where = { site: message.site, subject: from.subject, streamSeq: from.streamSeq, epoch: message.epoch };
    const known = standing.get(keyOf(message));
    if (known === undefined) {
      const detail = 'no site of this name was ever invited';
      aside.push({
        ...where,
        seq: null,
        why: 'unknown-site',
        detail,
        payload: JSON.stringify(message).slice(0, RAW_MAX_BYTES),
      });
      continue;
    }
    const admission = admit({ applied: known.place.applied, lastId: known.place.lastId }, message, nowMs);
    known.place = admission.place;
    known.gaps += admission.gap ? 1 : 0;
    known.doubles += admission.doubles;
    known.ack = ackOf(message, admission);
    seen.set(known.at.siteNo, message.sentAtMs - from.atMs);
    for (const row of admission.rows) {
      const event = { siteNo: known.at.siteNo, epochNo: known.at.epochNo, row };
      events.push(event);
      if (mode === 'each') origin.set(event, { from, message });
    }
    for (const one of admission.aside) aside.push({ ...where, ...one });
  }
  const refuse = (event: EventRow, detail: string): void => {
    const { from, message } = origin.get(event) ?? {};
    if (from === undefined || message === undefined) return;
    aside.push({
      ...{
        site: message.site,
        subject: from.subject,
        streamSeq: from.streamSeq,
        epoch: message.epoch,
        seq: event.row[0],
      },
      ...{ why: 'refused-by-database', detail, payload: JSON.stringify(event.row).slice(0, RAW_MAX_BYTES) },
    });
  };
  const inserted = mode === 'each' ? await insertEach(client, events, refuse) : await insertEvents(client, events);
  const updates: PlaceUpdate[] = [...standing.values()].map(({ at, place, gaps, doubles }) => ({
    ...{ epochNo: at.epochNo, applied: place.applied, lastId: place.lastId, gaps, doubles },
  }));
  await writePlaces(client, updates);
  await seeSites(client, seen);
  await keepAside(client, aside);
  const all = [...standing.entries()];
  return {
    acks: new Map(all.flatMap(([key, { ack }]) => (ack === null ? [] : [[key.split(' ')[0] ?? '', ack] as const]))),
    events: inserted,
    doubles: updates.reduce((sum, { doubles }) => sum + doubles, 0),
    gaps: updates.reduce((sum, { gaps }) => sum + gaps, 0),
    aside: aside.length,
  };
};
