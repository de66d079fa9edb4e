// One ticket onto paper, and what to do with the printer when it did not get there. Bands are whole commands, so a job
// that is broken off between two leaves no half image; a line that is lost may, and zeros end it.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { fault } from '../core/contract.ts';
import type { Raster } from '../core/device-classes.ts';
import { unless } from '../core/unless.ts';
import { encodeRaster, FEED_AND_CUT, INITIALISE } from './codec.ts';
import type { Conversation } from './conversation.ts';
import type { StarProfile } from './models.ts';

/** What the driver knows of the printer's inside; outlives the line on which it was learnt. */
export interface Inside {
  /** No half image is awaited, nothing hangs in the slot. */
  isTidy: boolean;
  /** The paper was cut and nothing was printed since: another cut would only waste paper. */
  isCut: boolean;
}

export interface JobSetting {
  readonly device: DeviceId;
  readonly profile: StarProfile;
  readonly conversation: Conversation;
  readonly inside: Inside;
  /** Aborts with the fault that makes going on useless: paper out, cover, mute printer, line lost, stopped. */
  readonly broken: AbortSignal;
  faultNow(): Fault | null;
}

/** Feeding to the cutter and cutting. */
const CUT_MS = 1500;
const ANSWER_SLACK_MS = 1500;

const NOTHING = new Uint8Array(0);

/** False when the printer did not answer. Rejects like the job when it is broken off. */
export const tidyUp = (setting: JobSetting): Promise<boolean> => unless(setting.broken, tidyUpNow(setting));

const tidyUpNow = async ({ profile, conversation, inside, broken }: JobSetting): Promise<boolean> => {
  if (inside.isTidy) return true;
  // The dots that the longest image may still wait for. Between commands NUL does nothing.
  await conversation.send(new Uint8Array(profile.maxBandRows * Math.ceil(profile.widthPx / 8)), 0);
  broken.throwIfAborted();
  const cut = inside.isCut ? NOTHING : FEED_AND_CUT[profile.cutter];
  const isTidy = await conversation.sendAndAwaitPaper(cut, CUT_MS + ANSWER_SLACK_MS);
  // A cut that a lost line, an open cover or silence came between may not have happened; any other one has.
  broken.throwIfAborted();
  inside.isCut = isTidy || inside.isCut;
  inside.isTidy = isTidy;
  return isTidy;
};

const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'code' in value && 'recovery' in value && 'device' in value;

export const printTicket = async (ticket: Raster, setting: JobSetting): Promise<DeviceResult<'confirmed'>> => {
  const { device, profile, conversation, inside, broken } = setting;
  let started = 0;
  const untidy = () => Object.assign(inside, { isTidy: false, isCut: false });
  const failed = (reason: Fault) =>
    refuse({ ...reason, detail: { ...reason.detail, started }, message: `${reason.message} [started=${started}]` });
  const noAnswer = (what: string) => failed(fault(device, 'timeout', 'reset', `The printer did not answer ${what}`));

  try {
    if (!(await tidyUp(setting))) return noAnswer('after an earlier job was broken off');
    await conversation.send(INITIALISE, 0);
    for (const { rows, bytes } of encodeRaster(ticket, profile.maxBandRows)) {
      broken.throwIfAborted();
      started = 1;
      await conversation.send(bytes, rows);
    }
    broken.throwIfAborted();
    const printed = conversation.sendAndAwaitPaper(FEED_AND_CUT[profile.cutter], CUT_MS + ANSWER_SLACK_MS);
    if (!(await unless(broken, printed))) {
      untidy();
      return noAnswer('that the ticket is on paper');
    }
    const reason = setting.faultNow();
    return reason === null ? ok('confirmed') : failed(reason);
  } catch (cause) {
    // Every wait above ends with a Fault as its reason; anything else is a bug and goes on upwards.
    const reason: unknown = broken.aborted ? broken.reason : cause;
    if (!isFault(reason)) throw cause;
    if (started === 1) untidy();
    return failed(reason);
  }
};
