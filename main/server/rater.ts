// Who may rate, and what somebody is told whose code opens nothing: wrong ones are counted and slowed by address, while a
// right one behind the same address is answered at once.
import type { Refusal } from '../../contract/refusal.ts';
import type { Result } from '../../contract/result.ts';
import { createWrongCodes, type Guesses } from '../live/guesses.ts';
import type { RpcContext } from './rpc.ts';

export interface RaterDeps {
  readonly isKiosk: (context: Pick<RpcContext, 'address' | 'cookie'>) => boolean;
  /** Names by which this machine's own browser is a phone (`server.phoneHosts`). */
  readonly phoneHosts: ReadonlySet<string>;
  readonly guesses: Guesses;
  /** Resolves after so long. */
  readonly wait: (ms: number) => Promise<void>;
}

export interface Rater {
  /** Refuses devices of the office: whoever is logged in, kiosks and paired screens. */
  refusal(context: RpcContext): Refusal | null;
  /** Answers `unknown`, or too-many-attempts after a second. */
  wrong(context: RpcContext, unknown: Refusal): Promise<Result<never, Refusal>>;
}

const staffDevice: Refusal = {
  code: 'staff-device',
  message: 'A browser that is logged in, a kiosk or a paired screen may not rate. Use a phone that is none of them.',
};

export const createRater = ({ isKiosk, phoneHosts, guesses, wait }: RaterDeps): Rater => {
  const wrongCode = createWrongCodes({ guesses, wait });
  return {
    refusal: (context) => {
      const { cookie, hostName } = context;
      if (['counter', 'office', 'screen'].some((kind) => cookie(kind as 'screen') !== null)) return staffDevice;
      return isKiosk(context) && !phoneHosts.has(hostName) ? staffDevice : null;
    },
    wrong: ({ address }, unknown) => wrongCode(address, unknown),
  };
};
