// A driver as the host knows it: its name in site.yaml, its class, its own keys, and how it is built. A driver package
// outside the tree exports one as `plugin` and is named in `driverPackages` (docs/drivers/adding-a-device.md).
import { z } from 'zod';
import type { DeviceId } from '../../contract/ids.ts';
import type { DriverDeps } from './contract.ts';
import type { DeviceClass, DeviceClasses } from './device-classes.ts';
import type { Probe } from './probe.ts';

/** A built driver with its class, so that the host can hand it to whoever asked for that class. */
export type BuiltDriver = {
  readonly [Class in DeviceClass]: { readonly deviceClass: Class; readonly driver: DeviceClasses[Class] };
}[DeviceClass];

export interface DriverPlugin {
  /** `driver:` in site.yaml; the name of the folder. */
  readonly name: string;
  readonly deviceClass: DeviceClass;
  /** Keys of site.yaml beside id, driver, label and url. */
  readonly options: z.ZodObject;
  /** What the transport URL may begin with, such as `serial:`; shown when it begins with something else. */
  readonly schemes: readonly string[];
  /** How `motcua devices scan` recognises it; left out where nothing tells it from others. */
  readonly probe?: Probe;
  /** Queue displays: whether a text of this shape fits. */
  fits(options: Readonly<Record<string, unknown>>, text: string): boolean;
  build(id: DeviceId, options: Readonly<Record<string, unknown>>, deps: DriverDeps): BuiltDriver;
}

interface Definition<Class extends DeviceClass, Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly deviceClass: Class;
  readonly schemes: readonly string[];
  readonly options: Shape;
  readonly probe?: Probe;
  readonly fits?: (options: z.infer<z.ZodObject<Shape>>, text: string) => boolean;
  readonly create: (id: DeviceId, options: z.infer<z.ZodObject<Shape>>, deps: DriverDeps) => DeviceClasses[Class];
}

export const definePlugin = <Class extends DeviceClass, Shape extends z.ZodRawShape>(
  definition: Definition<Class, Shape>,
): DriverPlugin => {
  const { name, deviceClass, schemes, create, fits, probe } = definition;
  // The host passes only what `options` has accepted.
  type Options = z.infer<z.ZodObject<Shape>>;
  return {
    name,
    deviceClass,
    schemes,
    options: z.object(definition.options),
    ...(probe === undefined ? {} : { probe }),
    fits: (options, text) => fits?.(options as Options, text) ?? true,
    build: (id, options, deps) => ({ deviceClass, driver: create(id, options as Options, deps) }) as BuiltDriver,
  };
};
