// A site with one meeting that is open now and its gates, in this process: the real journal, sheets, gates and face core.
import type { DeviceId, PersonId, StaffId } from '../../../contract/ids.ts';
import { createPictureJudge, samplePicture } from '../../../drivers/core/picture-judge.ts';
import { createGates, type Gate, type Gates } from '../../../main/services/gates/index.ts';
import { defaultFpir, thresholdFor } from '../../../models/decide/calibration.ts';
import type { FaceEngine } from '../../../models/engine/engine.ts';
import { accepted, openTestSite } from '../../../test/support/site.ts';
import { dataFolder } from '../data-folder.ts';

export interface GateHall {
  readonly gates: Gates;
  readonly gate: Gate;
  /** Who is marked on the sheet. */
  marked(): ReadonlySet<string>;
}

export interface HallClock {
  readonly now: () => number;
  readonly monotonicMs: () => number;
}

/** @param expected people of the engine; a new sheet expects them all. */
export const openGateHall = async (
  keep: AsyncDisposableStack,
  engine: FaceEngine,
  { expected, clock }: { readonly expected: readonly string[]; readonly clock: HallClock },
): Promise<GateHall> => {
  const site = openTestSite(dataFolder(keep), { clock: { nowMs: clock.now(), steadyMs: 0 } });
  keep.use(site);
  const startsAtMs = clock.now();
  const { sheetId } = accepted(
    await site.attendance.plan('bench' as StaffId, {
      title: 'Họp',
      place: '',
      agenda: [],
      quorum: 'none',
      times: { opensAtMs: startsAtMs - 1, startsAtMs, lateAfterMs: startsAtMs, endsAtMs: startsAtMs + 8 * 3_600_000 },
      groups: [],
      attendees: expected.map((id) => ({ personId: id as PersonId, role: 'member', seat: '' })),
    }),
  );
  const gate: Gate = {
    id: 'cua' as DeviceId,
    name: { vi: 'Cửa', en: 'Door' },
    direction: 'in',
    mode: 'list',
    presence: 'off',
  };
  const gates = createGates({
    gates: [gate],
    attendance: site.attendance,
    eyes: () => ({ state: 'ready', engine }),
    hasFace: () => true,
    isLookAlike: () => false,
    onGenuine: () => undefined,
    person: (personId) => ({ name: personId, group: '' }),
    fpir: defaultFpir,
    limitsOfOne: ({ pack }) => accepted(thresholdFor(pack.manifest.calibration, { kind: 'one-to-one', fmr: 1e-4 })),
    createJudge: () => {
      const judge = createPictureJudge({ frozenAfterSeconds: 5 });
      return async (jpeg, atMs) => judge.see(await samplePicture(jpeg), atMs);
    },
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    ...clock,
    onChange: () => undefined,
    log: (level, message) => {
      if (level === 'error') throw new Error(message);
    },
  });
  await gates.refresh();
  return {
    gates,
    gate,
    marked: () =>
      new Set(
        site.attendance
          .rows(sheetId)
          .filter(({ arrivedAtMs }) => arrivedAtMs !== null)
          .map(({ personId }) => personId),
      ),
  };
};
