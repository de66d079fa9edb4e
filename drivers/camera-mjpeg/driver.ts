// A camera that sends pictures without end over HTTP (multipart/x-mixed-replace). The pictures are found by their own
// markers, so the multipart around them may be as odd as it likes.
import type { DeviceId } from '../../contract/ids.ts';
import { ok } from '../../contract/result.ts';
import { createCamera, PICTURE_LIMIT_BYTES } from '../core/camera-feed.ts';
import type { DriverDeps } from '../core/contract.ts';
import type { Camera } from '../core/device-classes.ts';
import { createHttpClient, type HttpOptions, pourInto } from '../core/http-client.ts';
import { createJpegReader } from '../core/jpeg-stream.ts';
import type { CameraLimits } from '../core/picture-judge.ts';
import { supplyLine } from '../core/supplied-line.ts';

export const createMjpegCamera = (id: DeviceId, options: HttpOptions & CameraLimits, deps: DriverDeps): Camera => {
  const client = createHttpClient({ device: id, clock: deps.clock, options });
  const line = supplyLine(id, deps.open, async (end, signal) => {
    const answered = await client.ask({ url: end.url }, signal);
    return answered.ok ? ok(pourInto(id, answered.value, end)) : answered;
  });
  return createCamera({
    id,
    deps,
    limits: options,
    line,
    async read({ transport }, feed) {
      const reader = createJpegReader(PICTURE_LIMIT_BYTES);
      let broken = 0;
      for await (const chunk of transport.bytes) {
        for (const picture of reader.push(chunk)) feed.take(picture);
        for (; broken < reader.broken; broken++) feed.broken();
      }
    },
  });
};
