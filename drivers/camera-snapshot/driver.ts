// A camera that is asked for one picture at a time: the least that every network camera can do.

import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, type Refused } from '../../contract/result.ts';
import { createCamera, PICTURE_LIMIT_BYTES } from '../core/camera-feed.ts';
import { type DriverDeps, fault } from '../core/contract.ts';
import type { Camera } from '../core/device-classes.ts';
import { createHttpClient, type HttpOptions, readWhole } from '../core/http-client.ts';
import { createJpegReader } from '../core/jpeg-stream.ts';
import type { CameraLimits } from '../core/picture-judge.ts';
import { supplyLine } from '../core/supplied-line.ts';

/** Sources: Hikvision ISAPI guide, Dahua HTTP API; `url` takes the URL as it is. */
export const PROFILES = {
  url: null,
  hikvision: '/ISAPI/Streaming/channels/101/picture',
  dahua: '/cgi-bin/snapshot.cgi?channel=1',
} as const;

export interface SnapshotOptions extends HttpOptions, CameraLimits {
  readonly profile: keyof typeof PROFILES;
  readonly everyMs: number;
}

/** A slow camera takes a second or two to encode; after this it will not come. */
const BODY_TIMEOUT_MS = 5000;

export const createSnapshotCamera = (id: DeviceId, options: SnapshotOptions, deps: DriverDeps): Camera => {
  const { clock } = deps;
  const client = createHttpClient({ device: id, clock, options });

  const shoot = async (address: string, signal: AbortSignal): Promise<DeviceResult<Uint8Array>> => {
    const path = PROFILES[options.profile];
    const url = path === null ? address : new URL(path, address).href;
    const no = (message: string): Refused<Fault> => ({
      ok: false,
      error: fault(id, 'bad-frame', 'retry', `${message} [url=${url}]`),
    });
    const answered = await client.ask({ url }, signal);
    if (!answered.ok) return answered;
    const tooLate = new AbortController();
    clock.sleep(BODY_TIMEOUT_MS, AbortSignal.any([signal, tooLate.signal])).then(
      () => tooLate.abort(),
      () => undefined,
    );
    try {
      const body = await readWhole(answered.value, PICTURE_LIMIT_BYTES, AbortSignal.any([signal, tooLate.signal]));
      if (body === null) return no(`The picture is larger than ${PICTURE_LIMIT_BYTES} bytes`);
      const [picture] = createJpegReader(PICTURE_LIMIT_BYTES).push(body);
      return picture === undefined ? no(`${body.length} bytes came that are no whole JPEG`) : ok(picture);
    } catch (cause) {
      return no(`The picture broke off: ${cause instanceof Error ? cause.message : String(cause)}`);
    } finally {
      tooLate.abort();
    }
  };

  let first: Uint8Array | null = null;
  const line = supplyLine(id, deps.open, async ({ url }, signal) => {
    const shot = await shoot(url, signal);
    // One broken picture is no absent camera.
    if (!shot.ok && shot.error.code !== 'bad-frame') return shot;
    first = shot.ok ? shot.value : null;
    return ok({ release: async () => undefined });
  });

  return createCamera({
    id,
    deps,
    limits: options,
    line,
    async read({ transport, signal }, feed) {
      if (first !== null) feed.take(first);
      while (!signal.aborted) {
        await clock.sleep(options.everyMs, signal).catch(() => undefined);
        const shot = await shoot(transport.url, signal);
        if (shot.ok) feed.take(shot.value);
        else if (shot.error.code === 'bad-frame') feed.broken();
        else line.lose(shot.error);
      }
    },
  });
};
