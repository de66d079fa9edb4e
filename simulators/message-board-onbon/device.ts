// An Onbon font card: dynamic areas in RAM, silent on a wrong checksum and on frames for other controllers.
import { createBoardPanel } from '../core/board-panel.ts';
import { defineKind } from '../core/kind.ts';
import { createWiredDevice } from '../core/wired-device.ts';
import {
  type Area,
  areasOf,
  createOrderReader,
  errorAnswer,
  type Order,
  spoiledAnswer,
  statusAnswer,
} from './codec.ts';

const OURS = 0x0001;
const EVERYONE: readonly number[] = [0xfffe, 0xffff];
const DONE = 0;
const NO_GROUP = 1;
const NO_COMMAND = 2;
const OUT_OF_MEMORY = 4;
/** Of a 5E card. */
const MOST_AREAS = 4;
const TYPES_QUICKLY = 2;
/** Reset, switch, brightness: taken, and nothing of them is drawn. */
const TAKEN: readonly string[] = ['a201', 'a300', 'a302'];

export const messageBoardOnbon = defineKind({
  kind: 'message-board-onbon',
  options: {},
  create: (setting) =>
    createWiredDevice(setting, ({ port, unknown }) => {
      let areas = new Map<number, Area>();
      const reader = createOrderReader();

      const light = () => {
        const sorted = [...areas.values()].toSorted((a, b) => a.yPx - b.yPx);
        panel.light(
          sorted.map(({ text }) => text),
          sorted.some(({ display }) => display === TYPES_QUICKLY) ? 'flashing' : 'steady',
        );
      };
      const clear = () => {
        areas = new Map();
        light();
      };
      const panel = createBoardPanel(clear);

      const showAreas = (data: Buffer): number => {
        const told = areasOf(data);
        if (told === null) {
          unknown('a306 with areas of another form');
          return NO_COMMAND;
        }
        panel.countWrite();
        if (panel.refuses) return OUT_OF_MEMORY;
        for (const index of told.deleted) areas.delete(index);
        for (const area of told.areas) {
          if (area.index >= MOST_AREAS) return OUT_OF_MEMORY;
          areas.set(area.index, area);
        }
        light();
        return DONE;
      };

      const obey = ({ group, command, data }: Order): number => {
        const code = Buffer.of(group, command).toString('hex');
        if (code === 'a200' || TAKEN.includes(code)) return DONE;
        if (code === 'a306') return showAreas(data);
        if (code === 'a310') {
          clear();
          return DONE;
        }
        unknown(code);
        return group < 0xa0 || group > 0xa6 ? NO_GROUP : NO_COMMAND;
      };

      const reply = (order: Order): Uint8Array => {
        if (order.group === 0xa1 && order.command === 0x02) return statusAnswer();
        const code = obey(order);
        return panel.takeSpoiled() ? spoiledAnswer(code) : errorAnswer(code);
      };

      return {
        kind: 'message-board-onbon',
        onBytes(chunk) {
          for (const order of reader.push(chunk)) {
            if (order.destination !== OURS && !EVERYONE.includes(order.destination)) continue;
            const said = reply(order);
            if (order.mustReply && !panel.isMute) port.send(said);
          }
        },
        onLost: () => undefined,
        act: panel.act,
        state: panel.state,
      };
    }),
});
