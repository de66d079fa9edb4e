// Which months of events there are to be, without any I/O. A month is written `2026-11`.

const VIETNAM_MS = 7 * 3_600_000;
/** Made ahead: an upkeep that fails for two months harms nobody. */
const MONTHS_AHEAD = 3;

/** The city's calendar, whatever the machine's clock is set to. */
export const monthOf = (nowMs: number): string => new Date(nowMs + VIETNAM_MS).toISOString().slice(0, 7);

export const addMonths = (month: string, count: number): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7);
};

export interface MonthPlan {
  /** The oldest month that stays. */
  readonly from: string;
  readonly make: readonly string[];
  readonly drop: readonly string[];
}

/** `from`: the oldest month allowed so far, null in a new hub. It never goes back: a longer retention fills up with time. */
export const planMonths = (
  existing: readonly string[],
  { nowMs, keepMonths, from }: { readonly nowMs: number; readonly keepMonths: number; readonly from: string | null },
): MonthPlan => {
  const current = monthOf(nowMs);
  const oldest = addMonths(current, -keepMonths);
  const begins = from === null || from < oldest ? oldest : from;
  const wanted: string[] = [];
  for (let month = begins; month <= addMonths(current, MONTHS_AHEAD); month = addMonths(month, 1)) wanted.push(month);
  return {
    from: begins,
    make: wanted.filter((month) => !existing.includes(month)),
    drop: existing.filter((month) => month < begins),
  };
};
