// Pictures of a camera to the host, and what the host saw in them: the next one goes when the answer to the last came, so a
// slow host or a slow network has fewer pictures and never a queue.
import { type GateLook, pictureHeaders } from '../../contract/gate.ts';
import { withTimeLimit } from '../lib/time-limit.ts';

const answerLimitMs = 8000;
const pauseAfterTroubleMs = 1000;
/** While nobody is looked for, a picture now and then shows that the camera lives. */
const pauseWhileSkippedMs = 700;
const leastPauseMs = 60;
const longestSidePx = 800;
const quality = 0.85;

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

export interface Looking {
  readonly gate: string;
  readonly screen: string;
  readonly onLook: (look: GateLook) => void;
  /** The host does not answer, or this screen was let go. */
  readonly onDenied: () => void;
  readonly signal: AbortSignal;
}

/** Null while the camera has no picture yet. */
const pictureOf = (video: HTMLVideoElement, canvas: HTMLCanvasElement): Promise<Blob | null> => {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0 || document.hidden) return Promise.resolve(null);
  const scale = Math.min(1, longestSidePx / Math.max(videoWidth, videoHeight));
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
};

/** Sends pictures of the video until the signal ends it. */
export const lookAtVideo = async (
  video: HTMLVideoElement,
  { gate, screen, onLook, onDenied, signal }: Looking,
): Promise<void> => {
  const canvas = document.createElement('canvas');
  const send = async (picture: Blob): Promise<number> => {
    const answer = await withTimeLimit(answerLimitMs, (limit) =>
      fetch(`/gate/${gate}/frame?screen=${screen}`, {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg' },
        body: picture,
        signal: AbortSignal.any([limit, signal]),
      }),
    );
    if (answer.status === 403 || answer.status === 404) onDenied();
    if (!answer.ok) return pauseAfterTroubleMs;
    const look: GateLook = await answer.json();
    if (!signal.aborted) onLook(look);
    return look.skipped === null && look.trouble === null ? leastPauseMs : pauseWhileSkippedMs;
  };
  while (!signal.aborted) {
    const picture = await pictureOf(video, canvas);
    const pauseMs = picture === null ? leastPauseMs : await send(picture).catch(() => pauseAfterTroubleMs);
    await sleep(pauseMs, signal);
  }
};

/** Draws the pictures of a camera of the site until the signal ends it. */
export const followCamera = async (
  camera: string,
  canvas: HTMLCanvasElement,
  { gate, onLook, onDenied, signal }: Omit<Looking, 'screen'>,
): Promise<void> => {
  let after = 0;
  const fetchNext = async (): Promise<number> => {
    const answer = await withTimeLimit(answerLimitMs, (limit) =>
      fetch(`/gate/${gate}/camera/${camera}?after=${after}`, { signal: AbortSignal.any([limit, signal]) }),
    );
    if (answer.status === 403 || answer.status === 404) onDenied();
    if (answer.status !== 200) return answer.ok ? leastPauseMs : pauseAfterTroubleMs;
    after = Number(answer.headers.get(pictureHeaders.seq));
    const look: GateLook = JSON.parse(decodeURIComponent(answer.headers.get(pictureHeaders.look) ?? 'null'));
    const picture = await createImageBitmap(await answer.blob());
    if (signal.aborted) return 0;
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
    picture.close();
    onLook(look);
    return leastPauseMs;
  };
  while (!signal.aborted) await sleep(await fetchNext().catch(() => pauseAfterTroubleMs), signal);
};
