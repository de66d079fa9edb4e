// A TCP line. Devices behind serial-to-Ethernet boxes vanish without a word, so keep-alive finds a dead peer.
import { connect } from 'node:net';
import type { DeviceResult, Fault } from '../../contract/device.ts';
import type { DeviceId } from '../../contract/ids.ts';
import { ok, refuse } from '../../contract/result.ts';
import { fault, type Transport } from './contract.ts';
import { createLine } from './line.ts';
import type { TcpUrl } from './transport-url.ts';

const CONNECT_TIMEOUT_MS = 3000;
/** Idle time before the first probe; libuv then probes every second and gives up after ten. */
const KEEP_ALIVE_DELAY_MS = 3000;

interface Target {
  readonly url: string;
  readonly device: DeviceId;
  readonly tcp: TcpUrl;
}

const connectFault = ({ url, device }: Target, error: NodeJS.ErrnoException): Fault => {
  const message = `Could not connect: ${error.message} [url=${url}]`;
  return error.code === 'EACCES'
    ? fault(device, 'access-denied', 'service', message, {}, error)
    : fault(device, 'no-device', 'wait', message, {}, error);
};

export const openTcp = (target: Target, signal: AbortSignal): Promise<DeviceResult<Transport>> =>
  new Promise((resolve) => {
    const { url, device, tcp } = target;
    const socket = connect({ ...tcp, noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_DELAY_MS });
    const giveUp = (reason: Fault) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(refuse(reason));
    };
    const onAbort = () => giveUp(fault(device, 'stopped', 'wait', `Connecting was stopped [url=${url}]`));
    const onEarlyError = (error: Error) => giveUp(connectFault(target, error));
    const timer = setTimeout(() => {
      giveUp(fault(device, 'timeout', 'wait', `No connection within ${CONNECT_TIMEOUT_MS} ms [url=${url}]`));
    }, CONNECT_TIMEOUT_MS);
    socket.once('error', onEarlyError);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) return onAbort();

    socket.once('connect', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onEarlyError);
      const line = createLine(device, {
        url,
        bytesPerSecond: null,
        write: (frame, done) => socket.write(frame, (error) => done(error ?? null)),
        async release() {
          socket.destroy();
        },
      });
      socket.on('data', line.received);
      socket.on('error', (error) =>
        line.lose(fault(device, 'no-device', 'wait', `The connection broke: ${error.message} [url=${url}]`, {}, error)),
      );
      // 'end' is the peer's half: a device that will say no more is gone for us.
      socket.on('end', () => line.lose(fault(device, 'no-device', 'wait', `The device hung up [url=${url}]`)));
      socket.on('close', () => line.lose(fault(device, 'no-device', 'wait', `The connection closed [url=${url}]`)));
      resolve(ok(line.transport));
    });
  });
