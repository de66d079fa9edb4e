import type { Migration } from '../migrate.ts';
import { journal } from './0010-journal.ts';
import { tickets } from './0020-tickets.ts';
import { staff } from './0030-staff.ts';
import { deviceStatistics } from './0050-device-statistics.ts';
import { sightings } from './0060-sightings.ts';
import { lines } from './0070-lines.ts';
import { staffRoles } from './0080-staff-roles.ts';

import { appointments } from './0090-appointments.ts';
import { cardKey } from './0100-card-key.ts';
import { counters } from './0110-counters.ts';
import { waitPromises } from './0120-wait-promises.ts';
import { ticketCards } from './0130-ticket-cards.ts';
import { procedures } from './0140-procedures.ts';
import { supervision } from './0160-supervision.ts';
import { fees } from './0200-fees.ts';
import { journalByDay } from './0210-journal-by-day.ts';
import { notices } from './0230-notices.ts';
import { ratings } from './0240-ratings.ts';

/** In ascending order; published steps are never edited, only followed by new ones. */
export const migrations: readonly Migration[] = [
  journal,
  tickets,
  staff,
  deviceStatistics,
  sightings,
  lines,
  staffRoles,
  appointments,
  cardKey,
  counters,
  waitPromises,
  ticketCards,
  procedures,
  supervision,
  fees,
  journalByDay,
  notices,
  ratings,
];
