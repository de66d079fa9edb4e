// The shape of the configuration file: its keys, what each may be, and what it is where nothing is said.
import { z } from 'zod';
import { CalendarDate } from '../../contract/appointment.ts';
import { FeeDong } from '../../contract/fee.ts';
import { CounterId, DeviceId, ResultId, SatelliteId, SeriesId, ServiceId } from '../../contract/ids.ts';
import { Priority } from '../../contract/priority.ts';
import { NumberBand } from '../../contract/satellite.ts';
import { LocalisedText } from '../../contract/ticket.ts';
import type { DriverPlugin } from '../../drivers/core/plugin.ts';
import { attendanceSchema } from './attendance-config.ts';
import { boardScreensSchema } from './board-screens-config.ts';
import { boardsSchema } from './boards-config.ts';
import { ratingsSchema } from './ratings-config.ts';
import { remarksSchema } from './remarks-config.ts';

const deviceSchema = ({ name, options }: DriverPlugin) =>
  z.strictObject({
    id: DeviceId,
    driver: z.literal(name),
    label: z.string().min(1),
    url: z.string(),
    ...options.shape,
  });

/** The driver's own keys stand beside these. */
export interface DeviceConfig {
  readonly id: DeviceId;
  readonly driver: string;
  readonly label: string;
  readonly url: string;
  readonly [option: string]: unknown;
}

const devicesSchema = (plugins: readonly DriverPlugin[]): z.ZodType<DeviceConfig[]> =>
  z.array(z.discriminatedUnion('driver', plugins.map(deviceSchema) as never)) as unknown as z.ZodType<DeviceConfig[]>;

const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);
const HoursRange = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'hh:mm-hh:mm, such as 07:30-11:30');
const workday = ['07:30-11:30', '13:30-17:00'];
const usualHours = { mon: workday, tue: workday, wed: workday, thu: workday, fri: workday };
const serviceAppointments = z.strictObject({
  slotMinutes: z.int().min(5).max(240).default(30),
  perSlot: z.int().min(0).max(200),
  /** Weekdays on which it is another number. */
  perSlotOn: z.partialRecord(Weekday, z.int().min(0).max(200)).default({}),
});

const onLine = z.strictObject({ device: DeviceId, address: z.int().min(1).max(247) });

