// Every driver of the tree: one line each. Drivers outside the tree are named in `driverPackages` of site.yaml.

import { attendanceDahua } from './attendance-dahua/index.ts';
import { attendanceHikvision } from './attendance-hikvision/index.ts';
import { attendanceZkteco } from './attendance-zkteco/index.ts';
import { callKeypadQsystem } from './call-keypad-qsystem/index.ts';
import { callKeypadStreamdeck } from './call-keypad-streamdeck/index.ts';
import { cameraMjpeg } from './camera-mjpeg/index.ts';
import { cameraRtsp } from './camera-rtsp/index.ts';
import { cameraSnapshot } from './camera-snapshot/index.ts';
import { cardReaderMagtek } from './card-reader-magtek/index.ts';
import { cardReaderMsr605 } from './card-reader-msr605/index.ts';
import { cardReaderRdm6300 } from './card-reader-rdm6300/index.ts';
import type { DriverPlugin } from './core/plugin.ts';
import { messageBoardAlpha } from './message-board-alpha/index.ts';
import { messageBoardHuidu } from './message-board-huidu/index.ts';
import { messageBoardOnbon } from './message-board-onbon/index.ts';
import { queueDisplayModbus } from './queue-display-modbus/index.ts';
import { queueDisplayTemplate } from './queue-display-template/index.ts';
import { ratingPadDwin } from './rating-pad-dwin/index.ts';
import { ratingPadNextion } from './rating-pad-nextion/index.ts';
import { scannerHidPos } from './scanner-hid-pos/index.ts';
import { scannerSerial } from './scanner-serial/index.ts';
import { scannerSsi } from './scanner-ssi/index.ts';
import { ticketPrinterEscpos } from './ticket-printer-escpos/index.ts';
import { ticketPrinterStar } from './ticket-printer-star/index.ts';

export const DRIVERS: readonly DriverPlugin[] = [
  callKeypadQsystem, // one line a driver
  cardReaderMagtek,
  cardReaderMsr605,
  cardReaderRdm6300,
  messageBoardAlpha,
  messageBoardHuidu,
  messageBoardOnbon,
  queueDisplayModbus,
  queueDisplayTemplate,
  scannerHidPos,
  scannerSerial,
  scannerSsi,
  callKeypadStreamdeck,
  ratingPadDwin,
  ratingPadNextion,
  cameraMjpeg,
  cameraRtsp,
  cameraSnapshot,
  attendanceDahua,
  attendanceHikvision,
  attendanceZkteco,
  ticketPrinterEscpos,
  ticketPrinterStar,
];
