import { openFaceApi } from './face-api-net.ts';
import { measurePeer } from './peer.ts';

const look = await openFaceApi();
await measurePeer('face-api', async (frame) => (await look(frame)).length);
