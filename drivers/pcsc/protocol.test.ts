import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { pcsc } from './protocol.ts';

framesConform(pcsc, readFrames(new URL('./frames/pcsc.json', import.meta.url)));
