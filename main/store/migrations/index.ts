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
import { keptNumbers } from './0250-kept-numbers.ts';
import { mediaPlans } from './0251-media-plans.ts';
import { ratingSigns } from './0260-rating-signs.ts';
import { padAsks } from './0270-pad-asks.ts';
import { ratingAlerts } from './0280-rating-alerts.ts';
import { remarks } from './0290-remarks.ts';
import { people } from './0300-people.ts';
import { consents } from './0301-consents.ts';
import { attendance } from './0320-attendance.ts';
import { sightingsByReceipt } from './0330-sightings-by-receipt.ts';
import { guardianNotices } from './0340-guardian-notices.ts';
import { personLeaves } from './0341-person-leaves.ts';
import { reportDays } from './0350-report-days.ts';
import { receipts } from './0351-receipts.ts';
import { hubLink } from './0360-hub-link.ts';
import { lookAlikes } from './0370-look-alikes.ts';
import { faceScores } from './0371-face-scores.ts';
import { hubCommands } from './0380-hub-commands.ts';
import { satellites } from './0420-satellites.ts';
import { headquartersSettings } from './0430-headquarters-settings.ts';
import { onWay } from './0440-on-way.ts';
import { appointmentRevisions } from './0450-appointment-revisions.ts';

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
  keptNumbers,
  mediaPlans,
  ratingSigns,
  padAsks,
  ratingAlerts,
  remarks,
  people,
  consents,
  attendance,
  sightingsByReceipt,
  guardianNotices,
  personLeaves,
  reportDays,
  receipts,
  hubLink,
  lookAlikes,
  faceScores,
  hubCommands,
  satellites,
  headquartersSettings,
  onWay,
  appointmentRevisions,
];
