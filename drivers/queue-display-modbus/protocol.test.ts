import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { modbus } from './protocol.ts';

framesConform(modbus, readFrames(new URL('./frames/modbus.json', import.meta.url)));
