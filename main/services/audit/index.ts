// Who did what and when: the journal, read back. Nothing is left out because it is not known here: a kind without words is
// shown by its name.
import type { AuditEntry, AuditGroup, AuditPage } from '../../../contract/audit.ts';
import type { BusinessDay, CounterId } from '../../../contract/ids.ts';
import type { LocalisedText } from '../../../contract/ticket.ts';
import type { Db } from '../../store/open-db.ts';

export interface AuditAsk {
  readonly day: BusinessDay;
  readonly groups: ReadonlySet<AuditGroup>;
  /** Only this person's deeds. */
  readonly staffId?: string | undefined;
  /** Only the life of this number. */
  readonly number?: string | undefined;
  /** Only rows before it. */
  readonly before?: number | undefined;
  readonly limit: number;
}

export interface Audit {
  read(ask: AuditAsk): AuditPage;
  /** The open business day; after midnight it is still yesterday's. Empty before the first. */
  newestDay(): string;
}

export interface AuditDeps {
  readonly db: Db;
  readonly counterNumber: (id: CounterId) => number | null;
  /** In Vietnamese; the id itself where the configuration no longer has it. */
  readonly serviceName: (id: string) => LocalisedText;
  readonly resultName: (id: string) => LocalisedText;
}

interface Row {
  readonly seq: number;
  readonly atMs: number;
  readonly type: string;
  readonly group: AuditGroup;
  readonly body: string;
  readonly number: string | null;
  readonly who: string | null;
  /** Of the sheet that it is about. */
  readonly title: string | null;
  /** Whom it is about; null also for who was erased. */
  readonly person: string | null;
}

type Body = Readonly<Record<string, unknown>>;

/** Kinds that begin so are about people and machines rather than about the hall's day. */
const accountKinds = [
  'staff',
  'roles',
  'password',
  'screen',
  'procedures',
  'people',
  'consent',
  'template',
  'look-alikes',
  'request',
] as const;
const isAccounts = accountKinds.map((kind) => `j.type LIKE '${kind}-%'`).join(' OR ');
/** Steps of machines, of which there are many and which nobody did; and ratings, which nobody reads beside a number. */
const quietKinds = [
  'print-queued',
  'print-started',
  'print-ended',
  'sighting-received',
  'rating-given',
  'sign-rating-given',
  // Hundreds of a morning; the sheet shows each.
  'guardian-notice-settled',
  // Its moment would tell whose rating it was.
  'rating-alert-raised',
] as const;

/** Whom a camera, a reader or a terminal saw: the sheet tells it; what staff marked is told here. */
const isSeenByMachine = `(j.type IN ('person-arrived', 'person-left') AND j.body ->> '$.staffId' IS NULL)`;

/** Texts of a field; a text in both languages is told in Vietnamese. */
const words = (value: unknown): string[] => {
  if (typeof value === 'string' || typeof value === 'number') return value === '' ? [] : [String(value)];
  if (Array.isArray(value)) return value.flatMap(words);
  return value !== null && typeof value === 'object' && 'vi' in value ? words(value.vi) : [];
};

/** Fields that say why, what and how much, in this order. */
const telling = [
  'remarkNumber',
  'unitId',
  'status',
  'purpose',
  'side',
  'reason',
  'why',
  'outOfOrder',
  'step',
  'how',
  'method',
  'outcome',
  'kind',
  'amountDong',
  'text',
  'name',
  'login',
  'roles',
  'page',
  'code',
];

export const createAudit = ({ db, counterNumber, serviceName, resultName }: AuditDeps): Audit => {
  const newestDay = db.prepare<[], string | null>('SELECT max(day) FROM business_day').pluck();
  const people = db.prepare<[], { id: string; name: string }>('SELECT id, name FROM staff ORDER BY name');
  const rows = db.prepare<Record<string, unknown>[], Row>(
    `SELECT j.seq, j.at_ms AS atMs, j.type, iif(${isAccounts}, 'accounts', 'hall') AS "group", j.body, ticket.number, staff.name AS who,
       sheet.title, person.name AS person
     FROM journal j
       LEFT JOIN ticket ON ticket.id = j.body ->> '$.ticketId'
       LEFT JOIN staff ON staff.id = coalesce(j.body ->> '$.by',
         CASE WHEN j.type IN ('staff-added', 'staff-removed', 'roles-changed', 'password-changed') THEN NULL
              ELSE j.body ->> '$.staffId' END)
       LEFT JOIN sheet ON sheet.id = j.body ->> '$.sheetId'
       LEFT JOIN person ON person.id = j.body ->> '$.personId'
     WHERE j.day = @day AND j.type NOT IN (${quietKinds.map((kind) => `'${kind}'`).join(', ')})
       AND NOT ${isSeenByMachine}
       AND iif(${isAccounts}, @accounts, @hall)
       AND (@before IS NULL OR j.seq < @before)
       AND (@staffId IS NULL OR coalesce(j.body ->> '$.by', j.body ->> '$.staffId') = @staffId)
       AND (@number IS NULL OR ticket.number = @number)
     ORDER BY j.seq DESC LIMIT @limit`,
  );

  const entryOf = ({ body, title, person, ...row }: Row): AuditEntry => {
    const event: Body = JSON.parse(body);
    const counterId = event['counterId'];
    const { serviceId: service, result } = event;
    const many = event['attendees'] ?? event['personIds'];
    const parts = telling.flatMap((field) => words(event[field]));
    return {
      ...row,
      counterNumber: typeof counterId === 'string' ? counterNumber(counterId as CounterId) : null,
      detail: [
        ...[title, person].filter((part) => part !== null),
        ...(Array.isArray(many) ? [{ vi: `${many.length} người`, en: `${many.length} people` }] : []),
        ...(typeof service === 'string' ? [serviceName(service)] : []),
        ...(typeof result === 'string' ? [resultName(result)] : []),
        ...parts,
      ],
    };
  };

  return {
    newestDay: () => newestDay.get() ?? '',
    read: ({ day, groups, staffId, number, before, limit }) => {
      const found = rows.all({
        day,
        accounts: Number(groups.has('accounts')),
        hall: Number(groups.has('hall')),
        before: before ?? null,
        staffId: staffId ?? null,
        number: number ?? null,
        limit,
      });
      return {
        day,
        entries: found.map(entryOf),
        before: found.length < limit ? null : (found.at(-1)?.seq ?? null),
        people: people.all(),
      };
    },
  };
};
