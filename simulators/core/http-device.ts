// A simulated device that is a web server.
import type { RackDevice } from '../../contract/bench.ts';
import { assembleDevice, createUnknownList, type OwnBehaviour } from './assembled-device.ts';
import type { DeviceSetting, SimulatedDevice } from './device.ts';
import { createHttpPort, type HttpReply, type HttpRequest } from './http-port.ts';

export interface WebBench {
  /** Notes a request that the device does not know; a test ends by expecting none. */
  unknown(what: string): void;
  /** State changed outside onRequest and act, by a timer for example. */
  changed(): void;
}

export interface WebBehaviour<Kind extends RackDevice['kind']> extends OwnBehaviour<Kind> {
  /** What a driver asks first. */
  readonly path: string;
  onRequest(request: HttpRequest, reply: HttpReply): void;
}

export const createWebDevice = <Kind extends RackDevice['kind']>(
  setting: DeviceSetting,
  behave: (bench: WebBench) => WebBehaviour<Kind>,
): SimulatedDevice => {
  const { listen, random, onChange } = setting;
  const unknown = createUnknownList(onChange);
  const behaviour = behave({ unknown: unknown.add, changed: onChange });
  const { path, onRequest } = behaviour;
  const port = createHttpPort({ listen, random, path, onRequest, onChange });
  return assembleDevice({ setting, port, behaviour, unknown });
};
