// One ticket onto paper, and what to do with the printer when it did not get there. Bands are whole commands, so a job
// that is broken off between two leaves no half image; a line that is lost may, and then the printer would swallow the
// next ticket as pixels.
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type Clock, fault } from '../core/contract.ts';
import type { Raster } from '../core/device-classes.ts';
import { unless } from '../core/unless.ts';
import {
  ENABLE_STATUS_BACK,
  END_OF_JOB_MARKER,
  encodeRaster,
  FEED_AND_CUT,
  FEED_TO_TEAR_BAR,
  INITIALISE,
  type PrinterAnswer,
} from './codec.ts';
import type { Conversation } from './conversation.ts';
import type { PrinterProfile } from './models.ts';

/** What the driver knows of the printer's inside; outlives the line on which it was learnt. */
export interface Inside {
  /** No half image is awaited, nothing hangs in the slot, no old end-of-job marker will be answered. */
  isTidy: boolean;
  /** The paper was cut and nothing was printed since: another cut would only waste paper. */
  isCut: boolean;
  /** Whether GS r 1 is answered: found out by asking, since many clones answer DLE EOT only. */
  marker: 'untried' | 'answered' | 'unanswered';
}

export interface JobSetting {
  readonly device: DeviceId;
  readonly profile: PrinterProfile;
  readonly clock: Clock;
  readonly conversation: Conversation;
  readonly inside: Inside;
  readonly lineBytesPerSecond: number | null;
  /** Aborts with the fault that makes going on useless: paper out, cover, mute printer, line lost, stopped. */
  readonly broken: AbortSignal;
  /** Asks the printer once more where it does not report by itself; null when nothing is wrong. */
  newFault(): Promise<Fault | null>;
  /** DLE EOT 1 to 4: true when the printer answers all of them and nothing is wrong. What is wrong aborts `broken`, silence too. */
  isFine(): Promise<boolean>;
  /** `inside.marker` has just become `unanswered`. */
  onMarkerMissing(): void;
}

/** Bands of about this much wire time let requests for status in between. */
const BAND_MS = 250;
const MIN_BAND_ROWS = 24;
/** Feeding to the cutter and cutting. */
const CUT_MS = 1500;
const MARKER_SLACK_MS = 1500;
const MARKER_QUIET_MS = 300;
/** A surplus answer right behind the marker shows that one of the two was noise. */
const SURPLUS_MS = 30;

const marker = (answer: PrinterAnswer) => (answer.kind === 'job-marker' ? answer : null);

const concat = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

const bandRows = ({ profile, lineBytesPerSecond }: JobSetting): number => {
  if (lineBytesPerSecond === null) return profile.maxBandRows;
  const rows = Math.floor((lineBytesPerSecond * BAND_MS) / 1000 / (profile.widthPx / 8));
  return Math.min(profile.maxBandRows, Math.max(MIN_BAND_ROWS, rows));
};

/** Real time where the printer has it; else the zeros that the largest image may still wait for. Outside one they do nothing. */
const endHalfImage = async (setting: JobSetting) => {
  const { profile, conversation } = setting;
  if (!profile.clearsBuffers)
    return conversation.send(new Uint8Array(bandRows(setting) * Math.ceil(profile.widthPx / 8)), 0);
  await conversation.clearBuffers();
};

/**
 * Brings the printer to the start of a line on a clean edge of paper, after a job that was broken off or a start in
 * the dark; nothing to do otherwise. False when the printer did not answer. Rejects like the job when it is broken off.
 */
export const tidyUp = (setting: JobSetting): Promise<boolean> => unless(setting.broken, tidyUpNow(setting));

const tidyUpNow = async (setting: JobSetting): Promise<boolean> => {
  const { profile, conversation, inside, broken } = setting;
  if (inside.isTidy) return true;
  await endHalfImage(setting);
  broken.throwIfAborted();
  if (!inside.isCut) await conversation.send(cutOf(profile), 0);
  const isTidy = profile.status === 'none' || (await isWorkedOff(setting));
  // A cut that a lost line, an open cover or silence came between may not have happened; any other one has.
  broken.throwIfAborted();
  inside.isCut = true;
  inside.isTidy = isTidy;
  return isTidy;
};

const cutOf = ({ cutter }: PrinterProfile) => (cutter === 'none' ? FEED_TO_TEAR_BAR : FEED_AND_CUT[cutter]);

const askMarker = async ({ conversation }: JobSetting, bytes: Uint8Array, timeoutMs: number): Promise<boolean> => {
  const answered = conversation.hear(marker, conversation.queuedMs() + timeoutMs);
  await Promise.all([conversation.send(bytes, 0), answered]);
  return (await answered) !== null;
};

/**
 * Waits until the printer has done all that was sent before. Where two markers in a row stay unanswered although the
 * printer answers DLE EOT before and after and reports nothing wrong, it has no marker, and is not asked for it again on this line.
 */
