import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { wiegand } from './protocol.ts';

framesConform(wiegand, readFrames(new URL('./frames/wiegand.json', import.meta.url)));
