// Visits as figures. Definitions: docs/reports.md.
import type { Kpis } from '../../../contract/report.ts';
import { shareOf, spreadOf } from './statistics.ts';
import type { Served, Visit } from './visits.ts';

const minuteMs = 60_000;

const isServed = ({ finalState, served }: Visit): boolean => finalState === 'finished' || served.length > 0;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/**
 * `counts`: which services of a visit belong to the row, for rows of one counter, member of staff or service.
 * `outOfOrder`: calls out of order that belong to it.
 */
export const kpisOf = (visits: readonly Visit[], counts: (served: Served) => boolean, outOfOrder: number): Kpis => {
  const waits = visits.flatMap(({ waitMs }) => (waitMs === null ? [] : [waitMs]));
  const ended = visits.filter(({ finalState }) => !['waiting', 'called', 'serving', 'on-hold'].includes(finalState));
  const abandoned = visits.filter(({ finalState }) => finalState === 'cancelled' || finalState === 'expired').length;
  const noShow = visits.filter(({ finalState }) => finalState === 'no-show').length;
  const calls = sumOf(visits.map((visit) => visit.calls));
  const booked = visits.filter(({ isPunctual }) => isPunctual !== null);
  return {
    issued: visits.length,
    served: visits.filter(isServed).length,
    noShow,
    abandoned,
    wait: spreadOf(waits),
    within15: shareOf(waits.filter((ms) => ms <= 15 * minuteMs).length, waits.length),
    within30: shareOf(waits.filter((ms) => ms <= 30 * minuteMs).length, waits.length),
    walk: spreadOf(visits.flatMap(({ walkMs }) => (walkMs === null ? [] : [walkMs]))),
    service: spreadOf(visits.flatMap(({ served }) => served.filter(counts).map(({ ms }) => ms))),
    abandonment: shareOf(abandoned, ended.length),
    noShowShare: shareOf(noShow, ended.length),
    recallsPerCall: calls === 0 ? null : sumOf(visits.map(({ recalls }) => recalls)) / calls,
    outOfOrder,
    passedMean: visits.length === 0 ? null : sumOf(visits.map(({ passed }) => passed)) / visits.length,
    passedMax: visits.reduce((most, { passed }) => Math.max(most, passed), 0),
    supplement: shareOf(visits.filter(({ hasSupplement }) => hasSupplement).length, visits.length),
    punctual: shareOf(booked.filter(({ isPunctual }) => isPunctual).length, booked.length),
    inaccurate: visits.filter(({ isInaccurate }) => isInaccurate).length,
  };
};
