// A meeting that people check in to now, with people on the site's list, their consents and their faces.
import type { PersonId, SheetId, StaffId } from '../../contract/ids.ts';
import type { OpenSite } from '../../main/host/open-site.ts';
import type { TypedCard } from '../../main/services/people/index.ts';
import type { FaceEngine } from '../../models/engine/engine.ts';
import { enrolmentLimits } from '../../models/pipeline/quality.ts';
import { accepted } from './site.ts';

const minuteMs = 60_000;
export const meetingPurpose = 'meeting-attendance';

export interface Invited {
  readonly code: string;
  readonly name: string;
  readonly group: string;
  readonly card: TypedCard | null;
}

/** Staff of the site, by code. */
export const addPeople = async (
  site: Pick<OpenSite, 'people'>,
  invited: readonly Invited[],
  hash: Parameters<OpenSite['people']['import']>[0]['hash'],
): Promise<ReadonlyMap<string, PersonId>> => {
  const people = invited.map((one, at) => ({
    ...one,
    kind: 'staff' as const,
    birthDate: null,
    guardians: [],
    row: at + 2,
  }));
  const report = await site.people.import({ people, problems: [], mode: 'update', kind: 'staff', hash }, null);
  if (report.problemCount > 0) throw new Error(JSON.stringify(report.problems));
  return new Map(invited.map(({ code }) => [code, site.people.byCode(code)?.id ?? ('' as PersonId)]));
};

/** On paper, by the person. */
export const consent = async (site: Pick<OpenSite, 'consents' | 'people'>, personId: PersonId): Promise<void> => {
  accepted(
    await site.consents.give(
      personId,
      {
        purpose: meetingPurpose,
        side: 'self',
        givenBy: site.people.find(personId)?.name ?? '',
        textVersion: '2026-1',
        evidence: { kind: 'paper', reference: '1/2026' },
        untilDay: null,
      },
      null,
    ),
  );
};

/** By one picture, as `motcua people enrol` does. */
export const enrol = async (
  site: Pick<OpenSite, 'templates'>,
  engine: FaceEngine,
  { personId, picture }: { readonly personId: PersonId; readonly picture: Uint8Array },
): Promise<void> => {
  const { embedding } = accepted(await engine.describe(picture, { faces: 'one', limits: enrolmentLimits }, 'mirror'));
  const { name, embedder } = engine.pack.manifest;
  accepted(
    await site.templates.enrol({ personId, purpose: meetingPurpose, pack: { ...embedder, name }, embedding }, null),
  );
};

/** Begins in half an hour and is open. */
export const openMeeting = async (
  site: Pick<OpenSite, 'attendance'>,
  nowMs: number,
  personIds: readonly PersonId[],
): Promise<SheetId> => {
  const startsAtMs = nowMs + 30 * minuteMs;
  const planned = await site.attendance.plan('staff-head' as StaffId, {
    title: 'Họp giao ban',
    place: 'Hội trường',
    agenda: [],
    quorum: 'none',
    groups: [],
    times: {
      opensAtMs: nowMs - 30 * minuteMs,
      startsAtMs,
      lateAfterMs: startsAtMs + 5 * minuteMs,
      endsAtMs: startsAtMs + 120 * minuteMs,
    },
    attendees: personIds.map((personId, at) => ({ personId, role: 'member' as const, seat: `A${at + 1}` })),
  });
  return accepted(planned).sheetId;
};
