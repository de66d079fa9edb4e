// A kind of simulated device as the rack knows it: its options in the rack's JSON and how it is built.
import { z } from 'zod';
import type { DeviceSetting, SimulatedDevice } from './device.ts';

const listen = z.union([
  z.strictObject({ pty: z.string().min(1), baud: z.int().positive() }),
  /** 0 takes any free port. */
  z.strictObject({ tcp: z.int().min(0).max(65_535) }),
  /** HID reports over TCP (docs/protocols/hid-over-tcp.md); 0 takes any free port. */
  z.strictObject({ hid: z.int().min(0).max(65_535) }),
]);
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

export interface SimulatedKind {
  readonly kind: string;
  /** Of the rack's JSON: kind, id, listen and the kind's own keys. */
  readonly config: z.ZodObject;
  create(setting: DeviceSetting, options: Readonly<Record<string, unknown>>): SimulatedDevice;
}

/** `options`: the keys beside kind, id and listen. */
export const defineKind = <Shape extends z.ZodRawShape>(kind: {
  readonly kind: string;
  readonly options: Shape;
  readonly create: (setting: DeviceSetting, options: z.infer<z.ZodObject<Shape>>) => SimulatedDevice;
}): SimulatedKind => ({
  kind: kind.kind,
  config: z.strictObject({ kind: z.literal(kind.kind), id, listen, ...kind.options }),
  create: (setting, options) => kind.create(setting, options as z.infer<z.ZodObject<Shape>>),
});
