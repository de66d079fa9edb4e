// Attendance sheets of the host: the school's calendar opens them, the clock reports who is absent, staff see and correct them.
import type { SheetId, StaffId } from '../../contract/ids.ts';
import { calendarDayAt } from '../../contract/time-zone.ts';
import type { SheetHandlersDeps } from '../server/sheet-handlers.ts';
import type { SheetRoutesDeps } from '../server/sheet-routes.ts';
import { createSheetViews } from '../server/sheet-views.ts';
import { createSheetWatch, type SheetWatch } from '../server/sheet-watch.ts';
import { mayReportAlone, statusOf } from '../services/attendance/index.ts';
import { createRemember } from '../store/remembered.ts';
import { openGuardianNotices } from './open-guardian-notices.ts';
import type { OpenSite } from './open-site.ts';
import type { SiteConfig } from './site-schema.ts';

export interface SheetsHostDeps {
  readonly site: Pick<OpenSite, 'ledger' | 'db' | 'attendance' | 'guardianNotices' | 'people' | 'staff' | 'queue'>;
  readonly config: SiteConfig;
  readonly now: () => number;
  readonly randomToken: () => string;
  /** Open pages are to look again. */
  readonly onChange: () => void;
  readonly log: (level: 'info' | 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

export interface SheetsHost extends AsyncDisposable {
  readonly handlers: Omit<SheetHandlersDeps, 'staff'>;
  readonly routes: Omit<SheetRoutesDeps, 'staff'> & { readonly watch: SheetWatch };
  /** Opens what the calendar has for today, reports absences that are due and sends what waits. Never rejects. */
  look(): Promise<void>;
  /** Resolves when nothing is being sent. */
  sent(): Promise<void>;
}

export const openSheets = ({ site, config, now, randomToken, onChange, log }: SheetsHostDeps): SheetsHost => {
  const { attendance, people, staff, queue, ledger } = site;
  const reportAfterMs = config.attendance.reportAfterMinutes * 60_000;
  const { askAboveShare } = config.attendance;
  const groups = new Map(config.attendance.teachers.map(({ staff: login, groups }) => [login, groups]));
  const today = (): string => queue.reads.openDay() ?? calendarDayAt(now());
  const remember = createRemember(site.db);
  const names = remember(() => new Map(staff.list().map(({ id, name }) => [id, name])));
  const sheetsToday = remember(() => attendance.sheetsOf({ from: today(), to: today() }));
  const watch = createSheetWatch({
    today: sheetsToday,
    now,
    reportAfterMs,
    since: randomToken(),
  });
  const notices = openGuardianNotices({
    site,
    config: config.attendance.notices,
    siteName: config.site.name.vi,
    now,
    onChange: (sheetId) => {
      watch.touch(sheetId);
      onChange();
    },
    log,
  });
  const views = createSheetViews({
    attendance,
    notices: notices.isOn ? site.guardianNotices : null,
    person: people.find,
    staffName: (id) => names().get(id) ?? null,
    groupsOf: (login) => groups.get(login) ?? [],
    now,
    reportAfterMs,
    askAboveShare,
  });
  const report = async (sheetId: SheetId, by: StaffId | null): Promise<number | null> => {
    const absent = await attendance.report(sheetId, by, (tx, personIds) =>
      notices.queueAbsences(tx, sheetId, personIds),
    );
    void notices.send();
    return absent?.length ?? null;
  };

  const reportDue = async (): Promise<void> => {
    for (const { sheetId, times } of attendance.unreported(now() - reportAfterMs)) {
      const statuses = attendance.rows(sheetId).map((row) => statusOf(row, times, now()));
      // A session without its class yet is no session without absences.
      if (statuses.length > 0 && mayReportAlone(statuses, askAboveShare)) await report(sheetId, null);
    }
  };
  const listening = ledger.subscribe((recorded) => watch.take(recorded));
  return {
    handlers: {
      attendance,
      people,
      notices: site.guardianNotices,
      sendNotices: () => void notices.send(),
      views,
      today,
      now,
      report: (sheetId, by) => report(sheetId, by.id),
    },
    routes: { views, watch, siteName: config.site.name, now },
    look: async () => {
      try {
        await attendance.openCalendar();
        await reportDue();
        await notices.queueFurther(sheetsToday());
        void notices.send();
      } catch (error) {
        log('error', 'the sheets of the day could not be looked after', { error });
      }
    },
    sent: notices.send,
    [Symbol.asyncDispose]: async () => {
      listening[Symbol.dispose]();
      await notices[Symbol.asyncDispose]();
    },
  };
};
