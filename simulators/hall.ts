// Which devices a rack holds: read from JSON, or the hall of site.demo.yaml.
import path from 'node:path';
import { z } from 'zod';
import { RackDeviceConfig } from './kinds.ts';

const RackScreens = z.array(
  z.strictObject({ name: z.enum(['kiosk', 'counter', 'board']), url: z.url({ protocol: /^https?$/ }) }),
);

export const RackConfig = z.strictObject({
  /** Of the control API, loopback only; 0 takes any free port. */
  port: z.int().min(0).max(65535),
  devices: z.array(RackDeviceConfig),
  screens: RackScreens.default([]),
  /** Folder of built pages: `bench/index.html` is served at /, `assets/` beside it. */
  staticDir: z.string().nullable().default(null),
  seed: z.int().default(1),
});
export type RackConfig = z.infer<typeof RackConfig>;

/** The devices of site.demo.yaml, with their lines in `dir`. */
export const demoHall = (dir: string): RackDeviceConfig[] => {
  const pty = (device: string, baud: number) => ({ pty: path.join(dir, device), baud });
  return [
    {
      kind: 'ticket-printer-escpos',
      id: 'may-in',
      listen: pty('may-in', 115_200),
      widthPx: 576,
      statusBack: 'asb',
      answersGsR: true,
    },
    {
      kind: 'queue-display-modbus',
      id: 'den-led',
      listen: pty('den-led', 9600),
      addresses: [1, 2, 3],
      framing: 'rtu',
    },
    { kind: 'call-keypad-qsystem', id: 'ban-phim', listen: pty('ban-phim', 9600), addresses: [1, 2, 3] },
    { kind: 'card-reader-rdm6300', id: 'doc-the', listen: pty('doc-the', 9600) },
    { kind: 'scanner-serial', id: 'may-quet', listen: pty('may-quet', 115_200), suffix: 'cr' },
    { kind: 'rating-pad-nextion', id: 'bang-diem', listen: pty('bang-diem', 115_200) },
    { kind: 'message-board-alpha', id: 'bang-chu', listen: pty('bang-chu', 9600) },
  ];
};
