// Notices to guardians in the host: what is lined up with the absences and after them, and the way by which it leaves.
import { createHash } from 'node:crypto';
import type { GuardianNoticeKind } from '../../contract/guardian-notice.ts';
import type { PersonId, SheetId } from '../../contract/ids.ts';
import { fill } from '../../contract/texts/catalogue.ts';
import { guardianNotices as words } from '../../contract/texts/guardian-notices.ts';
import { siteOffsetMs } from '../../contract/time-zone.ts';
import { type Sheet, statusOf } from '../services/attendance/index.ts';
import {
  createFileWay,
  createOutbox,
  createWebhookWay,
  furtherNotices,
  isStillTrue,
  type LetterFor,
  type Notice,
  type NoticeWay,
} from '../services/guardian-notices/index.ts';
import type { Transaction } from '../store/ledger.ts';
import { type GuardianNoticesConfig, readSecret } from './guardian-notices-config.ts';
import type { OpenSite } from './open-site.ts';

export interface GuardianNoticesHostDeps {
  readonly site: Pick<OpenSite, 'ledger' | 'attendance' | 'people' | 'guardianNotices'>;
  readonly config: GuardianNoticesConfig | undefined;
  readonly siteName: string;
  readonly now: () => number;
  readonly onChange: (sheetId: SheetId) => void;
  readonly log: (level: 'error', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

export interface GuardianNoticesHost extends AsyncDisposable {
  /** Whether this site tells guardians at all. */
  readonly isOn: boolean;
  /** Lines absences up, in the transaction that reports them. */
  queueAbsences(tx: Transaction, sheetId: SheetId, personIds: readonly PersonId[]): void;
  /** Lines up what happened after the reports of today's sheets. */
  queueFurther(sheets: readonly Sheet[]): Promise<void>;
  /** Sends what is due; nobody in the hall waits for it. Never rejects. */
  send(): Promise<void>;
}

const timeoutMs = 10_000;

const wayOf = (
  config: GuardianNoticesConfig,
  { now, ending }: { readonly now: () => number; readonly ending: AbortSignal },
): NoticeWay => {
  const { file, webhook } = config;
  if (file !== undefined) return createFileWay(file.folder);
  if (webhook === undefined) throw new Error('attendance.notices has neither file nor webhook');
  return createWebhookWay({ url: webhook.url, secret: () => readSecret(webhook.secretFile), now, timeoutMs, ending });
};

/** By the clock of the site, `2026-11-26T07:20:00.000+07:00`. */
const localTime = (atMs: number): string => new Date(atMs + siteOffsetMs).toISOString().replace('Z', '+07:00');

/** Says nothing of the person, and is the same at every try of one lining up. */
const idOf = ({ sheetId, personId, kind, queuedAtMs }: Notice): string =>
  createHash('sha256').update([sheetId, personId, kind, queuedAtMs].join(' ')).digest('base64url').slice(0, 22);

export const openGuardianNotices = (deps: GuardianNoticesHostDeps): GuardianNoticesHost => {
  const { site, config, siteName, now, onChange, log } = deps;
  const { attendance, people, guardianNotices: notices, ledger } = site;
  if (config === undefined)
    return {
      isOn: false,
      queueAbsences: () => undefined,
      queueFurther: async () => undefined,
      send: async () => undefined,
      [Symbol.asyncDispose]: async () => undefined,
    };
  const wanted = new Set(config.kinds);
  /** Guardians are told of pupils; a teacher who is late is nobody's child. */
  const isPupil = (personId: PersonId): boolean => people.find(personId)?.kind === 'pupil';

  const textOf = (notice: Notice, sheet: Sheet, facts: { readonly name: string; readonly group: string }): string => {
    const { kind, sheetId, personId, queuedAtMs } = notice;
    const row = attendance.rows(sheetId).find((one) => one.personId === personId);
    const seenAtMs: Readonly<Record<GuardianNoticeKind, number | null | undefined>> = {
      absent: null,
      late: row?.arrivedAtMs,
      arrived: row?.arrivedAtMs,
      'left-early': row?.leftAtMs,
    };
    const local = localTime(seenAtMs[kind] ?? queuedAtMs);
    const [year, month, day] = localTime(sheet.times.startsAtMs).slice(0, 10).split('-');
    const text = config.texts[kind] ?? words.vi[`guardianNotice.${kind}`];
    const said = {
      site: siteName,
      ...facts,
      title: sheet.title,
      day: `${day}/${month}/${year}`,
      time: local.slice(11, 16),
    };
    return fill(text, said).replaceAll(' ()', '');
  };

  const letterFor = (notice: Notice): LetterFor => {
    const sheet = attendance.sheet(notice.sheetId);
    const person = people.find(notice.personId);
    const row = attendance.rows(notice.sheetId).find(({ personId }) => personId === notice.personId);
    const isTrue =
      sheet !== null &&
      !sheet.isCancelled &&
      row !== undefined &&
      isStillTrue(notice.kind, statusOf(row, sheet.times, now()));
    if (!isTrue || person === null || person.leftAtMs !== null) return 'dropped';
    const to = person.guardians.filter(({ contact }) => contact !== '').map(({ name, contact }) => ({ name, contact }));
    if (to.length === 0) return 'no-contact';
    const text = textOf(notice, sheet, { name: person.name, group: person.group });
    return { id: idOf(notice), kind: notice.kind, queuedAt: localTime(notice.queuedAtMs), to, text };
  };

  const ending = new AbortController();
  const outbox = createOutbox({
    notices,
    way: wayOf(config, { now, ending: ending.signal }),
    letterFor,
    now,
    onChange: ({ sheetId }) => onChange(sheetId),
    log,
  });

  const furtherOf = (
    { sheetId, times }: Sheet,
    nowMs: number,
  ): readonly { readonly kind: GuardianNoticeKind; readonly personId: PersonId }[] => {
    const told = new Map<PersonId, Set<GuardianNoticeKind>>();
    for (const { personId, kind } of notices.of(sheetId))
      told.set(personId, (told.get(personId) ?? new Set()).add(kind));
    return attendance
      .rows(sheetId)
      .flatMap((row) =>
        furtherNotices(statusOf(row, times, nowMs), told.get(row.personId) ?? new Set(), wanted).map((kind) => ({
          kind,
          personId: row.personId,
        })),
      )
      .filter(({ personId }) => isPupil(personId));
  };
  /** Inside the transaction, so that two looks at once line nobody up twice. */
  const queueFurtherOf = (tx: Transaction, sheet: Sheet): void => {
    const due = furtherOf(sheet, tx.nowMs);
    for (const [kind, of] of Map.groupBy(due, (one) => one.kind))
      notices.queueIn(tx, sheet.sheetId, { kind, personIds: of.map(({ personId }) => personId) });
  };

  return {
    isOn: true,
    queueAbsences: (tx, sheetId, personIds) => {
      if (wanted.has('absent')) notices.queueIn(tx, sheetId, { kind: 'absent', personIds: personIds.filter(isPupil) });
    },
    queueFurther: async (sheets) => {
      const reported = sheets.filter(({ reportedAtMs, isCancelled }) => reportedAtMs !== null && !isCancelled);
      for (const sheet of reported)
        if (furtherOf(sheet, now()).length > 0) await ledger.submit((tx) => queueFurtherOf(tx, sheet));
    },
    send: outbox.look,
    [Symbol.asyncDispose]: () => {
      ending.abort();
      return outbox.stop();
    },
  };
};
