// A Zebra scanner that speaks SSI: sends a code packet by packet, each again until the host has acknowledged it.
import { z } from 'zod';
import { defineKind } from '../core/kind.ts';
import { createOptics } from '../core/scanner-optics.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import { ackFrame, nakFrame, type Packet, packetFrame, packetsOf, revisionFrame, takeHostFrames } from './codec.ts';

const TRIES = 3;
const CHECKSUM_WRONG = 1;

export const scannerSsi = defineKind({
  kind: 'scanner-ssi',
  options: {
    packetBytes: z.int().min(1).max(250).default(250),
    /** How long it waits for the host's answer. */
    answerMs: z.int().positive().default(2000),
  },
  create: (setting, { packetBytes, answerMs }) =>
    createWiredDevice(setting, ({ port, unknown, changed }) => {
      let received: Uint8Array = new Uint8Array(0);
      let waiting: Packet[] = [];
      let tries = 0;
      let timer: ReturnType<typeof setTimeout> | undefined;

      const giveUp = () => {
        clearTimeout(timer);
        waiting = [];
        tries = 0;
      };
      const sendNext = () => {
        clearTimeout(timer);
        const [next] = waiting;
        if (next === undefined) return;
        if (tries === TRIES) return giveUp();
        port.send(packetFrame(next, tries === 0 ? 'first' : 'again'));
        tries++;
        timer = setTimeout(sendNext, answerMs);
        changed();
      };
      const optics = createOptics((data) => {
        const head = optics.state.aimPrefix ? Buffer.from(']Q1', 'latin1') : Buffer.alloc(0);
        const isIdle = waiting.length === 0;
        waiting.push(...packetsOf(Buffer.concat([head, data]), packetBytes));
        if (isIdle) sendNext();
      });

      const obey = (opcode: number) => {
        switch (opcode) {
          case 0xd0:
            waiting.shift();
            tries = 0;
            return sendNext();
          case 0xd1:
            return sendNext();
          case 0xa3:
            return port.send(revisionFrame('SIMULATED 0 0'));
          case 0xe4:
          case 0xe5:
            optics.light(opcode === 0xe4);
            return port.send(ackFrame());
          case 0xe9:
          case 0xea:
            return port.send(ackFrame());
          default:
            unknown(`opcode ${opcode.toString(16)}`);
        }
      };

      return {
        kind: 'scanner-ssi',
        onBytes(chunk) {
          const { frames, skipped, rest } = takeHostFrames(Buffer.concat([received, chunk]));
          received = rest;
          if (skipped.length > 0) unknown(Buffer.from(skipped).toString('hex'));
          for (const { opcode, isRight } of frames) {
            if (isRight) obey(opcode);
            else port.send(nakFrame(CHECKSUM_WRONG));
          }
        },
        onLost() {
          received = new Uint8Array(0);
          giveUp();
        },
        act: optics.act,
        state: () => ({ ...optics.state, suffix: null }),
        close() {
          giveUp();
          optics.close();
        },
      };
    }),
});
