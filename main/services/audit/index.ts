// Who did what and when: the journal, read back. Nothing is left out because it is not known here: a kind without words is
// shown by its name.
import type { AuditEntry, AuditGroup, AuditPage } from '../../../contract/audit.ts';
import type { BusinessDay, CounterId } from '../../../contract/ids.ts';
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
}

export interface AuditDeps {
  readonly db: Db;
  readonly counterNumber: (id: CounterId) => number | null;
  /** In Vietnamese; the id itself where the configuration no longer has it. */
  readonly serviceName: (id: string) => string;
  readonly resultName: (id: string) => string;
}

interface Row {
  readonly seq: number;
  readonly atMs: number;
  readonly type: string;
  readonly body: string;
  readonly number: string | null;
  readonly who: string | null;
}

type Body = Readonly<Record<string, unknown>>;

/** About people and machines rather than about the hall's day. */
const accountKinds = /^(staff|roles|password|screen|procedures)-/;
/** Steps of machines, of which there are many and which nobody did; and ratings, which nobody reads beside a number. */
const quietKinds = ['print-queued', 'print-started', 'print-ended', 'sighting-received', 'rating-given'] as const;

/** Texts of a field; a text in both languages is told in Vietnamese. */
const words = (value: unknown): string[] => {
  if (typeof value === 'string' || typeof value === 'number') return value === '' ? [] : [String(value)];
  if (Array.isArray(value)) return value.flatMap(words);
  return value !== null && typeof value === 'object' && 'vi' in value ? words(value.vi) : [];
};

/** Fields that say why, what and how much, in this order. */
const telling = [
  'reason',
  'why',
  'outOfOrder',
  'step',
  'how',
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
  const people = db.prepare<[], { id: string; name: string }>('SELECT id, name FROM staff ORDER BY name');
  const rows = db.prepare<Record<string, unknown>[], Row>(
    `SELECT j.seq, j.at_ms AS atMs, j.type, j.body, ticket.number, staff.name AS who
     FROM journal j
       LEFT JOIN ticket ON ticket.id = j.body ->> '$.ticketId'
       LEFT JOIN staff ON staff.id = coalesce(j.body ->> '$.by',
         CASE WHEN j.type IN ('staff-added', 'staff-removed', 'roles-changed', 'password-changed') THEN NULL
              ELSE j.body ->> '$.staffId' END)
     WHERE j.day = @day AND j.type NOT IN (${quietKinds.map((kind) => `'${kind}'`).join(', ')})
       AND (@before IS NULL OR j.seq < @before)
       AND (@staffId IS NULL OR coalesce(j.body ->> '$.by', j.body ->> '$.staffId') = @staffId)
       AND (@number IS NULL OR ticket.number = @number)
     ORDER BY j.seq DESC LIMIT @limit`,
  );

  const entryOf = ({ body, ...row }: Row): AuditEntry => {
    const event: Body = JSON.parse(body);
    const counterId = event['counterId'];
    const { serviceId: service, result } = event;
    const parts = telling.flatMap((field) => words(event[field]));
    return {
      ...row,
      group: accountKinds.test(row.type) ? 'accounts' : 'hall',
      counterNumber: typeof counterId === 'string' ? counterNumber(counterId as CounterId) : null,
      detail: [
        ...(typeof service === 'string' ? [serviceName(service)] : []),
        ...(typeof result === 'string' ? [resultName(result)] : []),
        ...parts,
      ],
    };
  };

  return {
    read: ({ day, groups, staffId, number, before, limit }) => {
      const found = rows.all({
        day,
        before: before ?? null,
        staffId: staffId ?? null,
        number: number ?? null,
        limit,
      });
      return {
        day,
        entries: found.map(entryOf).filter(({ group }) => groups.has(group)),
        before: found.length < limit ? null : (found.at(-1)?.seq ?? null),
        people: people.all(),
      };
    },
  };
};
