import { nextFrame } from '../core/camera-test-kit.ts';
import { driverConforms, streamConforms } from '../core/conformance.ts';
import { createJpegReader } from '../core/jpeg-stream.ts';
import { createMjpegCamera } from './driver.ts';

/** A scan with a stuffed FF, a restart marker, and a thumbnail inside an APP1 segment. */
const picture = Uint8Array.from(
  Buffer.from('ffd8ffe10008ffd8ffd9aabbffda0004010212ff0034ffd05678ffd9'.replace('aabb', 'aabb'), 'hex'),
);
const small = Uint8Array.from(Buffer.from('ffd8ffda000401021234ffd9', 'hex'));

streamConforms('camera-mjpeg', {
  createReader: () => createJpegReader(1 << 20),
  frames: [
    { name: 'a picture with a thumbnail inside', bytes: picture, says: [picture] },
    { name: 'a small picture', bytes: small, says: [small] },
  ],
  garbage: Uint8Array.from(Buffer.from('\r\n--boundary\r\nContent-Length: 7\r\n\r\n')),
});

driverConforms('camera-mjpeg', {
  simulator: { kind: 'camera-mjpeg', listen: { tcp: 0 }, framesPerSecond: 10 },
  create: (id, deps) => createMjpegCamera(id, { tls: 'verified', frozenAfterSeconds: 5, lostAfterSeconds: 5 }, deps),
  work: async (camera) => void (await nextFrame(camera)),
  survives: ['split', 'delay', 'drop', 'corrupt', 'garbage-before', 'duplicate'],
});
