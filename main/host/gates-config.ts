// `attendance.gates` of site.yaml: doors where people check in, with their cameras and readers.
import { z } from 'zod';
import { DeviceId } from '../../contract/ids.ts';
import { LocalisedText } from '../../contract/ticket.ts';
import type { DeviceClass } from '../../drivers/core/device-classes.ts';
import type { Gate } from '../services/gates/index.ts';

const unique = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;

const gateSchema = z.strictObject({
  /** In the address of its screen, /attendance/?gate=<id>, and on the sheets. */
  id: DeviceId,
  name: LocalisedText,
  direction: z.enum(['in', 'out']).default('in'),
  /** `list`: faces of those who are expected now; `card`: a card first, then the face; `open`: everybody who consented. */
  mode: z.enum(['list', 'card', 'open']).default('list'),
  /** Cameras of the site; none: the camera of the screen. */
  cameras: z.array(DeviceId).max(8).default([]),
  cardReader: DeviceId.optional(),
  scanner: DeviceId.optional(),
  /** Whether people are asked to turn or blink before a face counts. */
  challenge: z.boolean().default(false),
  /** Where people find somebody of the staff, such as "bàn thư ký, cạnh cửa". */
  help: LocalisedText.optional(),
});

export const gatesSchema = z
  .array(gateSchema)
  .max(32)
  .refine((gates) => unique(gates.map(({ id }) => id)), 'two gates have the same id')
  .default([]);

export const terminalsSchema = z
  .array(
    z.strictObject({
      /** An attendance terminal of the site. Those that are not named here count as they tell, without a prefix. */
      device: DeviceId,
      direction: z.enum(['as-told', 'in', 'out']).default('as-told'),
      /** What stands before its numbers in the codes of the list, such as `HS` for HS1001. */
      prefix: z
        .string()
        .regex(/^[A-Za-z0-9._-]{0,20}$/, 'letters without marks, digits, dots, hyphens; at most 20')
        .default(''),
    }),
  )
  .max(32)
  .refine((terminals) => unique(terminals.map(({ device }) => device)), 'two entries are of the same device')
  .default([]);

export type GateConfig = z.infer<typeof gateSchema>;

/** What the shape alone cannot tell: devices that must exist, and belong to one place only. A line each. */
export const gateProblems = (
  gates: readonly GateConfig[],
  known: {
    readonly idsOf: (deviceClass: DeviceClass) => readonly string[];
    readonly devices: readonly string[];
    /** Readers and scanners that stand elsewhere, with the key that says so. */
    readonly taken: ReadonlyMap<string, string>;
  },
): string[] => {
  const seen = new Map(known.taken);
  const judge = (key: string, device: string, deviceClass: DeviceClass): string[] => {
    const ids = known.idsOf(deviceClass);
    if (!ids.includes(device)) {
      const what = known.devices.includes(device) ? `is no ${deviceClass}` : 'does not exist';
      return [`${key}: "${device}" ${what}. A ${deviceClass} of this site: ${ids.join(', ') || 'none'}.`];
    }
    const place = seen.get(device);
    seen.set(device, key);
    return place === undefined ? [] : [`${key}: "${device}" stands there already: ${place}. Each place has its own.`];
  };
  return gates.flatMap(({ id, cameras, cardReader, scanner }) => [
    ...cameras.flatMap((camera) => judge(`attendance.gates ${id}, cameras`, camera, 'camera')),
    ...(cardReader === undefined ? [] : judge(`attendance.gates ${id}, cardReader`, cardReader, 'card-reader')),
    ...(scanner === undefined ? [] : judge(`attendance.gates ${id}, scanner`, scanner, 'scanner')),
    ...(known.devices.includes(id)
      ? [`attendance.gates: "${id}" is the id of a device too; sheets could not tell them apart. Choose another one.`]
      : []),
  ]);
};

/** A line each. */
export const terminalProblems = (devices: readonly string[], sources: readonly string[]): string[] =>
  devices
    .filter((device) => !sources.includes(device))
    .map(
      (device) =>
        `attendance.terminals: "${device}" is no attendance terminal of this site. Known: ${sources.join(', ') || 'none'}.`,
    );

export const gateOf = ({ id, name, direction, mode, challenge }: GateConfig): Gate => ({
  id,
  name,
  direction,
  mode,
  presence: challenge ? 'challenge' : 'off',
});
