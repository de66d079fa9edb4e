import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DeviceReport } from '../../contract/device.ts';
import { DeviceId } from '../../contract/ids.ts';
import type { Trace } from '../../drivers/core/trace.ts';

export interface MaintenanceDeps {
  /** Null for a device that is not there. */
  readonly trace: (device: DeviceId) => Trace | null;
  /** For the command line. */
  readonly deviceReports: () => readonly DeviceReport[];
}

/** For the command line on this machine: card numbers and citizens' data are not in it. */
export const registerMaintenance = (app: FastifyInstance, { trace, deviceReports }: MaintenanceDeps): void => {
  const isLocal = ({ ip }: FastifyRequest) => ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(ip);
  const refuse = (reply: FastifyReply) =>
    reply.code(403).send({ code: 'not-here', message: 'Only on this machine itself.' });
  app.get('/maintenance/devices', (request, reply) =>
    isLocal(request) ? reply.header('cache-control', 'no-store').send(deviceReports()) : refuse(reply),
  );
  app.get<{ Params: { id: string } }>('/maintenance/trace/:id', (request, reply) => {
    if (!isLocal(request)) return refuse(reply);
    const id = DeviceId.safeParse(request.params.id);
    const found = id.success ? trace(id.data) : null;
    if (found === null) return reply.code(404).send({ code: 'unknown-device', message: 'There is no such device.' });
    return reply.header('cache-control', 'no-store').send(found.entries());
  });
};
