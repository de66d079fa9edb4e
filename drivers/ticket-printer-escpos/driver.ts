// An ESC/POS ticket printer: jobs one after the other, health from what the printer says of itself.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { refuse } from '../../contract/result.ts';
import { type DriverDeps, fault, type HealthChanged } from '../core/contract.ts';
import type { Raster, TicketPrinter } from '../core/device-classes.ts';
import { createListeners } from '../core/listeners.ts';
import { afterStatus, afterTicket, forecast, rowsOfRoll, UNKNOWN_ROLL } from '../core/paper-forecast.ts';
import { judge, type PaperAndErrors } from '../core/printer-condition.ts';
import { type Session, supervise } from '../core/supervise.ts';
import { ENABLE_STATUS_BACK } from './codec.ts';
import { type Conversation, createConversation } from './conversation.ts';
import { type Inside, type JobSetting, printTicket, tidyUp } from './job.ts';
import { PRINTER_PROFILES, type PrinterModel, type PrinterProfile } from './models.ts';

/** Questions go out this often; together with two time-outs a mute printer shows within 3 s. */
const ASK_EVERY_MS = 1000;
/** Answers that do not match their questions are asked for so often before a job counts as unanswered. */
const STATUS_TRIES = 3;

interface Online {
  readonly session: Session;
  readonly conversation: Conversation;
  /** Aborts with the fault that ends the job of the moment. */
  job: AbortController | null;
  /** Null: no ticket can come out now, or nothing has been heard yet. */
  blocked: Fault | null;
}

export interface EscposOptions {
  readonly model: PrinterModel;
  readonly rollMetres?: number | undefined;
}

/** Faults of `print`: see TicketPrinter. A job on a printer that is known not to be ready is refused at once. */
export const createEscposPrinter = (id: DeviceId, options: EscposOptions, deps: DriverDeps): TicketPrinter => {
  const { clock, log, count } = deps;
  const { model } = options;
  const profile: PrinterProfile = PRINTER_PROFILES[model];
  const { widthPx, cutter, status, maxBandRows } = profile;
  const listeners = createListeners<HealthChanged>(log);
  // The last process may have been killed while it printed: the first thing we do is cut.
  const inside: Inside = { isTidy: false, isCut: false, marker: 'untried' };
  let isTidyUpDue = false;
  let isMarkerMissed = false;
  const unheard = fault(id, 'no-device', 'wait', 'The printer has not been heard yet; wait until it is ready');
  const rollRows = rowsOfRoll(options.rollMetres ?? profile.rollMetres);
  let roll = UNKNOWN_ROLL;
  let online: Online | null = null;
  let lastJob: Promise<unknown> = Promise.resolve();

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

  /** Before the next person comes, not in front of them. */
  const tidyUpLater = () => {
    if (inside.isTidy || isTidyUpDue) return;
    // One is enough: each status asks for it, and a queue of them would stand before the next ticket.
    isTidyUpDue = true;
    inTurn(tidyUpNow)
      .catch((cause) => log('debug', `${id}: tidying up was broken off; trying again`, { cause }))
      .finally(() => {
        isTidyUpDue = false;
      });
  };

  const tidyUpNow = async () => {
    if (online !== null && online.blocked === null) await withJob(online, tidyUp);
  };

  const missMarker = () => {
    if (isMarkerMissed) return;
    isMarkerMissed = true;
    log('warn', `${id} answers DLE EOT but not GS r 1: its tickets are reported as unconfirmed`);
  };

  const takeSilence = (link: Online) => {
    const mute = fault(id, 'timeout', 'reset', 'The printer takes bytes but does not answer; switch it off and on', {
      part: 'printer',
    });
    block(link, mute);
    link.session.report('failed', mute);
  };

  /** Wakes the printer up and watches it, until the line ends. */
  const watch = async (link: Online) => {
    const { conversation, session } = link;
    for (let isAwake = false; ; await clock.sleep(ASK_EVERY_MS, session.signal)) {
      if (!isAwake) {
        isAwake = await conversation.isAlive();
        if (!isAwake) {
          takeSilence(link);
          continue;
        }
        // A printer that was switched off and on has forgotten it. Models without it ignore it; we ask in any case.
        if (status === 'push') await conversation.send(ENABLE_STATUS_BACK, 0);
      }
      const heard = await conversation.askStatus();
      if (heard === 'mute') {
        takeSilence(link);
        isAwake = false;
      } else if (heard === 'confused') log('debug', `${id}: status answers did not match the questions; asking again`);
      else takeStatus(link, heard);
    }
  };

  const run = async (session: Session) => {
    const conversation = createConversation({
      device: id,
      session,
      clock,
      rowsPerSecond: profile.rowsPerSecond,
      onStatusBack: (heard) => takeStatus(link, heard),
    });
    const link: Online = { session, conversation, job: null, blocked: unheard };
    // Another printer may stand at this address now.
    if (inside.marker === 'unanswered') Object.assign(inside, { marker: 'untried', isTidy: false });
    online = link;
    try {
      if (status !== 'none') await watch(link);
      link.blocked = null;
      tidyUpLater();
      session.report('ready', null);
      await session.transport.ended;
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

  const isFine = async (link: Online): Promise<boolean> => {
    for (let tried = 0; tried < STATUS_TRIES; tried++) {
      const heard = await link.conversation.askStatus();
      if (heard === 'confused') continue;
      if (heard === 'mute') takeSilence(link);
      else takeStatus(link, heard);
      return link.blocked === null;
    }
    return false;
  };

  const newFault = async (link: Online): Promise<Fault | null> => {
    if (status === 'poll') {
      const heard = await link.conversation.askStatus();
      if (typeof heard === 'object') takeStatus(link, heard);
    }
    return link.blocked;
  };

  const withJob = async <T>(link: Online, work: (setting: JobSetting) => Promise<T>): Promise<T> => {
    const job = new AbortController();
    link.job = job;
    try {
      return await work({
        device: id,
        profile,
        clock,
        conversation: link.conversation,
        inside,
        lineBytesPerSecond: link.session.transport.bytesPerSecond,
        broken: AbortSignal.any([job.signal, link.session.signal]),
        newFault: () => newFault(link),
        isFine: () => isFine(link),
        onMarkerMissing: missMarker,
      });
    } finally {
      link.job = null;
    }
  };

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = lastJob.then(work);
    lastJob = mine.catch(() => undefined);
    return mine;
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

  const keepCount = ({ heightPx }: Raster, result: DeviceResult<unknown>) => {
    count('jobs');
    if (result.ok) {
      roll = afterTicket(roll, heightPx);
      count('printed-rows', heightPx);
      if (cutter !== 'none') count('cuts');
      return;
    }
    count('failed-jobs');
    if (result.error.code === 'timeout') count('timeouts');
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
