// What the reception desk is told.
import type { ReceptionDesk } from '../../contract/reception-desk.ts';
import type { Appointments } from '../services/appointments/index.ts';
import type { Queue } from '../services/queue/index.ts';
import { serviceNameIn } from './kiosk-handlers.ts';
import type { SiteFacts } from './site-facts.ts';

export interface ReceptionViewDeps {
  readonly site: SiteFacts;
  readonly queue: Pick<Queue, 'seen'>;
  readonly appointments: Pick<Appointments, 'on'>;
}

export const createReceptionView = ({ site, queue, appointments }: ReceptionViewDeps): (() => ReceptionDesk) => {
  const nameOf = serviceNameIn(site);
  return (): ReceptionDesk => {
    const day = queue.seen.openDay();
    const waiting = day === null ? null : queue.seen.waitingByService(day);
    return {
      services: site.services.map(({ id, name }) => ({
        id,
        name,
        waiting: waiting?.get(id) ?? 0,
      })),
      priorities: site.priorities().map(({ id, name }) => ({ id, name })),
      appointments: (day === null ? [] : appointments.on(day)).map(({ code, serviceId, startMs, state }) => ({
        code,
        service: nameOf(serviceId),
        startMs,
        state,
      })),
    };
  };
};
