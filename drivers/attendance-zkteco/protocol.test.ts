import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { zktecoPush } from './protocol.ts';

framesConform(zktecoPush, readFrames(new URL('./frames/zkteco_push.json', import.meta.url)));
