// An administrator is told what the faces of the school need: a child's that is half a year old, and a camera that got dirty.
import { expect, it } from 'vitest';
import { openStory } from '../support/browser.ts';
import { accepted, demoConfig, openTestSite, temporaryFolder } from '../support/site.ts';
import { judge } from './look.ts';

const dayMs = 86_400_000;
const purpose = 'school-attendance';

/** Half a year of a school: a child enrolled long ago, and faces that lie farther off this week. */
const playHalfYear = async (dataFolder: string, keys: string): Promise<void> => {
  const faces = { keys, keepMonths: 12, pack: 'default', renewChildMonths: 6 };
  const clock = { nowMs: Date.now() - 200 * dayMs, steadyMs: 0 };
  await using site = openTestSite(dataFolder, { clock, config: { ...demoConfig(), faces }, kind: 'demo' });
  const guardians = [{ name: 'Trần Bình', relation: 'mẹ', contact: '' }];
  const row = { code: 'HS001', name: 'Nguyễn An', group: '3A', kind: 'pupil', birthDate: '2021-06-01' } as const;
  const people = [{ ...row, guardians, card: undefined, row: 2 }];
  const hash = () => {
    throw new Error('nobody has a card here');
  };
  await site.people.import({ people, problems: [], mode: 'update', kind: 'pupil', hash }, null);
  const personId = site.people.byCode('HS001')?.id;
  if (personId === undefined) throw new Error('HS001 was not stored');
  const evidence = { kind: 'paper', reference: '1' } as const;
  const given = {
    purpose,
    side: 'guardian',
    givenBy: 'Trần Bình',
    textVersion: '2026-1',
    evidence,
    untilDay: null,
  } as const;
  accepted(await site.consents.give(personId, given, null));
  const pack = { name: 'default', sha256: '0'.repeat(64), length: 128 };
  accepted(await site.templates.enrol({ personId, purpose, pack, embedding: new Float32Array(128) }, null));
  for (let n = 0; n < 240; n += 1) site.faceScores.add('default', 0.3);
  clock.nowMs = Date.now() - dayMs;
  for (let n = 0; n < 150; n += 1) site.faceScores.add('default', 0.36);
  site.faceScores.save();
};

it('opens the list of people and sees whose face is old and that cameras see worse', async () => {
  using keys = temporaryFolder();
  await using story = await openStory({
    prepare: (dataFolder) => playHalfYear(dataFolder, keys.folder),
    configure: (text) => `${text}\nfaces: { keys: ${keys.folder} }\n`,
  });
  const page = await story.open(`${story.hall.url}/manager/`, { width: 1440, height: 900 });
  await page.getByTestId('demo-truong').click();
  await page.getByTestId('login-enter').click();
  await page.getByTestId('manager-tab-roster').click();
  await page.getByTestId('roster-drift').getByText('0,36').waitFor();
  await page.getByTestId('roster-renewals').getByText('quá hạn').waitFor();
  await story.picture(page, 'manager-roster-care');
  expect(await judge(page, { targetPx: 56, textPx: 14 })).toMatchObject({
    serious: [],
    spills: [],
    smallTargets: [],
    smallTexts: [],
  });
  await page.getByTestId('roster-renewals').getByRole('button').click();
  await page.getByTestId('roster-person').waitFor();
  expect(story.mishaps).toEqual([]);
}, 90_000);