const isWorkedOff = async (setting: JobSetting): Promise<boolean> => {
  const { conversation, inside, broken } = setting;
  if (inside.marker === 'unanswered') return isFineAfterCut(setting);
  for (const timeoutMs of [CUT_MS + MARKER_SLACK_MS, MARKER_SLACK_MS]) {
    if (await askMarker(setting, END_OF_JOB_MARKER, timeoutMs)) {
      await untilMarkersAreOver(conversation);
      inside.marker = 'answered';
      return true;
    }
    // Offline it does not answer either, and that says nothing.
    if (!(await setting.isFine())) return false;
    broken.throwIfAborted();
  }
  inside.marker = 'unanswered';
  setting.onMarkerMissing();
  return true;
};

/** For a printer without marker: the time that paper and cutter take, then what DLE EOT says. */
const isFineAfterCut = async ({ conversation, clock, isFine }: JobSetting): Promise<boolean> => {
  await clock.sleep(conversation.busyMs() + CUT_MS, conversation.signal);
  return isFine();
};

/** An old marker and ours look the same: only silence tells that the last one was ours. */
const untilMarkersAreOver = async (conversation: Conversation) => {
  let heard: PrinterAnswer | null;
  do heard = await conversation.hear(marker, MARKER_QUIET_MS);
  while (heard !== null);
};

const sendBands = async (ticket: Raster, setting: JobSetting, onStarted: () => void) => {
  for (const { rows, bytes } of encodeRaster(ticket, bandRows(setting))) {
    setting.broken.throwIfAborted();
    onStarted();
    await setting.conversation.send(bytes, rows);
  }
  setting.broken.throwIfAborted();
};

/**
 * Cuts and asks for the end-of-job marker; false when the printer did not answer. When anything else than one answer
 * came, noise may have looked like it: then it is asked once more, and believed after silence.
 */
const finish = async (setting: JobSetting, cut: Uint8Array, paperMs: number): Promise<boolean> => {
  const { conversation } = setting;
  const noiseBefore = conversation.noiseCount();
  if (!(await askMarker(setting, concat(cut, END_OF_JOB_MARKER), paperMs + CUT_MS + MARKER_SLACK_MS))) return false;
  const surplus = await conversation.hear(marker, SURPLUS_MS);
  if (surplus === null && conversation.noiseCount() === noiseBefore) return true;
  if (!(await askMarker(setting, END_OF_JOB_MARKER, paperMs + CUT_MS + MARKER_SLACK_MS))) return false;
  await untilMarkersAreOver(conversation);
  return true;
};

/** After a job was broken off: what has not reached paper must not come out later, in front of a reprint. */
const discard = async ({ profile, conversation, inside }: JobSetting) => {
  inside.isTidy = false;
  inside.isCut = false;
  if (profile.clearsBuffers) await conversation.clearBuffers().catch(() => undefined);
};

export const printTicket = async (
  ticket: Raster,
  setting: JobSetting,
): Promise<DeviceResult<'confirmed' | 'unconfirmed'>> => {
  const { device, profile, conversation, inside, broken, clock } = setting;
  const { status } = profile;
  let started = 0;
  const failed = (reason: Fault) =>
    refuse({ ...reason, detail: { ...reason.detail, started }, message: `${reason.message} [started=${started}]` });
  const noAnswer = (what: string) => failed(fault(device, 'timeout', 'reset', `The printer did not answer ${what}`));

  try {
    if (!(await tidyUp(setting))) return noAnswer('after an earlier job was broken off');
    await conversation.send(status === 'push' ? concat(INITIALISE, ENABLE_STATUS_BACK) : INITIALISE, 0);
    await sendBands(ticket, setting, () => {
      started = 1;
    });
    const cut = cutOf(profile);
    if (status === 'none') {
      await conversation.send(cut, 0);
      await unless(broken, clock.sleep(conversation.queuedMs(), conversation.signal));
      return ok('unconfirmed');
    }
    if (inside.marker === 'unanswered') {
      await conversation.send(cut, 0);
      if (await unless(broken, isFineAfterCut(setting))) return ok('unconfirmed');
      await discard(setting);
      return noAnswer('to DLE EOT after the cut');
    }
    const paperMs = (ticket.heightPx / profile.rowsPerSecond) * 1000;
    if (!(await unless(broken, finish(setting, cut, paperMs)))) {
      await discard(setting);
      return noAnswer('to the end-of-job marker');
    }
    const reason = await setting.newFault();
    return reason === null ? ok('confirmed') : failed(reason);
  } catch (cause) {
    // Every wait above ends with a Fault as its reason; anything else is a bug and goes on upwards.
    const reason: unknown = broken.aborted ? broken.reason : cause;
    if (!isFault(reason)) throw cause;
    if (started === 1) await discard(setting);
    return failed(reason);
  }
};

const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'code' in value && 'recovery' in value && 'device' in value;
