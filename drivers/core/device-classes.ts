// Classes of device: what a service may ask of any driver of the class.
import type { CardRefusal } from '../../contract/card.ts';
import type { DeviceResult, Health } from '../../contract/device.ts';
import type { Driver } from './contract.ts';
import type { PaperForecast } from './paper-forecast.ts';

/** One bit a dot, 1 = black, most significant bit leftmost, rows padded to whole bytes. */
export interface Raster {
  readonly widthPx: number;
  readonly heightPx: number;
  /** ceil(widthPx / 8) × heightPx bytes. */
  readonly data: Uint8Array;
}

export interface PrinterCapabilities {
  /** Dots across the printable width: 384 or 420 on 58 mm paper, 512 or 576 on 80 mm. */
  readonly widthPx: number;
  /** `partial` leaves a bridge of paper; `none`: people tear. */
  readonly cutter: 'none' | 'partial' | 'full';
  /** `none`: the printer cannot say anything; that is not the same as "all is well". */
  readonly status: 'push' | 'poll' | 'none';
  readonly maxBandRows: number;
}

export interface TicketPrinter extends Driver<never> {
  readonly capabilities: PrinterCapabilities;
  /** About how many tickets the roll still has. */
  readonly paper: PaperForecast;
  /**
   * Prints and cuts one ticket; jobs are done one after the other. `confirmed` only after the printer answered behind
   * the last byte without a new error; `unconfirmed` where it cannot: it answers nothing (status: none), or it turned
   * out to answer status but no question behind the data, and reported no error after the time the ticket takes.
   * Faults: consumable-out, user-action (detail.part = cover | panel), hardware (detail.part = cutter | head |
   * mechanism | printer), no-device, timeout, rejected (wider than the head), stopped. `detail.started` is 1 when part
   * of the job may already be on paper, else 0.
   */
  print(ticket: Raster): Promise<DeviceResult<'confirmed' | 'unconfirmed'>>;
}

/** Several numeric displays on one line, each with its address (1 to 247). */
export interface QueueDisplay
  extends Driver<{ readonly type: 'unit-health-changed'; readonly address: number; readonly health: Health }> {
  /**
   * Lights `text` (blank: ''), and keeps it lit: the driver refreshes it and writes it again after a reconnect, also
   * when this call was answered with a fault. A text that does not fit blanks the display. The newest text of an address wins; earlier calls that are still
   * waiting are answered together with it.
   * Faults: no-device, timeout, bad-frame, rejected (the unit refused, or the text does not fit its digits), stopped.
   */
  show(address: number, text: string): Promise<DeviceResult<void>>;
}

export type KeypadKey = 'call' | 'start' | 'redirect' | 'finish';
export type KeypadLight = 'off' | 'red' | 'green' | 'red-blink' | 'green-blink';

/** Several call keypads on one line. */
export interface CallKeypad
  extends Driver<{ readonly type: 'key-pressed'; readonly address: number; readonly key: KeypadKey }> {
  /**
   * Sets the light and sets it again after a reconnect. The pads do not answer: `ok` means that the line took it.
   * Faults: no-device, stopped.
   */
  indicate(address: number, light: KeypadLight): Promise<DeviceResult<void>>;
  /**
   * Shows how many people wait for this pad's counter, and shows it again after a reconnect; 0 shows none. `unsupported`:
   * the pad has nothing to show a number with. Faults: no-device, rejected (there is no such address), stopped.
   */
  showWaiting(address: number, count: number): Promise<DeviceResult<'shown' | 'unsupported'>>;
}

/** A card, named the same by every reader of its technology. The number of a person: it leaves only as a keyed hash. */
export interface Card {
  readonly technology: 'em4100' | 'uid' | 'magstripe' | 'keyboard';
  /** em4100: 10 hex digits; uid: hex; magstripe: the data between the sentinels; keyboard: what was typed. */
  readonly number: string;
}

export type CardReader = Driver<
  | { readonly type: 'card-presented'; readonly card: Card }
  | { readonly type: 'card-removed'; readonly card: Card }
  | { readonly type: 'card-refused'; readonly reason: CardRefusal }
>;

/** What a scanner read, decoded once as UTF-8 and NFC. */
export interface Scan {
  /** AIM identifier without the bracket, such as Q1; null where the scanner sends none. */
  readonly symbology: string | null;
  readonly text: string;
}

/** The same code within 2 s is one scan. `not-text`: neither UTF-8 nor anything that could be repaired. */
export interface Scanner
  extends Driver<
    { readonly type: 'scanned'; readonly scan: Scan } | { readonly type: 'scan-refused'; readonly reason: 'not-text' }
  > {
  /** Turns the light on for one scan where the scanner can; `unsupported` is an `ok`. Faults: no-device, timeout. */
  trigger(): Promise<DeviceResult<'triggered' | 'unsupported'>>;
}

