// Remarks with their photos and their calendar, put together for the host.
import path from 'node:path';
import type { Refusal } from '../../contract/refusal.ts';
import { ok, refuse } from '../../contract/result.ts';
import { siteOffsetMs } from '../../contract/time-zone.ts';
import type { TicketPrinter } from '../../drivers/core/device-classes.ts';
import { createGuesses, createWrongCodes } from '../live/guesses.ts';
import { createAllowance } from '../server/allowance.ts';
import type { RemarkHandlersDeps } from '../server/remark-handlers.ts';
import type { RemarkRoutesDeps } from '../server/remark-routes.ts';
import { createRemarkTables } from '../server/remark-tables.ts';
import { createRemarkViews, type RemarkCalendar } from '../server/remark-views.ts';
import { workdayFrom } from '../services/appointments/index.ts';
import { createRemarkSlip } from '../services/printing/index.ts';
import { createPhotos, createRemarks, type Remarks } from '../services/remarks/index.ts';
import { bookingRules } from './booking-rules.ts';
import type { OpenSite } from './open-site.ts';
import { photoRules, remarkRules } from './remarks-config.ts';
import type { SiteConfig } from './site-schema.ts';

export interface RemarksHostDeps {
  readonly site: Pick<OpenSite, 'ledger' | 'db' | 'staff' | 'workingDay'>;
  readonly config: SiteConfig;
  readonly dataFolder: string;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly randomToken: () => string;
  readonly wait: (ms: number) => Promise<void>;
  /** What every address of this site begins with. */
  readonly publicUrl: () => string;
  readonly isKiosk: RemarkHandlersDeps['isKiosk'];
  /** The one that prints tickets, if there is any. */
  readonly printer: TicketPrinter | undefined;
  /** Why it prints nothing now, or null. */
  readonly printerRefusal: () => Refusal | null;
}

export interface RemarksHost {
  readonly remarks: Remarks;
  readonly handlers: Omit<RemarkHandlersDeps, 'site' | 'staff'>;
  readonly routes: RemarkRoutesDeps;
}

const HOUR_MS = 3_600_000;

export const openRemarks = (deps: RemarksHostDeps): RemarksHost => {
  const { site, config, dataFolder, now, monotonicMs, randomToken, wait, publicUrl, printer, printerRefusal } = deps;
  const rules = remarkRules(config.remarks);
  const hours = bookingRules(config);
  const calendar: RemarkCalendar = {
    dateOf: (atMs) => new Date(atMs + siteOffsetMs).toISOString().slice(0, 10),
    workdayFrom: (date, days) => workdayFrom(date, days, hours),
  };
  const photos = createPhotos(path.join(dataFolder, 'remarks'), photoRules(config.remarks));
  const remarks = createRemarks({
    ledger: site.ledger,
    db: site.db,
    rules,
    photos,
    now,
    randomToken,
    answerBy: (nowMs) => calendar.workdayFrom(calendar.dateOf(nowMs), rules.answerDays),
    workingDay: site.workingDay,
  });
  const views = createRemarkViews({ remarks, siteName: config.site.name, calendar, now });
  // Of remarks alone: who mistypes an appointment has guessed no remark.
  const wrongCode = createWrongCodes({ guesses: createGuesses({ monotonicMs }), wait });
  // Behind the #, so that the token is in no log of a server on the way.
  const remarkUrl = (token: string): string => `${publicUrl()}/remarks/#t=${token}`;
  const pageUrl = (): string => `${publicUrl()}/remarks/`;
  const slip = printer === undefined ? null : createRemarkSlip(printer.capabilities.widthPx);
  const printSlip: RemarkHandlersDeps['printSlip'] = async ({ answerBy, ...facts }) => {
    const refusal = printerRefusal();
    if (refusal !== null) return refuse(refusal);
    if (printer === undefined || slip === null)
      return refuse({ code: 'printer-not-ready', message: 'This site has no printer of tickets (ticketPrinter).' });
    const [year, month, day] = answerBy.split('-');
    const drawn = slip({ ...facts, siteName: config.site.name, answerBy: `${day}/${month}/${year}` });
    const printed = await printer.print(drawn);
    return printed.ok
      ? ok({ isSure: printed.value === 'confirmed' })
      : refuse({ code: 'printer-not-ready', message: `The slip was not printed: ${printed.error.message}` });
  };
  const { maxBytes: photoMaxBytes } = photoRules(config.remarks);
  const { keepDays, perDevicePerHour, perAddressPerHour } = config.remarks;
  return {
    remarks,
    handlers: {
      remarks,
      views,
      form: { photoMaxBytes, keepDays },
      remarkUrl,
      pageUrl,
      perDevice: createAllowance({ max: perDevicePerHour, windowMs: HOUR_MS, monotonicMs }),
      perAddress: createAllowance({ max: perAddressPerHour, windowMs: HOUR_MS, monotonicMs }),
      wrongCode,
      isKiosk: deps.isKiosk,
      printSlip,
    },
    routes: {
      remarks,
      views,
      tables: createRemarkTables({ remarks, views, calendar, now, offsetMs: siteOffsetMs }),
      wrongCode,
      photoMaxBytes,
      siteName: config.site.name,
      pageUrl,
      now,
    },
  };
};
