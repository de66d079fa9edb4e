// The control API of the simulated devices (simulators/rack.ts), used by the bench page and by tests:
//   GET  /api/state            RackState
//   GET  /api/stream           text/event-stream of RackState, whole at every change
//   POST /api/act              RackAction → { ok: true } or 400 { ok: false, message }
//   GET  /api/pictures/<device>/<name>.png   a picture of the device, such as the n-th ticket of a printer
// The rack also serves the built bench page at /. Actions and states of each kind stand in contract/bench/<kind>.ts.
import { z } from 'zod';
import {
  AttendanceActions,
  type DahuaTerminalState,
  type HikvisionTerminalState,
  type ZktecoTerminalState,
} from './bench/attendance.ts';
import { CallKeypadActions, type CallKeypadState } from './bench/call-keypad-qsystem.ts';
import { StreamDeckActions, type StreamDeckState } from './bench/call-keypad-streamdeck.ts';
import { CameraActions, type CameraState } from './bench/cameras.ts';
import { Rdm6300Actions, type Rdm6300State } from './bench/card-reader-rdm6300.ts';
import { CommonActions } from './bench/common.ts';
import { MessageBoardActions, type MessageBoardState } from './bench/message-board.ts';
import type { QueueDisplayState } from './bench/queue-display-modbus.ts';
import { type DwinPadState, type NextionPadState, RatingPadActions } from './bench/rating-pads.ts';
import { ScannerActions, type ScannerState } from './bench/scanners.ts';
import { type MagtekState, type Msr605State, SwipeReaderActions } from './bench/swipe-readers.ts';
import { TicketPrinterActions, type TicketPrinterState } from './bench/ticket-printer-escpos.ts';
import type { TicketPrinterStarState } from './bench/ticket-printer-star.ts';

export const RackAction = z.discriminatedUnion('verb', [
  ...CommonActions,
  ...TicketPrinterActions,
  ...CallKeypadActions,
  ...Rdm6300Actions,
  ...ScannerActions,
  ...RatingPadActions,
  ...StreamDeckActions,
  ...MessageBoardActions,
  ...CameraActions,
  ...AttendanceActions,
  ...SwipeReaderActions,
]);
export type RackAction = z.infer<typeof RackAction>;

export type RackDevice =
  | TicketPrinterState // one line a kind
  | TicketPrinterStarState
  | QueueDisplayState<'queue-display-modbus'>
  | QueueDisplayState<'queue-display-template'>
  | CallKeypadState
  | Rdm6300State
  | Msr605State
  | MagtekState
  | ScannerState<'scanner-serial'>
  | ScannerState<'scanner-ssi'>
  | ScannerState<'scanner-hid-pos'>
  | NextionPadState
  | DwinPadState
  | StreamDeckState
  | MessageBoardState<'message-board-alpha'>
  | MessageBoardState<'message-board-huidu'>
  | MessageBoardState<'message-board-onbon'>
  | CameraState
  | ZktecoTerminalState
  | HikvisionTerminalState
  | DahuaTerminalState;

export interface RackState {
  readonly devices: readonly RackDevice[];
  /** Addresses of the hall's screens, shown as links on the bench. */
  readonly screens: readonly { readonly name: 'kiosk' | 'counter' | 'board'; readonly url: string }[];
}
