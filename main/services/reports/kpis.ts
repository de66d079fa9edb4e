// Visits as figures. Definitions: docs/reports.md.
import { shareOf } from '../../../contract/figures.ts';
import type { Kpis } from '../../../contract/report.ts';
import type { TicketState } from '../../../contract/ticket.ts';
import { spreadOf } from './statistics.ts';
import type { Served, Visit } from './visits.ts';

const minuteMs = 60_000;
const notEnded: ReadonlySet<TicketState> = new Set(['waiting', 'called', 'serving', 'on-hold', 'kept']);

const noCounts = {
  ...{ issued: 0, served: 0, ended: 0, noShow: 0, abandoned: 0, calls: 0, recalls: 0, outOfOrder: 0 },
  ...{ passed: 0, passedMax: 0, supplement: 0, booked: 0, punctual: 0, inaccurate: 0 },
};

/** What visits add up to. Plain data: it is kept for each day that is over. */
export interface Sums {
  readonly counts: Readonly<typeof noCounts>;
  /** Milliseconds, in no order; 24 days and more count as 24 days. */
  readonly waits: Int32Array;
  readonly walks: Int32Array;
  readonly services: Int32Array;
}

/** Adds up one visit after the other. */
export interface Tally {
  /** `counts`: which services of the visit belong to the row, for rows of one counter, member of staff or service. */
  add(visit: Visit, counts: (served: Served) => boolean): void;
  /** A call out of order that belongs to the row. */
  addOutOfOrder(): void;
  sums(): Sums;
}

const longestMs = 2 ** 31 - 1;
const samplesOf = (samplesMs: readonly number[]): Int32Array =>
  Int32Array.from(samplesMs, (ms) => Math.min(ms, longestMs));

export const createTally = (): Tally => {
  const waits: number[] = [];
  const walks: number[] = [];
  const services: number[] = [];
  const count = { ...noCounts };
  const addOutcome = ({ finalState, served }: Visit): void => {
    if (finalState === 'finished' || served.length > 0) count.served += 1;
    if (!notEnded.has(finalState)) count.ended += 1;
    if (finalState === 'no-show') count.noShow += 1;
    if (finalState === 'cancelled' || finalState === 'expired') count.abandoned += 1;
  };
  return {
    add: (visit, counts) => {
      count.issued += 1;
      addOutcome(visit);
      if (visit.waitMs !== null) waits.push(visit.waitMs);
      if (visit.walkMs !== null) walks.push(visit.walkMs);
      for (const served of visit.served) if (counts(served)) services.push(served.ms);
      count.calls += visit.calls;
      count.recalls += visit.recalls;
      count.passed += visit.passed;
      count.passedMax = Math.max(count.passedMax, visit.passed);
      count.supplement += Number(visit.hasSupplement);
      count.booked += Number(visit.isPunctual !== null);
      count.punctual += Number(visit.isPunctual === true);
      count.inaccurate += Number(visit.isInaccurate);
    },
    addOutOfOrder: () => {
      count.outOfOrder += 1;
    },
    sums: () => ({
      counts: { ...count },
      waits: samplesOf(waits),
      walks: samplesOf(walks),
      services: samplesOf(services),
    }),
  };
};

const countsOf = (list: readonly Sums[]): Sums['counts'] => {
  const all = { ...noCounts };
  for (const { counts } of list)
    for (const name of Object.keys(all) as (keyof typeof all)[])
      all[name] = name === 'passedMax' ? Math.max(all[name], counts[name]) : all[name] + counts[name];
  return all;
};

const joined = (lists: readonly Int32Array[]): Int32Array => {
  const all = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
};

const notLonger = (samplesMs: Int32Array, limitMs: number): number => {
  let count = 0;
  for (const ms of samplesMs) if (ms <= limitMs) count += 1;
  return count;
};

/** The figures of all of them together. */
export const kpisOf = (list: readonly Sums[]): Kpis => {
  const count = countsOf(list);
  const { issued, ended, calls } = count;
  const waits = joined(list.map((one) => one.waits));
  return {
    ...{ issued, served: count.served, noShow: count.noShow, abandoned: count.abandoned },
    wait: spreadOf(waits),
    within15: shareOf(notLonger(waits, 15 * minuteMs), waits.length),
    within30: shareOf(notLonger(waits, 30 * minuteMs), waits.length),
    walk: spreadOf(joined(list.map((one) => one.walks))),
    service: spreadOf(joined(list.map((one) => one.services))),
    abandonment: shareOf(count.abandoned, ended),
    noShowShare: shareOf(count.noShow, ended),
    recallsPerCall: calls === 0 ? null : count.recalls / calls,
    outOfOrder: count.outOfOrder,
    passedMean: issued === 0 ? null : count.passed / issued,
    passedMax: count.passedMax,
    supplement: shareOf(count.supplement, issued),
    punctual: shareOf(count.punctual, count.booked),
    inaccurate: count.inaccurate,
  };
};

/** Tallies by key. */
export interface Tallies {
  of(key: string): Tally;
  sums(): Map<string, Sums>;
}

export const createTallies = (): Tallies => {
  const tallies = new Map<string, Tally>();
  return {
    of: (key) => {
      const known = tallies.get(key) ?? createTally();
      tallies.set(key, known);
      return known;
    },
    sums: () => new Map([...tallies].map(([key, tally]) => [key, tally.sums()])),
  };
};
