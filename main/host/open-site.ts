// Opens a site's store with its services, but no devices and no server: what the host and the command line share.
import type { BusinessDay } from '../../contract/ids.ts';
import { refuse } from '../../contract/result.ts';
import { siteOffsetMs, siteTimeZone } from '../../contract/time-zone.ts';
import { type Appointments, createAppointmentProjection, createAppointments } from '../services/appointments/index.ts';
import { type Attendance, createAttendance, createAttendanceProjection } from '../services/attendance/index.ts';
import { type Consents, createConsents } from '../services/consents/index.ts';
import { createFaceScores, type FaceScores } from '../services/face-scores/index.ts';
import { createFees, createFeesProjection, type Fees } from '../services/fees/index.ts';
import {
  createGuardianNotices,
  createGuardianNoticesProjection,
  type GuardianNotices,
} from '../services/guardian-notices/index.ts';
import { createHeadquarters, createHeadquartersProjection, type Headquarters } from '../services/headquarters/index.ts';
import { createLookAlikes, createLookAlikesProjection, type LookAlikes } from '../services/look-alikes/index.ts';
import { createMediaProjection } from '../services/media/index.ts';
import { createNotes, createNotesProjection, type Notes } from '../services/notes/index.ts';
import { createNotices, createNoticesProjection, type Notices } from '../services/notices/index.ts';
import { createPauses, createPausesProjection, type Pauses } from '../services/pauses/index.ts';
import { createPeople, type People } from '../services/people/index.ts';
import { createProcedures, createProceduresProjection, type Procedures } from '../services/procedures/index.ts';

import {
  createOpenTickets,
  createQueue,
  createQueueProjection,
  type Queue,
  workingDayOf,
} from '../services/queue/index.ts';
import {
  createRatingAlerts,
  createRatingAlertsProjection,
  type RatingAlerts,
} from '../services/rating-alerts/index.ts';
import { createRatingSigns, createRatingSignsProjection, type RatingSigns } from '../services/rating-signs/index.ts';
import { createRatings, createRatingsProjection, type Ratings } from '../services/ratings/index.ts';
import { createRemarksProjection } from '../services/remarks/index.ts';
import { createPairing, createPairingProjection, type Pairing } from '../services/screens/pairing.ts';
import { createSightings, createSightingsProjection, type Sightings } from '../services/sightings/index.ts';
import { createStaff, createStaffProjection, type Staff } from '../services/staff/index.ts';
import {
  createClosings,
  createSupervision,
  createSupervisionProjection,
  type Supervision,
} from '../services/supervision/index.ts';
import { createTemplates, openVault, type Templates } from '../services/templates/index.ts';
import { createVisits, createVisitsProjection, type Visits } from '../services/visits/index.ts';
import { createWaits, createWaitsProjection, type Waits } from '../services/waits/index.ts';
import { assertNoUnfinishedRestore, databaseFile } from '../store/backup.ts';
import { lockFolder } from '../store/folder-lock.ts';
import { createLedger, type Ledger, type Projection, type Transaction } from '../store/ledger.ts';
import { migrate, missingSteps } from '../store/migrate.ts';
import { migrations } from '../store/migrations/index.ts';
import type { Db } from '../store/open-db.ts';
import { StoreError } from '../store/store-error.ts';
import { schoolCalendar } from './attendance-config.ts';
import { bookingRules, isWorkingDay } from './booking-rules.ts';
import { keepDemoApart } from './demo.ts';
import { dayStartsAtMinutes, queueSettings, urgingLimits } from './queue-settings.ts';
import { alertRules, ratingQuestions, ratingRules, signLimits } from './ratings-config.ts';
import type { SiteConfig } from './site-schema.ts';

const MONTH_MS = 30 * 24 * 3_600_000;

/** Every projection of the product, for the writer and for replaying the journal. */
export const createProjections = (db: Db): readonly Projection[] => [
  createQueueProjection(db),
  createStaffProjection(db),
  createPairingProjection(db),
  createAppointmentProjection(db),
  createSightingsProjection(db),
  createAttendanceProjection(db),
  createGuardianNoticesProjection(db),
  createLookAlikesProjection(db),
  createPausesProjection(db),
  createNotesProjection(db),
  createWaitsProjection(db),
  createVisitsProjection(db),
  createFeesProjection(db),
  createRatingsProjection(db),
  createRatingSignsProjection(db),
  createRatingAlertsProjection(db),
  createRemarksProjection(db),
  createSupervisionProjection(db),
  createNoticesProjection(db),
  createMediaProjection(db),
  createProceduresProjection(db),
  createHeadquartersProjection(db),
];

