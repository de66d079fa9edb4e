import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { citizenCardQr } from './citizen-card-protocol.ts';

framesConform(citizenCardQr, readFrames(new URL('./frames/cccd_qr.json', import.meta.url)));