export interface BoardCapabilities {
  readonly lines: number;
  readonly charactersPerLine: number;
  /** False: diacritics are folded before they are sent. */
  readonly vietnamese: boolean;
  /** False: the board cannot say whether it shows; it is refreshed, and `show` answers `unconfirmed`. */
  readonly acknowledges: boolean;
}

/** A LED board of text lines, such as one over a hall or a group of counters. */
export interface MessageBoard extends Driver<never> {
  readonly capabilities: BoardCapabilities;
  /**
   * Shows `lines` (shortened to what fits) until the next call, also after a reconnect; the newest wins. `flashing` draws
   * the eye for a call where the board can.
   * Faults: no-device, timeout, bad-frame, rejected, stopped.
   */
  show(message: BoardMessage): Promise<DeviceResult<'confirmed' | 'unconfirmed'>>;
}

export interface BoardMessage {
  readonly lines: readonly string[];
  readonly emphasis: 'steady' | 'flashing';
}

/** Five faces from 1 (very dissatisfied) to 5 (very satisfied). */
export type FaceLevel = 1 | 2 | 3 | 4 | 5;

export type PadPage =
  | { readonly kind: 'idle'; readonly text: string }
  | { readonly kind: 'qr'; readonly text: string; readonly content: string }
  | { readonly kind: 'faces'; readonly ask: PadAsk }
  | { readonly kind: 'thanks'; readonly text: string };

/** All that a pad needs to ask, thank and go back to rest without its host. */
export interface PadAsk {
  /** 1 to 2^31 − 1, never given twice: it comes back with the press and says what was rated. */
  readonly number: number;
  readonly question: string;
  /** Answered with the same faces after the first one; null where nothing more is asked. */
  readonly second: string | null;
  readonly thanks: string;
  /** What stands on the idle page that follows the thanks. */
  readonly rest: string;
  /** 100 to 65,000. */
  readonly thanksMs: number;
}

export interface PadPress {
  /** Of the asking that was on the glass. */
  readonly ask: number;
  readonly level: FaceLevel;
  readonly second: FaceLevel | null;
}

/** A pad at the counter that shows a QR or asks with five faces. */
export interface RatingPad extends Driver<{ readonly type: 'face-pressed'; readonly press: PadPress }> {
  /** Shows the page, and shows it again after a reconnect or a restart of the pad. Faults: as MessageBoard.show. */
  show(page: PadPage): Promise<DeviceResult<'confirmed' | 'unconfirmed'>>;
  /** 0 to 100. Kept over reconnects. */
  setBrightness(percent: number): Promise<DeviceResult<void>>;
  /**
   * The press of this asking is stored, or dropped for good. Until then it is told again and again, and no other asking is
   * put on the pad, since that would overwrite it.
   */
  acknowledge(ask: number, outcome: 'counted' | 'dropped'): void;
}

/** One picture of a camera as it came, JPEG. */
export interface CameraFrame {
  readonly jpeg: Uint8Array;
  /** Wall clock when its last byte came. */
  readonly atMs: number;
}

/**
 * Health: `degraded` with detail.part `frozen` or `black` while pictures come but show nothing new or nothing at all,
 * `failed` with code timeout when none came for the driver's limit, access-denied when the password is refused.
 */
export type Camera = Driver<{ readonly type: 'frame'; readonly frame: CameraFrame }>;

/** Somebody was recognised by a terminal on the wall. */
export interface Sighting {
  /** The same sighting sent again has the same key. */
  readonly key: string;
  /** The person's number in the terminal. */
  readonly personCode: string;
  readonly atMs: number;
  /** As the terminal wrote it, without a zone where it writes none. */
  readonly terminalTime: string;
  readonly method: 'face' | 'finger' | 'card' | 'code' | 'unknown';
  readonly direction: 'in' | 'out' | 'unknown';
}

export interface AttendanceSource extends Driver<never> {
  /**
   * One receiver. The terminal is told "received" only after the promise resolved, so it must resolve after the commit;
   * a rejection makes the terminal send again.
   */
  onSightings(receive: (sightings: readonly Sighting[]) => Promise<void>): Disposable;
}

export interface DeviceClasses {
  readonly 'ticket-printer': TicketPrinter;
  readonly 'queue-display': QueueDisplay;
  readonly 'call-keypad': CallKeypad;
  readonly 'card-reader': CardReader;
  readonly scanner: Scanner;
  readonly 'message-board': MessageBoard;
  readonly 'rating-pad': RatingPad;
  readonly camera: Camera;
  readonly 'attendance-source': AttendanceSource;
}
export type DeviceClass = keyof DeviceClasses;