export interface SiteDeps {
  readonly config: SiteConfig;
  readonly dataFolder: string;
  readonly openDatabase: (file: string) => Db;
  readonly now: () => number;
  /** Never goes back; milliseconds from an arbitrary start. */
  readonly monotonicMs: () => number;
  readonly randomToken: () => string;
  readonly maxGroup: number;
  readonly log: (level: 'info' | 'warn' | 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

export interface OpenSite {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly queue: Queue;
  readonly staff: Staff;
  readonly pairing: Pairing;
  readonly appointments: Appointments;
  readonly sightings: Sightings;
  readonly attendance: Attendance;
  readonly guardianNotices: GuardianNotices;
  readonly people: People;
  readonly consents: Consents;
  readonly templates: Templates;
  readonly lookAlikes: LookAlikes;
  readonly faceScores: FaceScores;
  readonly pauses: Pauses;
  readonly notes: Notes;
  readonly fees: Fees;
  readonly ratings: Ratings;
  readonly ratingSigns: RatingSigns;
  readonly ratingAlerts: RatingAlerts;
  readonly supervision: Supervision;
  readonly notices: Notices;
  /** Opens the business day inside a transaction where needed. */
  readonly workingDay: (tx: Transaction) => BusinessDay;
  readonly procedures: Procedures;
  /** What headquarters set in the configuration's place. */
  readonly headquarters: Headquarters;
  readonly waits: Waits;
  readonly visits: Visits;
  close(): Promise<void>;
}

const openIn = (
  { config, dataFolder, openDatabase, now, monotonicMs, randomToken, maxGroup, log }: SiteDeps,
  held: DisposableStack,
  bringUpToDate: (db: Db) => void,
): OpenSite => {
  using opening = held;
  assertNoUnfinishedRestore(dataFolder);
  const db = openDatabase(databaseFile(dataFolder));
  opening.defer(() => db.close());
  bringUpToDate(db);
  const openTickets = createOpenTickets(db);
  const ledger = createLedger({
    db,
    projections: [...createProjections(db), openTickets.project],
    undone: openTickets.forget,
    now,
    maxGroup,
    log,
  });
  const workingDay = workingDayOf(db, {
    timeZone: siteTimeZone,
    dayStartsAtMinutes: dayStartsAtMinutes(config),
  });
  const headquarters = createHeadquarters({
    ...{ ledger, db, workingDay },
    configured: { priorities: config.priorities, form: ratingQuestions(config.ratings) },
  });
  const rulesOfRatings = () => ratingRules(config.ratings, headquarters.everAsked());
  const settings = queueSettings(config, headquarters.priorities);
  const staff = createStaff({ ledger, db, now, randomToken, workingDay });
  const people = createPeople({ ledger, db, workingDay, randomToken });
  const consents = createConsents({
    ledger,
    db,
    workingDay,
    randomToken,
    now,
    personOf: people.find,
    isWorkingDay: (day) => isWorkingDay(config, day),
  });
  const vault: Templates['vault'] =
    config.faces === undefined
      ? refuse({ code: 'faces-off', message: 'This site stores no faces: "faces" is not in its configuration.' })
      : openVault(dataFolder, config.faces.keys);
  if (vault.ok) opening.defer(() => vault.value.close());
  else if (vault.error.code !== 'faces-off') log('error', vault.error.message, { code: vault.error.code });
  const templates = createTemplates({
    vault,
    consents,
    ledger,
    workingDay,
    now,
    keepMs: (config.faces?.keepMonths ?? 0) * MONTH_MS,
  });
  const sightings = createSightings({ ledger, db, workingDay });
  const pauses = createPauses({ ledger, db, workingDay });
  const notes = createNotes({ ledger, db, workingDay });
  const { isPaused } = pauses;
  const openCounters = () => {
    const paused = pauses.list();
    return new Set([...staff.seats().keys()].filter((id) => !paused.has(id)));
  };
  const usual = new Map(config.services.map(({ id, usualMinutes }) => [id, usualMinutes * 60_000]));
  const waits = opening.use(
    createWaits({
      ledger,
      db,
      open: openTickets,
      now,
      monotonicMs,
      usualMs: (id) => usual.get(id) ?? 10 * 60_000,
      hourOf: (atMs) => Math.floor((atMs + siteOffsetMs) / 3_600_000) % 24,
      counters: settings.counters,
      openCounters,
      passedMax: settings.rules.passedMax,
      log,
    }),
  );
  const closings = createClosings(db);
  const queue = createQueue({
    ledger,
    db,
    open: openTickets,
    settings,
    now,
    monotonicMs,
    randomToken,
    openCounters,
    isPaused,
    isClosed: (serviceId, nowMs) => closings.at(serviceId, nowMs) !== null,
    promise: waits.ofStand,
  });
  const appointments = createAppointments({
    ledger,
    db,
    rules: bookingRules(config),
    now,
    monotonicMs,
    workingDay: workingDayOf(db, settings),
    issueIn: queue.issueIn,
    ticketById: queue.reads.byId,
  });
  const ratingAlerts = createRatingAlerts({
    ledger,
    db,
    rules: alertRules(config.ratings),
    randomToken,
    now,
    offsetMs: siteOffsetMs,
    workingDay,
  });
  const open = opening.move();
  return {
    db,
    ledger,
    queue,
    staff,
    sightings,
    waits,
    appointments,
    pairing: createPairing({ ledger, db, monotonicMs, randomToken, workingDay: workingDayOf(db, settings) }),
    pauses,
    notes,
    fees: createFees({ ledger, db, inHand: queue.reads.inHand, account: config.payment ?? null, workingDay }),
    ratings: createRatings({
      ledger,
      db,
      byToken: queue.reads.byToken,
      rules: rulesOfRatings,
      now,
      offsetMs: siteOffsetMs,
      workingDay,
      raiseIn: ratingAlerts.raiseIn,
    }),
    ratingAlerts,
    ratingSigns: createRatingSigns({
      ledger,
      db,
      rules: rulesOfRatings,
      limits: signLimits(config.ratings),
      counters: new Set(settings.counters.keys()),
      onDuty: (counterId) => staff.seats().get(counterId)?.id ?? null,
      randomToken,
      now,
      offsetMs: siteOffsetMs,
      workingDay,
    }),
    workingDay,
    people,
    consents,
    templates,
    lookAlikes: createLookAlikes({ ledger, db, workingDay }),
    faceScores: createFaceScores({ db, now, log }),
    attendance: createAttendance({
      ledger,
      db,
      workingDay,
      randomToken,
      calendar: schoolCalendar(config.attendance),
      membersOf: people.membersOf,
    }),
    guardianNotices: createGuardianNotices({ ledger, db, workingDay }),
    notices: createNotices({ ledger, db, workingDay }),
    supervision: createSupervision({
      ledger,
      db,
      queue,
      services: new Set(settings.services.keys()),
      counters: new Set(settings.counters.keys()),
      limits: urgingLimits(config),
      closings,
      workingDay,
      putOff: appointments.putOff,
    }),
    procedures: createProcedures({ ledger, db, workingDay }),
    headquarters,
    visits: createVisits({ ledger, db, queue, workingDay }),
    close: async () => {
      await ledger.close();
      open.dispose();
    },
  };
};

const migrateNow =
  ({ now, log }: SiteDeps) =>
  (db: Db): void => {
    const steps = migrate(db, migrations, now());
    if (steps.length > 0) log('info', 'the database was brought to this version', { steps });
  };

/** For the host: takes the folder's lock. Errors: StoreError; nothing stays open then. */
export const openSite = (deps: SiteDeps & { readonly kind: 'demo' | 'real' }): OpenSite => {
  const held = new DisposableStack();
  held.use(lockFolder(deps.dataFolder));
  try {
    keepDemoApart(deps.dataFolder, deps.kind);
  } catch (error) {
    held.dispose();
    throw error;
  }
  return openIn(deps, held, migrateNow(deps));
};

/**
 * For short administrative commands, whether a host runs or not. Beside a running host each change waits for SQLite's own
 * write lock, which is safe because each side forgets what it knows once the other wrote; the schema is the host's then, and is not touched.
 * Errors: StoreError, `folder-in-use` also when the running host is of another version.
 */
export const openSiteBeside = (deps: SiteDeps): OpenSite => {
  const held = new DisposableStack();
  try {
    held.use(lockFolder(deps.dataFolder));
  } catch (error) {
    if (!(error instanceof StoreError && error.code === 'folder-in-use')) throw error;
    return openIn(deps, held, (db) => {
      if (missingSteps(db, migrations).length === 0) return;
      throw new StoreError(
        'folder-in-use',
        'The running host is older than this command. Restart the host first, then try again.',
      );
    });
  }
  return openIn(deps, held, migrateNow(deps));
};
