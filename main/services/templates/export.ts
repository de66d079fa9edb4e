// All that is kept of one person, for them to read.
import { ConsentPurpose, type PersonExport } from '../../../contract/consent.ts';
import type { Person } from '../../../contract/people.ts';
import { type Attendance, statusOf } from '../attendance/index.ts';
import type { Consents } from '../consents/index.ts';
import type { GuardianNotices } from '../guardian-notices/index.ts';
import type { Stored } from './vault.ts';

export interface ExportSources {
  readonly consents: Pick<Consents, 'history' | 'requestsOf' | 'receiptsOf'>;
  readonly templates: { readonly of: (personId: Person['id']) => readonly Stored[] };
  readonly attendance: Pick<Attendance, 'sheet' | 'ofPerson' | 'leavesOf'>;
  readonly guardianNotices: Pick<GuardianNotices, 'ofPerson'>;
}

/** `nowMs`: what a sheet says of somebody who has not come depends on the time. */
export const exportOf = (person: Person, sources: ExportSources, nowMs: number): PersonExport => {
  const { consents, templates, attendance, guardianNotices } = sources;
  return {
    person,
    consents: ConsentPurpose.options
      .flatMap((purpose) => consents.history(person.id, purpose))
      .toSorted((one, other) => one.atMs - other.atMs),
    templates: templates
      .of(person.id)
      .map(({ purpose, version, pack, enrolledAtMs }) => ({ purpose, version, pack, enrolledAtMs })),
    requests: [...consents.requestsOf(person.id)],
    receipts: [...consents.receiptsOf(person.id)],
    attendance: attendance.ofPerson(person.id).map(({ sheet: { kind, title, times }, row }) => {
      const { role, seat, arrivedAtMs, arrivedBy, leftAtMs, absence, correctedBecause } = row;
      const status = statusOf(row, times, nowMs);
      const { startsAtMs } = times;
      return {
        ...{ kind, title, startsAtMs, role, seat, status },
        arrivedAtMs,
        arrivedBy,
        leftAtMs,
        absence,
        correctedBecause,
      };
    }),
    leaves: attendance.leavesOf(person.id).map(({ from, to, reason }) => ({ from, to, reason })),
    notices: guardianNotices.ofPerson(person.id).map(({ sheetId, kind, state, changedAtMs }) => ({
      title: attendance.sheet(sheetId)?.title ?? '',
      kind,
      state,
      atMs: changedAtMs,
    })),
  };
};
