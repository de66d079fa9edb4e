// An Alpha sign of a few lines: files in memory, the priority file, the serial error register. A power cut takes its
// memory, as when the battery is flat or another sign hangs there.
import { z } from 'zod';
import { createBoardPanel } from '../core/board-panel.ts';
import { defineKind } from '../core/kind.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import { answer, type Block, createPacketReader, type MemoryEntry, memoryOf, spoiledAnswer } from './codec.ts';

const ILLEGAL = 0x20;
const CHECKSUM = 0x10;
const OVERFLOW = 0x08;
const REGISTER_READY = 0x40;
const PRIORITY = '0';
/** The sign asks for 100 ms behind each STX of a nested packet; a PTY host under load is late by some, never by this much. */
const LEAST_SILENCE_MS = 20;
/** Special functions that change nothing here: time, date, day, form of the time, tone, reset. */
const TAKEN = " ;&'(,";
const FLASH = 'c';

export const messageBoardAlpha = defineKind({
  kind: 'message-board-alpha',
  options: {
    /** False: wired so that its answers reach nobody. */
    answers: z.boolean().default(true),
  },
  create: (setting, { answers }) =>
    createWiredDevice(setting, ({ port, unknown }) => {
      const reader = createPacketReader();
      let memory: { readonly map: string; readonly entries: readonly MemoryEntry[] } = { map: '', entries: [] };
      let texts = new Map<string, string>();
      let strings = new Map<string, string>();
      let register = 0;

      const light = () => {
        const [label] = [PRIORITY, ...texts.keys()].filter((one) => (texts.get(one) ?? '') !== '');
        const file = texts.get(label ?? '') ?? '';
        const mode = file.startsWith('\x1b') ? file[2] : '';
        const content = file.startsWith('\x1b') ? file.slice(3) : file;
        let shown = '';
        for (let at = 0; at < content.length; at++) {
          // 10 and a label call a STRING file.
          if (content[at] === '\x10') shown += strings.get(content[++at] ?? '') ?? '';
          else shown += content[at];
        }
        panel.light(shown.split('\r'), mode === FLASH ? 'flashing' : 'steady');
      };

      const panel = createBoardPanel(() => {
        memory = { map: '', entries: [] };
        texts = new Map();
        strings = new Map();
        register = 0;
        light();
      });

      const say = (label: string, data: string) => {
        if (!answers || panel.isMute) return;
        port.send(panel.takeSpoiled() ? spoiledAnswer(label, data) : answer(label, data));
      };

      const hasRoom = (type: string, label: string, data: string) => {
        const entry = memory.entries.find((one) => one.type === type && one.label === label);
        return entry !== undefined && data.length <= entry.size;
      };

      const arrange = (data: string): number => {
        const entries = memoryOf(data);
        if (entries === null) return ILLEGAL;
        memory = { map: data, entries };
        const priority = texts.get(PRIORITY);
        texts = new Map(priority === undefined ? [] : [[PRIORITY, priority]]);
        strings = new Map();
        return 0;
      };

      const read = (label: string): number => {
        if (label === '$') say('$', memory.map);
        else if (label === '*') {
          say('*', String.fromCharCode(REGISTER_READY | register));
          register = 0;
        } else return ILLEGAL;
        return 0;
      };

      const writeText = (label: string, data: string): number => {
        if (label !== PRIORITY && !hasRoom('A', label, data)) return ILLEGAL;
        texts.set(label, data);
        return 0;
      };

      const writeString = (label: string, data: string): number => {
        panel.countWrite();
        if (panel.refuses || !hasRoom('B', label, data)) return ILLEGAL;
        strings.set(label, data);
        return 0;
      };

      /** The bits of the register that it sets. */
      const obey = ({ command, label, data }: Block): number => {
        if (command === 'A') return writeText(label, data);
        if (command === 'G') return writeString(label, data);
        if (command === 'F') return read(label);
        if (command === 'E' && label === '$') return arrange(data);
        if (command === 'E' && TAKEN.includes(label)) return 0;
        unknown(`${command}${label}`);
        return ILLEGAL;
      };

      const take = (block: Block) => {
        if (block.silenceMs !== null && block.silenceMs < LEAST_SILENCE_MS) register |= OVERFLOW;
        else if (!block.isIntact) register |= CHECKSUM;
        else {
          // A read clears the register, so the bits are added to what stands there afterwards.
          const bits = obey(block);
          register |= bits;
          light();
        }
      };

      return {
        kind: 'message-board-alpha',
        onBytes(chunk) {
          for (const block of reader.push(chunk, performance.now())) take(block);
        },
        onLost: () => undefined,
        act: panel.act,
        state: panel.state,
      };
    }),
});
