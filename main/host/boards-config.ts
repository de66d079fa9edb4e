// `boards` of site.yaml: boards of text lines over the hall, and whose calls each shows.
import { z } from 'zod';
import { CounterId, DeviceId } from '../../contract/ids.ts';

export const boardsSchema = z
  .array(
    z.strictObject({
      device: DeviceId,
      /** Whose calls it shows; all of them when it is left out. */
      counters: z.array(CounterId).min(1).optional(),
      /** How long a new call flashes, alone. */
      flashSeconds: z.int().min(0).max(120).default(12),
    }),
  )
  .default([]);

export interface BoardsCheck {
  readonly boards: z.infer<typeof boardsSchema>;
  /** Devices of class message-board. */
  readonly devices: readonly string[];
  readonly counters: readonly string[];
}

/** One line a problem. */
export const boardProblems = ({ boards, devices, counters }: BoardsCheck): string[] => {
  const known = (what: string, wanted: string, all: readonly string[]) =>
    all.includes(wanted) ? [] : [`${what}: "${wanted}" does not exist. Known: ${all.join(', ') || 'none'}.`];
  return boards.flatMap(({ device, counters: shown }, at) => [
    ...(boards.findIndex((one) => one.device === device) === at
      ? []
      : [`boards: "${device}" stands there twice; each must be there once.`]),
    ...known('boards, device', device, devices),
    ...(shown ?? []).flatMap((counter) => known(`boards ${device}, counters`, counter, counters)),
  ]);
};
