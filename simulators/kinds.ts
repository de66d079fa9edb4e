// Every kind of simulated device: one line each.
import { z } from 'zod';
import { attendanceDahua } from './attendance-dahua/device.ts';
import { attendanceHikvision } from './attendance-hikvision/device.ts';
import { attendanceZkteco } from './attendance-zkteco/device.ts';
import { callKeypadQsystem } from './call-keypad-qsystem/device.ts';
import { callKeypadStreamdeck } from './call-keypad-streamdeck/device.ts';
import { cameraMjpeg } from './camera-mjpeg/device.ts';
import { cardReaderMagtek } from './card-reader-magtek/device.ts';
import { cardReaderMsr605 } from './card-reader-msr605/device.ts';
import { cardReaderRdm6300 } from './card-reader-rdm6300/device.ts';
import type { SimulatedKind } from './core/kind.ts';
import { messageBoardAlpha } from './message-board-alpha/device.ts';
import { messageBoardHuidu } from './message-board-huidu/device.ts';
import { messageBoardOnbon } from './message-board-onbon/device.ts';
import { queueDisplayModbus } from './queue-display-modbus/device.ts';
import { queueDisplayTemplate } from './queue-display-template/device.ts';
import { ratingPadDwin } from './rating-pad-dwin/device.ts';
import { ratingPadNextion } from './rating-pad-nextion/device.ts';
import { scannerHidPos } from './scanner-hid-pos/device.ts';
import { scannerSerial } from './scanner-serial/device.ts';
import { scannerSsi } from './scanner-ssi/device.ts';
import { ticketPrinterEscpos } from './ticket-printer-escpos/device.ts';
import { ticketPrinterStar } from './ticket-printer-star/device.ts';

export const KINDS: readonly SimulatedKind[] = [
  callKeypadQsystem, // one line a kind
  cardReaderRdm6300,
  cardReaderMsr605,
  cardReaderMagtek,
  callKeypadStreamdeck,
  cameraMjpeg,
  attendanceZkteco,
  attendanceHikvision,
  attendanceDahua,
  queueDisplayModbus,
  scannerHidPos,
  scannerSerial,
  scannerSsi,
  ratingPadDwin,
  ratingPadNextion,
  ticketPrinterEscpos,
  ticketPrinterStar,
  queueDisplayTemplate,
  messageBoardAlpha,
  messageBoardHuidu,
  messageBoardOnbon,
];

const [first, ...others] = KINDS.map(({ config }) => config);
if (first === undefined) throw new Error('There is no kind of simulated device');

export const RackDeviceConfig = z.discriminatedUnion('kind', [
  first,
  ...others,
] as never) as unknown as z.ZodType<RackDeviceConfig>;

/** The kind's own keys stand beside these. */
export interface RackDeviceConfig {
  readonly kind: string;
  readonly id: string;
  readonly listen:
    | { readonly pty: string; readonly baud: number }
    | { readonly tcp: number }
    | { readonly hid: number };
  readonly [option: string]: unknown;
}
