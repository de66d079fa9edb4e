// Every decoder of the tree that reads a stream: one line each. A new driver adds its own, and is fuzzed and measured.
import { alphaBoard, huiduBoard, modbusDisplays, onbonBoard } from './boards.ts';
import { msr605, qsystem, rdm6300 } from './cards-and-keys.ts';
import type { StreamDecoder } from './decoder.ts';
import { eventParts, jpegs } from './http-streams.ts';
import { dwinPads, nextionPad } from './pads.ts';
import { escposPrinter, starPrinter } from './printers.ts';
import { hidScanner, serialScanner, ssiScanner } from './scanners.ts';

export const STREAM_DECODERS: readonly StreamDecoder[] = [
  rdm6300,
  msr605,
  qsystem,
  serialScanner,
  ssiScanner,
  hidScanner,
  escposPrinter,
  starPrinter,
  ...modbusDisplays,
  alphaBoard,
  huiduBoard,
  onbonBoard,
  nextionPad,
  ...dwinPads,
  eventParts,
  jpegs,
];
