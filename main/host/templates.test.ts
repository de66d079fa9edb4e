import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { PersonId } from '../../contract/ids.ts';
import { playHistories } from '../../test/support/consent-histories.ts';
import {
  accepted,
  createProjections,
  demoConfig,
  openTestSite,
  randomToken,
  refusalOf,
  type TestSite,
  temporaryFolder,
} from '../../test/support/site.ts';
import { keepGallery } from '../services/templates/index.ts';
import { backup } from '../store/backup.ts';
import { openDatabase } from '../store/open-db.ts';
import { openSiteBeside } from './open-site.ts';

const purpose = 'meeting-attendance';
const pack = { name: 'default', sha256: 'd'.repeat(64), length: 128 };
const face = Float32Array.from({ length: 128 }, (_, at) => Math.cos(at * 7) / 3);

it('random lives of a thousand people: nobody is ever known without a live consent', async () => {
  const report = await playHistories(1000, 3);
  expect(report).toMatchObject({ wrong: 0, first: null });
  expect(report.most).toBeGreaterThan(5);
});

/** A member of staff who agreed and is enrolled. */
const atSite = async (
  story: (at: {
    site: TestSite;
    id: PersonId;
    folder: string;
    beside: () => ReturnType<typeof openSiteBeside>;
  }) => Promise<void>,
) => {
  using temporary = temporaryFolder();
  const { folder } = temporary;
  const config = {
    ...demoConfig(),
    faces: { keys: path.join(folder, 'keys'), keepMonths: 12, pack: 'default', renewChildMonths: 6 },
  };
  const data = path.join(folder, 'data');
  await using site = openTestSite(data, { config });
  const row = {
    code: 'CB1',
    name: 'Phạm Dung',
    group: '',
    kind: 'staff',
    birthDate: null,
    guardians: [],
    card: null,
    row: 2,
  } as const;
  const hash = () => {
    throw new Error('nobody has a card here');
  };
  await site.people.import({ people: [row], problems: [], mode: 'update', kind: 'staff', hash }, null);
  const id = site.people.byCode('CB1')?.id ?? ('' as PersonId);
  const of = { personId: id, purpose, pack, embedding: face } as const;
  expect(refusalOf(await site.templates.enrol(of, null))).toBe('consent-missing');
  const evidence = { kind: 'paper', reference: '7/2026' } as const;
  const consent = {
    purpose,
    side: 'self',
    givenBy: 'Phạm Dung',
    textVersion: '2026-1',
    evidence,
    untilDay: null,
  } as const;
  accepted(await site.consents.give(id, consent, null));
  accepted(await site.templates.enrol(of, null));
  const beside = () =>
    openSiteBeside({
      config,
      dataFolder: data,
      openDatabase,
      now: () => site.clock.nowMs,
      monotonicMs: () => site.clock.steadyMs,
      randomToken,
      maxGroup: 1,
      log: () => undefined,
    });
  await story({ site, id, folder, beside });
};

const galleryOf = ({ templates, ledger }: TestSite) => {
  const known = new Set<string>();
  const gallery = keepGallery({
    templates,
    ledger,
    engine: {
      put: async (faces) => {
        for (const { personId } of faces) known.add(personId);
      },
      remove: async (personId) => known.delete(personId),
    },
    pack,
    purpose,
    onFailure: (error) => {
      throw error;
    },
  });
  return { gallery, known };
};

it('a consent is withdrawn at the desk: unmatchable at once, erased, and the receipt says so', async () =>
  atSite(async ({ site, id }) => {
    const { gallery, known } = galleryOf(site);
    using _gallery = gallery;
    await gallery.refresh();
    expect([...known]).toEqual([id]);
    const receipt = accepted(await site.templates.withdraw({ personId: id, purpose }, null));
    expect([...known]).toEqual([]);
    expect(receipt).toMatchObject({ id: expect.stringMatching(/^[2-9A-HJ-NP-Z]{8}$/), erased: 1 });
    expect(site.consents.receipt(receipt.id)).toEqual(receipt);
    expect(site.templates.list()).toEqual([]);
    expect(accepted(await site.templates.withdraw({ personId: id, purpose }, null)).erased).toBe(0);
  }));

it('a consent is withdrawn on the command line beside the host: unmatchable at the next refresh', async () =>
  atSite(async ({ site, id, beside }) => {
    const { gallery, known } = galleryOf(site);
    using _gallery = gallery;
    await gallery.refresh();
    const other = beside();
    accepted(await other.templates.withdraw({ personId: id, purpose }, null));
    await other.close();
    await gallery.refresh();
    expect([...known]).toEqual([]);
  }));

it('the host is cut off between the withdrawal and the erasing: the next sweep erases and completes the receipt', async () =>
  atSite(async ({ site, id }) => {
    const { id: receipt } = accepted(await site.consents.withdraw(id, purpose, null));
    expect(site.consents.receipt(receipt)?.erased).toBeNull();
    const { gallery, known } = galleryOf(site);
    using _gallery = gallery;
    await gallery.refresh();
    expect([...known]).toEqual([]);
    await site.templates.sweep();
    expect([site.consents.receipt(receipt)?.erased, site.templates.list()]).toEqual([1, []]);
  }));

it.each([
  ['the person leaves', async (site: TestSite, id: PersonId) => void (await site.people.depart(id, null))],
  [
    'a year has passed since enrolment',
    async ({ clock }: TestSite) => {
      clock.nowMs += 361 * 86_400_000;
    },
  ],
])('%s: the sweep erases', async (_, happens) =>
  atSite(async ({ site, id }) => {
    expect(await site.templates.sweep()).toBe(0);
    await happens(site, id);
    expect(await site.templates.sweep()).toBe(1);
    expect(site.templates.list()).toEqual([]);
  }),
);

it('no bytes of a face are in the data folder, in a backup, in the journal', async () =>
  atSite(async ({ site, folder }) => {
    backup(
      { dataFolder: path.join(folder, 'data'), createProjections },
      { folder: path.join(folder, 'backups'), keep: 3, nowMs: site.clock.nowMs },
    );
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['motcua.db', 'templates.db', 'ring.db', expect.stringMatching(/^motcua-.*\.db$/)]),
    );
    const bytes = Buffer.from(face.buffer);
    const numbers = [...face].map(String);
    for (const { parentPath, name } of files) {
      const content = readFileSync(path.join(parentPath, name));
      for (const at of [0, 100, 300, 496]) expect(content.includes(bytes.subarray(at, at + 16)), name).toBe(false);
      for (const number of numbers.slice(0, 20)) expect(content.includes(number), name).toBe(false);
    }
  }));
