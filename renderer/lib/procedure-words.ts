// How the fee and the time limit of a procedure read.
import type { Procedure } from '../../contract/procedure.ts';
import type { KeyOf } from '../../contract/texts/catalogue.ts';
import type { procedures } from '../../contract/texts/procedures.ts';
import type { Words } from './words.tsx';

type Say = Words<KeyOf<typeof procedures>>['say'];

export const feeWords = (feeDong: Procedure['feeDong'], say: Say): string => {
  if (feeDong === null) return say('procedure.askFee');
  return feeDong === 0
    ? say('procedure.free')
    : say('procedure.sum', { sum: new Intl.NumberFormat('vi-VN').format(feeDong) });
};

export const limitWords = (workingDays: Procedure['workingDays'], say: Say): string => {
  if (workingDays === null) return say('procedure.askLimit');
  if (workingDays === 0) return say('procedure.sameDay');
  return say(workingDays === 1 ? 'procedure.dayOne' : 'procedure.days', { count: workingDays });
};
