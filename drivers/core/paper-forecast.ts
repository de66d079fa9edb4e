// How many tickets the roll still has, counted from the last refill that we saw: cheap printers have no sensor for it.

/** `ticketsLeft` is null until a refill was seen, or before anything was printed since. */
export interface PaperForecast {
  readonly ticketsLeft: number | null;
}

export interface RollState {
  /** Rows moved since the refill; null: nobody knows how full the roll was. */
  readonly usedRows: number | null;
  readonly tickets: number;
  readonly paper: 'ok' | 'near-end' | 'out';
}

export const UNKNOWN_ROLL: RollState = { usedRows: null, tickets: 0, paper: 'ok' };

/** A sensor that goes back to `ok` is a new roll; a cover that was opened alone is none. */
export const afterStatus = (roll: RollState, paper: RollState['paper']): RollState => {
  if (paper === roll.paper) return roll;
  return paper === 'ok' ? { usedRows: 0, tickets: 0, paper } : { ...roll, paper };
};

export const afterTicket = (roll: RollState, rows: number): RollState => ({
  ...roll,
  usedRows: roll.usedRows === null ? null : roll.usedRows + rows,
  tickets: roll.tickets + 1,
});

/** Rows of dots on `metres` of paper at 8 dots a millimetre. */
export const rowsOfRoll = (metres: number): number => metres * 8000;

export const forecast = ({ usedRows, tickets, paper }: RollState, rollRows: number): PaperForecast => {
  if (paper === 'out') return { ticketsLeft: 0 };
  if (usedRows === null || tickets === 0) return { ticketsLeft: null };
  const rowsOfTicket = usedRows / tickets;
  return { ticketsLeft: Math.max(0, Math.floor((rollRows - usedRows) / rowsOfTicket)) };
};
