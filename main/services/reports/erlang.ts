// How many counters a flow of people needs: Erlang C, people who wait as long as it takes and are served one after the
// other (Erlang 1917; Cooper, Introduction to Queueing Theory, 2nd ed., section 3.5).

export interface Flow {
  /** People an hour. */
  readonly perHour: number;
  readonly serviceMeanMs: number;
}

/** Counters' worth of work that arrives. */
const loadOf = ({ perHour, serviceMeanMs }: Flow): number => (perHour * serviceMeanMs) / 3_600_000;

/**
 * Probability that somebody has to wait with `counters` of them. 1 where the flow is as much as they can do or more. By
 * recursion over Erlang B, which neither overflows nor loses digits.
 */
export const waitProbability = (flow: Flow, counters: number): number => {
  const load = loadOf(flow);
  if (load >= counters) return 1;
  if (load === 0) return 0;
  let blocking = 1;
  for (let count = 1; count <= counters; count += 1) blocking = (load * blocking) / (count + load * blocking);
  return (counters * blocking) / (counters - load * (1 - blocking));
};

/** Probability that somebody waits longer than `waitMs`. */
export const waitsLonger = (flow: Flow, counters: number, waitMs: number): number => {
  const load = loadOf(flow);
  if (load >= counters) return 1;
  return waitProbability(flow, counters) * Math.exp((-(counters - load) * waitMs) / flow.serviceMeanMs);
};

const countersMax = 99;

/** Least number of counters with which at most `share` of people wait longer than `waitMs`; null above 99. */
export const countersNeeded = (
  flow: Flow,
  { waitMs, share }: { readonly waitMs: number; readonly share: number },
): number | null => {
  for (let counters = 0; counters <= countersMax; counters += 1)
    if (flow.perHour === 0 || waitsLonger(flow, counters, waitMs) <= share) return counters;
  return null;
};
