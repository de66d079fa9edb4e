import { expect, it } from 'vitest';
import { afterStatus, afterTicket, forecast, type RollState, rowsOfRoll, UNKNOWN_ROLL } from './paper-forecast.ts';

const printed = (roll: RollState, tickets: number, rows: number) =>
  Array.from({ length: tickets }).reduce<RollState>((now) => afterTicket(now, rows), roll);
const refilled = afterStatus(afterStatus(UNKNOWN_ROLL, 'out'), 'ok');

it('a roll that was there before us is not guessed', () => {
  expect(forecast(printed(UNKNOWN_ROLL, 20, 800), rowsOfRoll(80))).toEqual({ ticketsLeft: null });
});

it('after a refill the tickets so far say how many more there are', () => {
  expect(forecast(refilled, rowsOfRoll(80))).toEqual({ ticketsLeft: null });
  expect(forecast(printed(refilled, 10, 800), rowsOfRoll(80))).toEqual({ ticketsLeft: 790 });
  expect(forecast(printed(refilled, 795, 800), rowsOfRoll(80))).toEqual({ ticketsLeft: 5 });
});

it('a roll that is longer than it was said to be gives 0, not less', () => {
  expect(forecast(printed(refilled, 900, 800), rowsOfRoll(80))).toEqual({ ticketsLeft: 0 });
});

it('paper out is 0 tickets, and near its end changes no count', () => {
  const used = printed(refilled, 700, 800);
  expect(forecast(afterStatus(used, 'near-end'), rowsOfRoll(80))).toEqual({ ticketsLeft: 100 });
  expect(forecast(afterStatus(used, 'out'), rowsOfRoll(80))).toEqual({ ticketsLeft: 0 });
});
