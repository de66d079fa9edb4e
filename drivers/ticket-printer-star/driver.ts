// A ticket printer that speaks StarPRNT: jobs one after the other, health from what the printer says of itself.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { refuse } from '../../contract/result.ts';
import { type DriverDeps, fault, type HealthChanged } from '../core/contract.ts';
import type { Raster, TicketPrinter } from '../core/device-classes.ts';
import { createListeners } from '../core/listeners.ts';
import { afterStatus, afterTicket, forecast, rowsOfRoll, UNKNOWN_ROLL } from '../core/paper-forecast.ts';
import { judge, type PaperAndErrors } from '../core/printer-condition.ts';
import { type Session, supervise } from '../core/supervise.ts';
import { createTurns } from '../core/turns.ts';
import { ENABLE_STATUS_BACK } from './codec.ts';
import { type Conversation, createConversation } from './conversation.ts';
import { type Inside, type JobSetting, printTicket, tidyUp } from './job.ts';
import { STAR_PROFILES, type StarModel, type StarProfile } from './models.ts';

/** Together with two time-outs a mute printer shows within 3 s. */
const ASK_EVERY_MS = 1000;

interface Online {
  readonly session: Session;
  readonly conversation: Conversation;
  /** Aborts with the fault that ends the job of the moment. */
  job: AbortController | null;
  /** Null: tickets can come out. */
  blocked: Fault | null;
}

export interface StarOptions {
  readonly model: StarModel;
  readonly rollMetres?: number | undefined;
}

/** Faults of `print`: see TicketPrinter. A job on a printer that is known not to be ready is refused at once. */
export const createStarPrinter = (id: DeviceId, options: StarOptions, deps: DriverDeps): TicketPrinter => {
  const { clock, log, count } = deps;
  const { model } = options;
  const profile: StarProfile = STAR_PROFILES[model];
  const { widthPx, cutter, status, maxBandRows } = profile;
  const listeners = createListeners<HealthChanged>(log);
  const inTurn = createTurns();
  const rollRows = rowsOfRoll(options.rollMetres ?? profile.rollMetres);
  const unheard = fault(id, 'no-device', 'wait', 'The printer has not been heard yet; wait until it is ready');
  // The last process may have been killed while it printed: the first thing we do is cut.
  const inside: Inside = { isTidy: false, isCut: false };
  let isTidyUpDue = false;
  let roll = UNKNOWN_ROLL;
  let online: Online | null = null;

  const block = (link: Online, reason: Fault | null) => {
    link.blocked = reason;
    if (reason !== null) link.job?.abort(reason);
  };

  const takeStatus = (link: Online, heard: PaperAndErrors) => {
    const condition = judge(id, heard);
    roll = afterStatus(roll, heard.paper);
    block(link, condition.state === 'failed' ? condition.fault : null);
    if (condition.state !== 'failed') tidyUpLater();
    link.session.report(condition.state, condition.fault);
  };

  const takeSilence = (link: Online) => {
    const mute = fault(id, 'timeout', 'reset', 'The printer takes bytes but does not answer; switch it off and on', {
      part: 'printer',
    });
    block(link, mute);
    link.session.report('failed', mute);
  };

  const withJob = async <T>(link: Online, work: (setting: JobSetting) => Promise<T>): Promise<T> => {
    const job = new AbortController();
    link.job = job;
    try {
      return await work({
        device: id,
        profile,
        conversation: link.conversation,
        inside,
        broken: AbortSignal.any([job.signal, link.session.signal]),
        faultNow: () => link.blocked,
      });
    } finally {
      link.job = null;
    }
  };

  /** Before the next person comes, not in front of them. */
  const tidyUpLater = () => {
    if (inside.isTidy || isTidyUpDue) return;
    isTidyUpDue = true;
    inTurn(async () => {
      if (online !== null && online.blocked === null) await withJob(online, tidyUp);
    })
      .catch((cause) => log('debug', `${id}: tidying up was broken off; trying again`, { cause }))
      .finally(() => {
        isTidyUpDue = false;
      });
  };

  /** Until the line ends. A printer that was switched off and on has forgotten that it should report by itself. */
  const watch = async ({ conversation, session }: Online, onSilence: () => void) => {
    for (let isAwake = false; ; await clock.sleep(ASK_EVERY_MS, session.signal)) {
      const heard = await conversation.askStatus();
      if (heard === null) onSilence();
      else if (!isAwake) await conversation.send(ENABLE_STATUS_BACK, 0);
      isAwake = heard !== null;
    }
  };

  const run = async (session: Session) => {
    const conversation = createConversation({
      device: id,
      session,
      clock,
      rowsPerSecond: profile.rowsPerSecond,
      onStatus: (heard) => takeStatus(link, heard),
    });
    const link: Online = { session, conversation, job: null, blocked: unheard };
    online = link;
    try {
      await watch(link, () => takeSilence(link));
    } finally {
      online = null;
    }
  };

  const supervised = supervise({
    id,
    deps,
    run,
    onHealth: (health) => listeners.publish({ type: 'health-changed', health }),
  });

  const refusedAtOnce = (reason: Fault) => refuse({ ...reason, detail: { ...reason.detail, started: 0 } });

  const keepCount = ({ heightPx }: Raster, result: DeviceResult<unknown>) => {
    count('jobs');
    if (result.ok) {
      roll = afterTicket(roll, heightPx);
      count('printed-rows', heightPx);
      count('cuts');
      return;
    }
    count('failed-jobs');
    if (result.error.code === 'timeout') count('timeouts');
  };

  const runJob = async (ticket: Raster) => {
    const link = online;
    if (link === null) return refusedAtOnce(supervised.health.fault ?? unheard);
    if (link.blocked !== null) return refusedAtOnce(link.blocked);
    if (ticket.widthPx > widthPx) {
      const message = `The ticket is ${ticket.widthPx} dots wide; ${model} prints ${widthPx}: draw it narrower`;
      return refusedAtOnce(fault(id, 'rejected', 'service', message));
    }
    const result = await withJob(link, (setting) => printTicket(ticket, setting));
    keepCount(ticket, result);
    return result;
  };

  return {
    id,
    capabilities: { widthPx, cutter, status, maxBandRows },
    get health() {
      return supervised.health;
    },
    get paper() {
      return forecast(roll, rollRows);
    },
    start: supervised.start,
    stop: supervised.stop,
    subscribe: listeners.subscribe,
    print: (ticket) => inTurn(() => runJob(ticket)),
  };
};
