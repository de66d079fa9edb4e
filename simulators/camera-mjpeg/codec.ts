// The bytes of a camera: head of the stream, parts around the pictures, one picture alone. Sources: mjpg-streamer
// (boundary behind each part), and the odd forms of public captures.
import type { HttpRequest } from '../core/http-port.ts';

/** `usual` as mjpg-streamer; `no-length` leaves Content-Length out; `line-feeds` has the boundary in front, hyphens in the attribute and LF alone. */
export type Framing = 'usual' | 'no-length' | 'line-feeds';

const BOUNDARY = 'boundarydonotcross';

export const streamHead = (framing: Framing): Buffer =>
  Buffer.from(
    framing === 'line-feeds'
      ? `HTTP/1.0 200 OK\nContent-Type: multipart/x-mixed-replace;boundary=--${BOUNDARY}\n\n`
      : `HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=${BOUNDARY}\r\n\r\n--${BOUNDARY}\r\n`,
  );

export const streamPart = (framing: Framing, jpeg: Uint8Array): Buffer => {
  if (framing === 'line-feeds')
    return Buffer.concat([
      Buffer.from(`--${BOUNDARY}\nContent-Type: image/jpeg\nContent-Length: ${jpeg.length}\n\n`),
      jpeg,
      Buffer.from('\n'),
    ]);
  const length = framing === 'usual' ? `Content-Length: ${jpeg.length}\r\n` : '';
  return Buffer.concat([
    Buffer.from(`Content-Type: image/jpeg\r\n${length}X-Timestamp: 1.000002\r\n\r\n`),
    jpeg,
    Buffer.from(`\r\n--${BOUNDARY}\r\n`),
  ]);
};

export const wholePicture = (jpeg: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(
      `HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\nConnection: close\r\n\r\n`,
    ),
    jpeg,
  ]);

export const NOT_FOUND = Buffer.from('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');

const STREAMS = [/^\/mjpeg$/, /^\/ISAPI\/Streaming\/channels\/\d+\/httpPreview$/i, /^\/cgi-bin\/mjpg\/video\.cgi/];
const SNAPSHOTS = [/^\/snapshot$/, /^\/ISAPI\/Streaming\/channels\/\d+\/picture$/i, /^\/cgi-bin\/snapshot\.cgi/];

export const wanted = ({ method, target }: HttpRequest): 'stream' | 'snapshot' | null => {
  if (method !== 'GET') return null;
  if (STREAMS.some((form) => form.test(target))) return 'stream';
  return SNAPSHOTS.some((form) => form.test(target)) ? 'snapshot' : null;
};
