// Every wire protocol that `motcua frame` explains: one line each.

import { hikvisionDahua } from '../drivers/attendance-hikvision/protocol.ts';
import { zktecoPush } from '../drivers/attendance-zkteco/protocol.ts';
import { streamdeck } from '../drivers/call-keypad-streamdeck/protocol.ts';
import { httpDigestOnvif } from '../drivers/camera-mjpeg/protocol.ts';
import { magtekHid } from '../drivers/card-reader-magtek/protocol.ts';
import { msr605 } from '../drivers/card-reader-msr605/protocol.ts';
import { rdm6300 } from '../drivers/card-reader-rdm6300/protocol.ts';
import type { Protocol } from '../drivers/core/protocol.ts';
import { iso7811 } from '../drivers/iso7811/protocol.ts';
import { alpha } from '../drivers/message-board-alpha/protocol.ts';
import { huidu } from '../drivers/message-board-huidu/protocol.ts';
import { onbonBx } from '../drivers/message-board-onbon/protocol.ts';
import { pcsc } from '../drivers/pcsc/protocol.ts';
import { modbus } from '../drivers/queue-display-modbus/protocol.ts';
import { dwin } from '../drivers/rating-pad-dwin/protocol.ts';
import { nextion } from '../drivers/rating-pad-nextion/protocol.ts';
import { citizenCardQr } from '../drivers/scanner-serial/citizen-card-protocol.ts';
import { escpos } from '../drivers/ticket-printer-escpos/protocol.ts';
import { star } from '../drivers/ticket-printer-star/protocol.ts';
import { wiegand } from '../drivers/wiegand/protocol.ts';
import { xfs4iot } from '../drivers/xfs4iot/protocol.ts';
import { scannerHid } from './scanner-protocol.ts';

export const PROTOCOLS: readonly Protocol[] = [
  dwin,
  iso7811,
  nextion,
  magtekHid,
  msr605,
  pcsc,
  rdm6300,
  streamdeck,
  wiegand,
  modbus, // one line a protocol
  escpos,
  star,
  alpha,
  huidu,
  onbonBx,
  citizenCardQr,
  scannerHid,
  xfs4iot,
  hikvisionDahua,
  httpDigestOnvif,
  zktecoPush,
];
