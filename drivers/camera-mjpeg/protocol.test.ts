import { framesConform } from '../core/conformance.ts';
import { readFrames } from '../core/test-kit.ts';
import { httpDigestOnvif } from './protocol.ts';

framesConform(httpDigestOnvif, readFrames(new URL('./frames/http_digest_onvif.json', import.meta.url)));
