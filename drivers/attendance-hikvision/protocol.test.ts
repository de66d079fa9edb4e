import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { hikvisionDahua } from './protocol.ts';

framesConform(hikvisionDahua, readFrames(new URL('./frames/hikvision_dahua.json', import.meta.url)));
