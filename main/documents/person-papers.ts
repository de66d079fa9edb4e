// What is handed to people about their data, in Vietnamese: the receipt of an erasing, and all that is kept of them.
import type { ErasureReceipt, PersonExport } from '../../contract/consent.ts';
import type { Person } from '../../contract/people.ts';
import { fill, join, type TextParams } from '../../contract/texts/catalogue.ts';
import { peoplePapers } from '../../contract/texts/people-papers.ts';
import { sheets } from '../../contract/texts/sheets.ts';
import { siteOffsetMs } from '../../contract/time-zone.ts';
import { type Table, writePdf } from './write-table.ts';

const words = join(peoplePapers, sheets).vi;
const say = (key: keyof typeof words, params: TextParams = {}): string => fill(words[key], params);

/** `24/11/2026 08:05` by the clock of the site. */
const momentOf = (atMs: number): string => {
  const local = new Date(atMs + siteOffsetMs).toISOString();
  return `${dayOf(local.slice(0, 10))} ${local.slice(11, 16)}`;
};
const dayOf = (day: string): string => day.split('-').toReversed().join('/');

const erasedOf = ({ erased }: ErasureReceipt): string => {
  if (erased === null) return say('paper.erasedPending');
  return erased === 0 ? say('paper.erasedNone') : say('paper.erased', { count: erased });
};

/** The receipt as lines of text; the first is its title. */
export const receiptLines = (receipt: ErasureReceipt, person: Pick<Person, 'name' | 'code' | 'group'>): string[] => [
  say('paper.receipt'),
  say('paper.receiptNumber', { id: receipt.id }),
  say('paper.person', { name: person.name, code: person.code, group: person.group }),
  say('paper.receiptWhen', { when: momentOf(receipt.atMs) }),
  say('paper.purpose', { purpose: say(`purpose.${receipt.purpose}`) }),
  erasedOf(receipt),
  say('paper.noMatch'),
];

interface Letterhead {
  readonly siteName: string;
  readonly printedAt: Date;
}

export const receiptPdf = (lines: readonly string[], { siteName, printedAt }: Letterhead): Promise<Buffer> =>
  writePdf([], { title: lines[0] ?? '', about: [siteName, '', ...lines.slice(1)], printedAt });

const timed = (name: string, rows: readonly (readonly [number, string])[]): Table => ({
  name,
  columns: [
    { heading: say('paper.when'), width: 20 },
    { heading: say('paper.what'), width: 80 },
  ],
  rows: rows.length === 0 ? [['', say('paper.none')]] : rows.map(([atMs, text]) => [momentOf(atMs), text]),
});

const consentLine = (entry: PersonExport['consents'][number]): string => {
  const purpose = say(`purpose.${entry.purpose}`);
  if (entry.kind === 'withdrawn') return say('paper.withdrawn', { purpose, receipt: entry.receipt });
  const line = say('paper.given', {
    side: say(`side.${entry.side}`),
    name: entry.givenBy,
    purpose,
    version: entry.textVersion,
    evidence: say(`evidence.${entry.evidence.kind}`),
    reference: entry.evidence.reference,
  });
  return entry.untilDay === null ? line : `${line}, ${say('paper.until', { day: dayOf(entry.untilDay) })}`;
};

const attendanceLine = (one: PersonExport['attendance'][number]): string => {
  const { title, status, seat, arrivedAtMs, arrivedBy, leftAtMs, absence, correctedBecause } = one;
  const parts = [
    say(`sheet.status.${status}`),
    seat === '' ? '' : say('sheet.seat', { seat }),
    arrivedAtMs === null || arrivedBy === null
      ? ''
      : say('paper.arrivedAt', { when: momentOf(arrivedAtMs), how: say(`sheet.method.${arrivedBy}`) }),
    leftAtMs === null ? '' : say('paper.leftAt', { when: momentOf(leftAtMs) }),
    absence === null ? '' : say(`sheet.absence.${absence}`),
    correctedBecause === null ? '' : say('sheet.correctedGone', { reason: say(`sheet.because.${correctedBecause}`) }),
  ];
  return say('paper.attendanceLine', { title, parts: parts.filter((part) => part !== '').join(', ') });
};

/** All that is kept of one person, to be read by them. */
export const personPdf = (
  { person, consents, templates, requests, receipts, attendance, leaves, notices }: PersonExport,
  { siteName, printedAt }: Letterhead,
): Promise<Buffer> => {
  const about: Table = {
    name: say('paper.about'),
    columns: [
      { heading: say('paper.what'), width: 30 },
      { heading: say('paper.value'), width: 70 },
    ],
    rows: [
      [say('paper.code'), person.code],
      [say('paper.name'), person.name],
      [say('paper.group'), person.group],
      [say('paper.kind'), say(`personKind.${person.kind}`)],
      [say('paper.birthDate'), person.birthDate === null ? '' : dayOf(person.birthDate)],
      ...person.guardians.map(({ name, relation, contact }) => [
        say('paper.guardian'),
        [name, relation, contact].filter((part) => part !== '').join(', '),
      ]),
      [say('paper.cards'), String(person.cardCount)],
    ],
  };
  const tables = [
    about,
    timed(
      say('paper.consents'),
      consents.map((entry) => [entry.atMs, consentLine(entry)]),
    ),
    timed(
      say('paper.templates'),
      templates.map(({ purpose, version, pack, enrolledAtMs }) => [
        enrolledAtMs,
        say('paper.template', { purpose: say(`purpose.${purpose}`), version, pack }),
      ]),
    ),
    timed(
      say('paper.requests'),
      requests.map(({ kind, note, answerBy, doneBy, askedAtMs }) => [
        askedAtMs,
        say('paper.request', {
          kind: say(`request.${kind}`),
          note,
          answerBy: dayOf(answerBy),
          doneBy: dayOf(doneBy),
        }),
      ]),
    ),
    timed(
      say('paper.receipts'),
      receipts.map((receipt) => [receipt.atMs, `${receipt.id}: ${erasedOf(receipt)}`]),
    ),
    timed(
      say('paper.attendance'),
      attendance.map((one) => [one.startsAtMs, attendanceLine(one)]),
    ),
    {
      name: say('sheet.announce'),
      columns: [
        { heading: say('sheet.leaveFrom'), width: 20 },
        { heading: say('sheet.leaveTo'), width: 20 },
        { heading: say('sheet.why'), width: 60 },
      ],
      rows:
        leaves.length === 0
          ? [['', '', say('paper.none')]]
          : leaves.map(({ from, to, reason }) => [dayOf(from), dayOf(to), say(`sheet.absence.${reason}`)]),
    },
    timed(
      say('paper.notices'),
      notices.map(({ title, kind, state, atMs }) => [
        atMs,
        say('paper.noticeLine', { title, kind: say(`sheet.notice.${kind}`), state: say(`sheet.noticeState.${state}`) }),
      ]),
    ),
  ];
  const when = momentOf(printedAt.getTime());
  return writePdf(tables, {
    title: say('paper.export'),
    about: [siteName, say('paper.printedAt', { when })],
    printedAt,
  });
};
