// HID reports on a TCP socket, the host's side, for simulated devices (docs/protocols/hid-over-tcp.md).
import type { DeviceResult } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok } from '../../contract/result.ts';
import { fault, type Transport } from './contract.ts';
import { createLine } from './line.ts';
import { openTcp } from './tcp.ts';
import type { TcpUrl } from './transport-url.ts';

const KIND = { input: 1, output: 2, setFeature: 3, getFeature: 4, feature: 5 } as const;
const HEAD_BYTES = 3;

const frame = (kind: number, bytes: Uint8Array): Uint8Array => {
  const framed = Buffer.alloc(HEAD_BYTES + bytes.length);
  framed.writeUInt16LE(bytes.length);
  framed[2] = kind;
  framed.set(bytes, HEAD_BYTES);
  return framed;
};

/** Takes whole messages off the front of what came; the rest stays for the next call. */
const createFrames = () => {
  let received: Buffer = Buffer.alloc(0);
  return function* (chunk: Uint8Array): Generator<{ readonly kind: number; readonly bytes: Uint8Array }> {
    received = Buffer.concat([received, chunk]);
    while (received.length >= HEAD_BYTES && received.length >= HEAD_BYTES + received.readUInt16LE(0)) {
      const end = HEAD_BYTES + received.readUInt16LE(0);
      const bytes = Uint8Array.from(received.subarray(HEAD_BYTES, end));
      const kind = received[2] ?? 0;
      received = received.subarray(end);
      yield { kind, bytes };
    }
  };
};

export interface HidOverTcpTarget {
  readonly url: string;
  readonly device: DeviceId;
  readonly tcp: TcpUrl;
}

/** Faults: no-device, access-denied, timeout, stopped. */
export const openHidOverTcp = async (
  target: HidOverTcpTarget,
  signal: AbortSignal,
): Promise<DeviceResult<Transport>> => {
  const opened = await openTcp(target, signal);
  if (!opened.ok) return opened;
  const { url, device } = target;
  const socket = opened.value;
  const frames = createFrames();
  const asked: ((report: Uint8Array) => void)[] = [];
  const never = new AbortController().signal;
  const line = createLine(device, {
    url,
    bytesPerSecond: null,
    write: (report, done) => void socket.write(frame(KIND.output, report), never).then(() => done(null), done),
    release: socket.close,
  });
  const read = async () => {
    for await (const chunk of socket.bytes)
      for (const { kind, bytes } of frames(chunk)) {
        if (kind === KIND.input) line.received(bytes);
        else if (kind === KIND.feature) asked.shift()?.(bytes);
      }
    line.lose(await socket.ended);
  };
  void read();
  return ok({
    ...line.transport,
    features: {
      send: (report, abort) => socket.write(frame(KIND.setFeature, report), abort),
      async get(reportId, length, abort) {
        const answer = new Promise<Uint8Array>((resolve) => asked.push(resolve));
        await socket.write(frame(KIND.getFeature, Uint8Array.of(reportId, length & 0xff, length >> 8)), abort);
        const lost = socket.ended.then((reason) => Promise.reject(reason));
        const report = await Promise.race([answer, lost]);
        if (report.length === 0) throw fault(device, 'rejected', 'service', `There is no feature report ${reportId}`);
        return report;
      },
    },
  });
};
