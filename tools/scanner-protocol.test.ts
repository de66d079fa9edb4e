import { framesConform } from '../drivers/core/conformance.ts';
import { readFrames } from '../drivers/core/test-kit.ts';
import { scannerHid } from './scanner-protocol.ts';

framesConform(scannerHid, readFrames(new URL('../drivers/scanner-hid-pos/frames/scanner_hid.json', import.meta.url)));
