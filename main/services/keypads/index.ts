// Call keypads on the clerks' desks: a key is the same command as the button of the counter screen.
import type { CounterId, IdempotencyKey, ServiceId } from '../../../contract/ids.ts';
import type { Refusal } from '../../../contract/refusal.ts';
import { ok, type Result, refuse } from '../../../contract/result.ts';
import type { CallKeypad, KeypadKey, KeypadLight } from '../../../drivers/core/device-classes.ts';
import type { Ledger } from '../../store/ledger.ts';
import type { Pauses } from '../pauses/index.ts';
import type { Queue } from '../queue/index.ts';
import type { Staff } from '../staff/index.ts';
import { lightFor, meaningOf } from './rules.ts';

export interface KeypadsDeps {
  readonly ledger: Ledger;
  readonly queue: Queue;
  readonly staff: Staff;
  readonly pauses: Pick<Pauses, 'unpause'>;
  readonly units: readonly {
    readonly counterId: CounterId;
    /** What the counter serves: who waits for one of them waits for this counter. */
    readonly services: ReadonlySet<ServiceId>;
    readonly line: CallKeypad;
    readonly address: number;
  }[];
  readonly randomToken: () => string;
  readonly log: (level: 'info' | 'warn', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

export const startKeypads = ({ ledger, queue, staff, pauses, units, randomToken, log }: KeypadsDeps): Disposable => {
  const lights = new Map<CounterId, KeypadLight>();
  const waitingShown = new Map<CounterId, number>();

  const indicate = ({ counterId, line, address }: KeypadsDeps['units'][number], light: KeypadLight): void => {
    if (lights.get(counterId) === light) return;
    lights.set(counterId, light);
    // The driver sends it again when the line comes back.
    void line.indicate(address, light);
  };

  const press = async (counterId: CounterId, key: KeypadKey): Promise<Result<unknown, Refusal>> => {
    const seat = staff.seats().get(counterId);
    if (seat === undefined)
      return refuse({ code: 'not-logged-in', message: `Nobody has logged in at counter ${counterId}.` });
    const by = { counterId, staffId: seat.id };
    const inHand = queue.reads.inHand(counterId);
    const meaning = meaningOf(key, inHand?.state ?? null);
    if (meaning === 'nothing') return ok(null);
    if (meaning === 'next') {
      // Who presses Call is back at work.
      await pauses.unpause(by);
      return queue.next(by, randomToken() as IdempotencyKey);
    }
    return inHand === undefined ? ok(null) : queue.step({ step: meaning }, by, inHand.ticketId);
  };

  const showWaiting = ({ counterId, line, address }: KeypadsDeps['units'][number], count: number): void => {
    if (waitingShown.get(counterId) === count) return;
    waitingShown.set(counterId, count);
    void line.showWaiting(address, count);
  };

  const refresh = (): void => {
    if (units.length === 0) return;
    const day = queue.reads.openDay();
    const waiting = day === null ? [] : queue.reads.waiting(day);
    for (const unit of units) {
      indicate(unit, lightFor(queue.reads.inHand(unit.counterId)?.state ?? null));
      showWaiting(unit, waiting.filter(({ serviceId }) => unit.services.has(serviceId)).length);
    }
  };
  refresh();

  const subscriptions = [...new Set(units.map(({ line }) => line))].map((line) =>
    line.subscribe((event) => {
      if (event.type !== 'key-pressed') return;
      const unit = units.find((one) => one.line === line && one.address === event.address);
      if (unit === undefined) {
        log('warn', `a keypad with address ${event.address} is on ${line.id}, but no counter has it`, {
          key: event.key,
        });
        return;
      }
      void press(unit.counterId, event.key).then(
        (result) => {
          if (result.ok) return;
          log('info', `key refused at ${unit.counterId}`, { code: result.error.code, key: event.key });
          indicate(unit, 'red');
        },
        (error: unknown) => log('warn', `key failed at ${unit.counterId}`, { error }),
      );
    }),
  );
  const following = ledger.subscribe(refresh);
  return {
    [Symbol.dispose]: () => {
      following[Symbol.dispose]();
      for (const subscription of subscriptions) subscription[Symbol.dispose]();
    },
  };
};
