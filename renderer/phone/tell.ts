// The turn page's commands, and why one was not taken: as few reasons as the page has words for.
import { type Result, refuse } from '../../contract/result.ts';
import { tell } from '../lib/small-rpc.ts';

/** What a holder may tell the hall. */
export type Wish = 'leave' | 'onWay';

/** `silent`: the hall does not answer, and the city's hub says so. `late`: the number is over by now. */
export type WhyNot = 'failed' | 'silent' | 'late';

const whyNot: Readonly<Record<string, WhyNot>> = { 'hall-silent': 'silent', 'too-late': 'late' };

/** Either may be sent twice on a poor line: the second time changes nothing. */
export const tellHall = async (command: Wish, token: string): Promise<Result<object, WhyNot>> => {
  const answer = await tell('turn', command, { token });
  return answer.ok ? answer : refuse(whyNot[answer.error.code] ?? 'failed');
};
