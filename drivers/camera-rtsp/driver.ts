// A camera over RTSP: ffmpeg decodes it and writes JPEGs one behind the other. ffmpeg is another program (LGPL or GPL)
// that the site installs; it runs as a child of ours and is ended by its process id.
import { spawn } from 'node:child_process';
import type { DeviceResult } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { type AccountOptions, createAccount, type Login } from '../core/account.ts';
import { createCamera, PICTURE_LIMIT_BYTES } from '../core/camera-feed.ts';
import { type DriverDeps, fault } from '../core/contract.ts';
import type { Camera } from '../core/device-classes.ts';
import { createJpegReader } from '../core/jpeg-stream.ts';
import type { CameraLimits } from '../core/picture-judge.ts';
import { type LineEnd, supplyLine } from '../core/supplied-line.ts';

export interface RtspOptions extends AccountOptions, CameraLimits {
  readonly framesPerSecond: number;
  /** The program's name or path. */
  readonly ffmpeg: string;
}

/** ffmpeg's arguments up to the input. RTP inside the RTSP connection: UDP loses packets in Wi-Fi and stops at firewalls. */
export const inputArguments = (url: string): readonly string[] => [
  ...['-rtsp_transport', 'tcp', '-timeout', '5000000'],
  ...['-i', url],
];

/** Later words of ffmpeg are about the frames behind the trouble; the first ones name it. */
const SAID_LIMIT = 400;
const HEARD_LIMIT = 8 * SAID_LIMIT;
const KILL_AFTER_MS = 1000;

/** ffmpeg repeats its URL in what it says, and may say it in pieces. */
const withoutLogin = (text: string, login: Login | null): string =>
  login === null
    ? text
    : [login.password, encodeURIComponent(login.password)].reduce(
        (rest, secret) => rest.replaceAll(secret, '***'),
        text,
      );

/** ffmpeg takes a login only as part of the URL. */
const withLogin = (url: string, login: Login | null): string => {
  if (login === null) return url;
  const full = new URL(url);
  full.username = encodeURIComponent(login.username);
  full.password = encodeURIComponent(login.password);
  return full.href;
};

export const createRtspCamera =
  (input: (url: string) => readonly string[]) =>
  (id: DeviceId, options: RtspOptions, deps: DriverDeps): Camera => {
    const { clock } = deps;
    const account = createAccount(id, options, clock);

    const start = async (end: LineEnd, signal: AbortSignal): Promise<DeviceResult<{ release(): Promise<void> }>> => {
      const login = options.username === undefined ? ok(null) : account.login();
      if (!login.ok) return login;
      const url = withLogin(end.url, login.value);
      const child = spawn(
        options.ffmpeg,
        [
          ...['-nostdin', '-hide_banner', '-loglevel', 'error'],
          ...input(url),
          ...['-an', '-r', String(options.framesPerSecond), '-c:v', 'mjpeg', '-q:v', '4', '-f', 'mjpeg', 'pipe:1'],
        ],
        { stdio: ['ignore', 'pipe', 'pipe'] },
      );
      const started = Promise.withResolvers<DeviceResult<void>>();
      const ended = Promise.withResolvers<void>();
      let said = '';
      child.stderr.on('data', (text) => {
        if (said.length < HEARD_LIMIT) said += String(text);
      });
      child.stdout.on('data', (chunk: Buffer) => {
        account.accepted();
        started.resolve(ok(undefined));
        end.received(chunk);
      });
      child.on('error', (error: NodeJS.ErrnoException) => {
        const reason =
          error.code === 'ENOENT'
            ? fault(id, 'rejected', 'service', `${options.ffmpeg} is not installed; run: sudo apt-get install ffmpeg`)
            : fault(id, 'hardware', 'service', `${options.ffmpeg} cannot be started: ${error.message}`);
        started.resolve(refuse(reason));
        end.lose(reason);
        ended.resolve();
      });
      child.on('close', (code) => {
        const words =
          withoutLogin(said, login.value).trim().replaceAll(/\s+/g, ' ').slice(0, SAID_LIMIT) || 'no reason given';
        const isRefused = /401|Unauthorized/.test(words);
        const reason = isRefused
          ? login.value === null
            ? fault(id, 'access-denied', 'service', `${id} asks for a password; give it username and passwordFile`)
            : account.refused(login.value)
          : fault(id, 'no-device', 'wait', `ffmpeg ended with ${code}: ${words} [url=${end.url}]`);
        started.resolve(refuse(reason));
        end.lose(reason);
        ended.resolve();
      });
      const release = async () => {
        child.kill('SIGTERM');
        const gone = new AbortController();
        clock.sleep(KILL_AFTER_MS, gone.signal).then(
          () => child.kill('SIGKILL'),
          () => undefined,
        );
        await ended.promise;
        gone.abort();
      };
      const silent = fault(id, 'timeout', 'wait', `No picture within ${options.lostAfterSeconds} s [url=${end.url}]`);
      const waiting = new AbortController();
      clock.sleep(options.lostAfterSeconds * 1000, AbortSignal.any([signal, waiting.signal])).then(
        () => started.resolve(refuse(silent)),
        () => started.resolve(refuse(fault(id, 'stopped', 'wait', `${id} was stopped`))),
      );
      const outcome = await started.promise;
      waiting.abort();
      if (outcome.ok) return ok({ release });
      await release();
      return outcome;
    };

    return createCamera({
      id,
      deps,
      limits: options,
      line: supplyLine(id, deps.open, start),
      async read({ transport }, feed) {
        const reader = createJpegReader(PICTURE_LIMIT_BYTES);
        for await (const chunk of transport.bytes) for (const picture of reader.push(chunk)) feed.take(picture);
      },
    });
  };
