// What the reception desk works with.
import { z } from 'zod';
import { AppointmentState } from './appointment.ts';
import { PriorityId, ServiceId } from './ids.ts';
import { LocalisedText } from './ticket.ts';

export const ReceptionDesk = z.object({
  services: z.array(z.object({ id: ServiceId, name: LocalisedText, waiting: z.int() })),
  priorities: z.array(z.object({ id: PriorityId, name: LocalisedText })),
  /** Those of today that were not cancelled, by time. */
  appointments: z.array(
    z.object({ code: z.string(), service: LocalisedText, startMs: z.int(), state: AppointmentState }),
  ),
});
export type ReceptionDesk = z.infer<typeof ReceptionDesk>;