export const siteSchema = (plugins: readonly DriverPlugin[]) =>
  z.strictObject({
    site: z.strictObject({
      name: LocalisedText,
      /** Local time at which a new business day begins; before it the day before goes on. */
      dayStartsAt: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'hh:mm between 00:00 and 23:59, in quotes')
        .default('04:00'),
      /** Running text of the board. */
      notice: LocalisedText.nullable().default(null),
    }),
    server: z
      .strictObject({
        /** 127.0.0.1 = this machine only; 0.0.0.0 = the site's network too. */
        host: z.string().default('127.0.0.1'),
        port: z.int().min(0).max(65_535).default(8080),
        /** Addresses from which numbers may be taken. */
        kiosks: z.array(z.union([z.ipv4(), z.ipv6()])).default(['127.0.0.1', '::1']),
        /**
         * Names of this machine under which its own browser is a citizen's phone as far as ratings go: for a simulated hall
         * that has one machine only.
         */
        phoneHosts: z.array(z.string().regex(/^[a-z0-9.-]+$/, 'a host name in lower case, without a port')).default([]),
        /** What the QR on the ticket begins with; default http://<host>:<port>. */
        publicUrl: z.url({ protocol: /^https?$/ }).optional(),
      })
      .prefault({}),
    data: z
      .strictObject({
        /** Relative to the configuration file. */
        folder: z.string().default('data'),
      })
      .prefault({}),
    voice: z
      .strictObject({
        enabled: z.boolean().default(true),
        /** linh and nghìn, or lẻ and ngàn. */
        reading: z.enum(['north', 'south']).default('north'),
        /** Folder of a recorded pack, relative to the configuration file. */
        pack: z.string().optional(),
      })
      .prefault({}),
    series: z
      .array(
        z.strictObject({
          id: SeriesId,
          prefix: z.string().regex(/^[A-ZĐ]{0,2}$/, 'at most two capital letters'),
          digits: z.int().min(1).max(5).default(3),
        }),
      )
      .min(1),
    services: z
      .array(
        z.strictObject({
          id: ServiceId,
          name: LocalisedText,
          series: SeriesId,
          /** Under which heading the kiosk shows it where there are many; else the one of its procedures. */
          field: LocalisedText.optional(),
          /** Taken by appointment: how many a slot holds on each weekday. */
          appointments: serviceAppointments.optional(),
          /** Weekdays on which it is done while one waits. */
          whileYouWait: z.array(Weekday).default([]),
          /** How long one person takes, until the software has learned it. */
          usualMinutes: z.number().min(1).max(240).default(10),
          /** What it costs, in đồng, for a start. */
          feeDong: FeeDong.optional(),
          /** Whether Finish asks for one of `results`. */
          needsResult: z.boolean().default(false),
        }),
      )
      .min(1),
    /** Reasons to come sooner, and by how much. */
    priorities: z.array(Priority).default([]),
    /** Where fees are paid to by code. */
    payment: z
      .strictObject({
        /** The bank's number at NAPAS. */
        bank: z.string().regex(/^\d{6}$/, 'six digits in quotes, such as "970436"'),
        account: z.string().regex(/^[A-Za-z0-9]{1,19}$/, '1 to 19 letters or digits, in quotes'),
        /** Shown beside the code, so that people see whom they pay. */
        name: z.string().min(1).max(60),
      })
      .optional(),
    /** How a service may end. */
    results: z.array(z.strictObject({ id: ResultId, name: LocalisedText })).default([]),
    appointments: z
      .strictObject({
        /** Opening hours, `07:30-11:30`. */
        hours: z.partialRecord(Weekday, z.array(HoursRange)).default(usualHours),
        holidays: z.array(z.strictObject({ from: CalendarDate, to: CalendarDate, name: LocalisedText })).default([]),
        leadMinutes: z.int().min(0).max(10_080).default(60),
        horizonDays: z.int().min(1).max(90).default(14),
        perPersonPerDay: z.int().min(1).max(20).default(1),
        checkInBeforeMinutes: z.int().min(0).max(240).default(15),
        checkInAfterMinutes: z.int().min(0).max(240).default(15),
      })
      .prefault({}),
    queue: z
      .strictObject({
        passedMax: z.int().min(0).max(100).default(5),
        callsMax: z.int().min(1).max(20).default(3),
        missedMax: z.int().min(0).max(5).default(1),
        missedBehind: z.int().min(0).max(50).default(3),
        reviveMinutes: z.int().min(0).max(480).default(30),
        undoSeconds: z.int().min(0).max(60).default(5),
        appointmentLeadMinutes: z.int().min(0).max(240).default(15),
      })
      .prefault({}),
    /** When somebody is urged: the clerks first, then the manager. */
    urging: z
      .strictObject({
        waitMinutes: z.int().min(1).max(480).default(45),
        callMinutes: z.int().min(1).max(60).default(5),
        managerAfterMinutes: z.int().min(0).max(240).default(10),
      })
      .prefault({}),
    ratings: ratingsSchema,
    remarks: remarksSchema,
    attendance: attendanceSchema,
    /** Absent: no face is ever stored here. */
    faces: z
      .strictObject({
        /** Folder of the keys, outside the data folder; relative to the configuration file. */
        keys: z.string().min(1),
        /** Model pack: one that was installed, or the one that comes with the program. */
        pack: z
          .string()
          .regex(/^[a-z0-9][a-z0-9.-]{0,63}$/, 'the name of a pack: `motcua models list`')
          .default('default'),
        /** So long after enrolment a face is erased, whatever was agreed. */
        keepMonths: z.int().min(1).max(36).default(12),
        /** Threads that look at pictures; absent: one less than the machine has cores. */
        threads: z.int().min(1).max(16).optional(),
        /** So long after enrolment a child's face should be taken anew; it is only said. */
        renewChildMonths: z.int().min(1).max(36).default(6),
      })
      .optional(),
    /** The city's hub: what happens here, without people, goes there (docs/hub.md). */
    hub: z.strictObject({ enabled: z.boolean().default(false) }).prefault({}),
    /** Machines that give numbers of their own while this host is away (docs/satellites.md). */
    satellites: z.array(z.strictObject({ id: SatelliteId, numbers: NumberBand })).default([]),
    /** This machine is one: where the host of its hall answers, and as which one it speaks. */
    satellite: z
      .strictObject({
        id: SatelliteId,
        host: z.url({ protocol: /^https?$/ }),
        numbers: NumberBand,
        /** Whether people are called and served here too while the host is away: the laptop of a mobile team. */
        serves: z.boolean().default(false),
      })
      .optional(),
    /** What advice on counters aims at. */
    reports: z
      .strictObject({
        waitMinutes: z.int().min(1).max(240).default(15),
        lateShare: z.number().min(0.01).max(0.9).default(0.1),
      })
      .prefault({}),
    counters: z
      .array(
        z.strictObject({
          id: CounterId,
          number: z.int().min(1).max(99),
          name: LocalisedText,
          services: z.array(ServiceId).min(1),
          display: onLine.optional(),
          keypad: onLine.optional(),
          /** A rating pad of its own. */
          pad: DeviceId.optional(),
          /** The card reader on its desk; those of no counter belong to the kiosk. */
          cardReader: DeviceId.optional(),
        }),
      )
      .min(1),
    devices: devicesSchema(plugins).default([]),
    /** Drivers outside the tree: files that export `plugin`, relative to the configuration file. */
    driverPackages: z.array(z.string().min(1)).default([]),
    cards: z
      .strictObject({
        /** What card readers in keyboard mode are set to type before a card. */
        typedPrefix: z
          .string()
          .regex(/^[!-~]{0,8}$/, 'at most eight characters that a keyboard has, no spaces')
          .default(''),
      })
      .prefault({}),
    kiosk: z
      .strictObject({
        /** The card reader and the scanner beside its glass. */
        cardReader: DeviceId.optional(),
        scanner: DeviceId.optional(),
        /** So many waiting, and the citizen is asked before a number is taken. */
        askAhead: z.int().min(1).max(1000).default(30),
        /** Whether opening hours count: outside of them no number is offered, and who comes late is warned. */
        hours: z.boolean().default(false),
      })
      .prefault({}),
    ticketPrinter: DeviceId.optional(),
    boards: boardsSchema,
    boardScreens: boardScreensSchema,
    media: z
      .strictObject({
        /** Pictures and films for the boards, relative to the data folder. */
        folder: z.string().default('media'),
      })
      .prefault({}),
    /** Windows of the Electron shell, one per display. */
    screens: z
      .array(
        z.strictObject({
          page: z.enum(['kiosk', 'board', 'counter', 'attendance']),
          display: z.int().min(0).default(0),
        }),
      )
      .default([{ page: 'kiosk', display: 0 }]),
  });
export type SiteConfig = z.infer<ReturnType<typeof siteSchema>>;
