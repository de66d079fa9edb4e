// The device's end of its line: plugged in or not, paced in both directions, spoiled on request.

import { createHidFrames, deliverReport, type FeatureReports, frameFeature, type HidMessage } from './hid-frames.ts';
import { createPacer } from './pacer.ts';
import { openPty, type Pty } from './pty.ts';
import { listenTcp, type TcpListener } from './tcp-listener.ts';
import { deliver, type WireFault } from './wire-faults.ts';

export type Listen =
  | { readonly pty: string; readonly baud: number }
  | { readonly tcp: number }
  | { readonly hid: number };

export interface Port {
  url(): string;
  isPlugged(): boolean;
  isConnected(): boolean;
  bytesIn(): number;
  bytesOut(): number;
  /** One reply, on HID lines one input report; the fault that was injected last spoils it. */
  send(reply: Uint8Array): void;
  inject(fault: WireFault): void;
  /** Stops taking bytes: the host's writes back up. */
  pause(): void;
  resume(): void;
  /** Ends the connection of the host and takes the next one; a PTY goes and comes again. */
  hangUp(): Promise<void>;
  plug(): Promise<void>;
  unplug(): Promise<void>;
}

export interface PortSetting {
  readonly listen: Listen;
  readonly random: () => number;
  onBytes(chunk: Uint8Array): void;
  /** The host is gone, or the cable is. */
  onLost(): void;
  /** HID lines only. */
  features(): FeatureReports | undefined;
  onChange(): void;
}

/** Bits of a character of 8N1. */
const CHARACTER_BITS = 10;
/** What a line holds that nobody takes; beyond it the host feels it. */
const UNPACED_LIMIT_BYTES = 4096;

const after = (durationMs: number) => new Promise<void>((resolve) => setTimeout(resolve, durationMs));

export const createPort = (setting: PortSetting): Port => {
  const { listen, random, onChange } = setting;
  const bytesPerSecond = 'pty' in listen ? listen.baud / CHARACTER_BITS : null;
  let line: Pty | TcpListener | null = null;
  let tcpPort = 'tcp' in listen ? listen.tcp : 'hid' in listen ? listen.hid : 0;
  const hid = 'hid' in listen ? createHidFrames() : null;
  let bytesIn = 0;
  let bytesOut = 0;
  let pendingFault: WireFault | null = null;
  let isPaused = false;
  let lastSending: Promise<unknown> = Promise.resolve();

  const inward = createPacer(bytesPerSecond, (chunk) => {
    bytesIn += chunk.length;
    if (hid === null) setting.onBytes(chunk);
    else for (const message of hid.take(chunk)) obey(message);
    if (!isPaused && inward.queuedBytes() < UNPACED_LIMIT_BYTES) line?.resume();
  });
  const outward = createPacer(bytesPerSecond, (chunk) => {
    bytesOut += chunk.length;
    line?.write(chunk);
  });

  const obey = (message: HidMessage) => {
    const features = setting.features();
    switch (message.kind) {
      case 'output':
        return setting.onBytes(message.report);
      case 'set-feature':
        return features?.set(message.report);
      case 'get-feature':
        return outward.push(frameFeature(features?.get(message.reportId, message.length) ?? null));
    }
  };

  const arrived = (chunk: Uint8Array) => {
    inward.push(chunk);
    if (inward.queuedBytes() >= UNPACED_LIMIT_BYTES) line?.pause();
  };

  const connection = (state: 'connected' | 'disconnected') => {
    if (state === 'disconnected') {
      hid?.clear();
      setting.onLost();
    }
    onChange();
  };

  const plug = async () => {
    if (line !== null) return;
    if ('pty' in listen) line = await openPty(listen.pty, arrived);
    else {
      const listener = await listenTcp(tcpPort, { onBytes: arrived, onConnection: connection });
      tcpPort = listener.port;
      line = listener;
    }
    if (isPaused) line.pause();
    onChange();
  };

  const unplug = async () => {
    const unplugged = line;
    line = null;
    inward.clear();
    outward.clear();
    await unplugged?.close();
    hid?.clear();
    setting.onLost();
    onChange();
  };

  const hangUp = async () => {
    if (line !== null && 'hangUp' in line) return line.hangUp();
    await unplug();
    await plug();
  };

  const sendNow = async (reply: Uint8Array) => {
    const fault = pendingFault;
    pendingFault = null;
    const { pieces, hangsUp } = hid === null ? deliver(reply, fault, random) : deliverReport(reply, fault, random);
    for (const { afterMs, bytes } of pieces) {
      if (afterMs > 0) await after(afterMs);
      outward.push(bytes);
    }
    if (hangsUp) await hangUp();
  };

  return {
    url() {
      if ('pty' in listen) return `serial:${listen.pty}?baud=${listen.baud}`;
      return `${hid === null ? 'tcp' : 'hid+tcp'}://127.0.0.1:${tcpPort}`;
    },
    isPlugged: () => line !== null,
    isConnected: () => line !== null && (!('isConnected' in line) || line.isConnected()),
    bytesIn: () => bytesIn,
    bytesOut: () => bytesOut,
    send(reply) {
      const bytes = Uint8Array.from(reply);
      lastSending = lastSending.then(() => sendNow(bytes));
    },
    inject(fault) {
      pendingFault = fault;
    },
    pause() {
      isPaused = true;
      inward.pause();
      line?.pause();
    },
    resume() {
      isPaused = false;
      line?.resume();
      inward.resume();
    },
    hangUp,
    plug,
    unplug,
  };
};
