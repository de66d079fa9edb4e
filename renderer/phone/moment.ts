// What the turn page shows at each moment of a ticket: which words, which colour, what to do next.
import type { TurnView, WaitRange } from '../../contract/live.ts';
import type { KeyOf, TextParams } from '../../contract/texts/catalogue.ts';
import type { phone } from '../../contract/texts/phone.ts';

export interface Moment {
  readonly mood: 'wait' | 'near' | 'call' | 'serve' | 'pause' | 'end';
  readonly title: KeyOf<typeof phone>;
  readonly hint: KeyOf<typeof phone>;
  readonly params?: TextParams;
}

/** The words of a range; one that begins at once has no lower end. */
export const waitKey = ({ low }: WaitRange): KeyOf<typeof phone> => (low === 0 ? 'phone.waitUpTo' : 'phone.wait');

/** From so few people before it, one had better stay close. */
const nearAhead = 3;

/** Whoever is called, was missed, or is to be called soon; from farther off it would only be noise. */
export const mayBeOnWay = ({ state, ahead }: TurnView): boolean =>
  state === 'called' || state === 'no-show' || (state === 'waiting' && ahead <= nearAhead);

export const momentOf = (turn: TurnView): Moment => {
  const params = { counter: turn.counterNumber ?? '—' };
  switch (turn.state) {
    case 'waiting':
      if (turn.ahead === 0) return { mood: 'near', title: 'phone.next', hint: 'phone.nextHint' };
      return {
        mood: turn.ahead <= nearAhead ? 'near' : 'wait',
        title: turn.ahead === 1 ? 'phone.aheadOne' : 'phone.aheadMany',
        hint: turn.ahead <= nearAhead ? 'phone.nearHint' : 'phone.farHint',
      };
    case 'called':
      return { mood: 'call', title: 'phone.calledLine', hint: 'phone.calledHint', params };
    case 'serving':
      return { mood: 'serve', title: 'phone.serving', hint: 'phone.servingHint', params };
    case 'on-hold':
      return {
        mood: 'pause',
        title: 'phone.onHold',
        hint: turn.counterNumber === null ? 'phone.onHoldHintAny' : 'phone.onHoldHint',
        params,
      };
    case 'supplement':
      return { mood: 'pause', title: 'phone.supplement', hint: 'phone.supplementHint' };
    case 'kept':
      return { mood: 'pause', title: 'phone.kept', hint: 'phone.keptHint' };
    case 'cancelled':
      return { mood: 'end', title: 'phone.cancelled', hint: 'phone.cancelledHint' };
    case 'finished':
      return { mood: 'end', title: 'phone.finished', hint: 'phone.finishedHint' };
    case 'no-show':
      return { mood: 'pause', title: 'phone.noShow', hint: 'phone.noShowHint' };
    case 'expired':
      return { mood: 'end', title: 'phone.expired', hint: 'phone.expiredHint' };
  }
};
