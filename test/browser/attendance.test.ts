// The attendance screen in a real browser with a film as its camera: from a picture in the list of the staff to the sheet.
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PersonId, SheetId, StaffId } from '../../contract/ids.ts';
import { loadConfig } from '../../main/host/config.ts';
import { type OpenSite, openSiteBeside } from '../../main/host/open-site.ts';
import { hashCard, openSiteKey } from '../../main/services/cards/index.ts';
import { openDatabase } from '../../main/store/open-db.ts';
import { createFaceEngine } from '../../models/engine/engine.ts';
import type { Hall } from '../../tools/hall.ts';
import { defaultPack, oneFace } from '../models/pack.ts';
import { walkUp } from '../models/walk.ts';
import { firstLoadBytes, launchBrowser, openStory, type Story } from '../support/browser.ts';
import { fakeCamera, writeFilm } from '../support/fake-camera.ts';
import { addPeople, consent, enrol, openMeeting } from '../support/meeting.ts';
import { type NetworkCamera, startNetworkCamera } from '../support/network-camera.ts';
import { accepted, randomToken, temporaryFolder } from '../support/site.ts';
import { judge } from './look.ts';

const ending = new AsyncDisposableStack();
let story: Story;
let hall: Hall;
let site: OpenSite;
let cameras: readonly [NetworkCamera, NetworkCamera];
let people: ReadonlyMap<string, PersonId>;
let sheetId: SheetId | null = null;

const card = { technology: 'keyboard', number: 'AB12CD34' } as const;
const film = { widthPx: 640, heightPx: 480, framesPerSecond: 10 } as const;

/** An empty hall, then somebody who walks up and looks into the camera. */
const picturesOf = async (who: 'an' | 'binh'): Promise<Buffer[]> => {
  const nobody = await walkUp(await oneFace(who), { frames: 1, seed: 1 });
  return [...(await walkUp(await oneFace(who), { frames: 40, seed: 3 })), ...nobody];
};

beforeAll(async () => {
  const temporary = ending.use(temporaryFolder());
  const camera = path.join(temporary.folder, 'camera.y4m');
  await writeFilm(camera, await picturesOf('an'), film);
  cameras = [
    ending.use(await startNetworkCamera([await grey(90), await grey(96)])),
    ending.use(await startNetworkCamera([await grey(0)])),
  ];
  const device = (id: string, label: string, { url }: NetworkCamera) =>
    `  - { id: ${id}, driver: camera-mjpeg, label: ${label}, url: "${url}" }\n`;
  story = ending.use(
    await openStory({
      browserArgs: fakeCamera(camera),
      configure: (text) => `${text.replace(
        /^devices:\n/m,
        (line) => line + device('cam-cong', 'cổng chính', cameras[0]) + device('cam-san', 'sân sau', cameras[1]),
      )}
faces: { keys: ${path.join(temporary.folder, 'keys')}, threads: 1 }
attendance:
  gates:
    - id: cua-chinh
      name: { vi: Cửa hội trường, en: Hall door }
      help: { vi: "bàn thư ký, bên trái cửa", en: the desk on the left }
    - { id: cua-sau, name: { vi: Cửa sau, en: Back door }, mode: card }
    - { id: cong, name: { vi: Cổng, en: Gate }, cameras: [cam-cong, cam-san] }
`,
    }),
  );
  const { config, dataFolder } = loadConfig(story.hall.configFile);
  site = openSiteBeside({
    config,
    dataFolder,
    openDatabase,
    now: Date.now,
    monotonicMs: () => performance.now(),
    randomToken,
    maxGroup: 1,
    log: () => undefined,
  });
  ending.defer(() => site.close());
  const key = openSiteKey({ dataFolder: story.folder, db: site.db, now: Date.now, log: () => undefined });
  people = await addPeople(
    site,
    [
      { code: 'CB01', name: 'Nguyễn Thị Hồng Ánh', group: 'Văn phòng', card },
      { code: 'CB02', name: 'Trần Văn Bình', group: 'Tư pháp – Hộ tịch', card: null },
      { code: 'CB03', name: 'Lê Quốc Cường', group: 'Địa chính', card: null },
    ],
    (typed) => hashCard(key.key, typed),
  );
  hall = story.hall;
  ending.defer(() => hall.stop());
}, 120_000);
afterAll(() => ending.disposeAsync());

const grey = (value: number): Promise<Buffer> =>
  sharp({ create: { width: 640, height: 480, channels: 3, background: { r: value, g: value, b: value } } })
    .jpeg()
    .toBuffer();

/** From a picture, once; the host beside learns it from the store. */
const enrolAn = async (): Promise<void> => {
  const personId = people.get('CB01') as PersonId;
  if (site.templates.of(personId).length > 0) return;
  await consent(site, personId);
  const engine = accepted(await createFaceEngine(await defaultPack(), { visionThreads: 1 }));
  await enrol(site, engine, { personId, picture: await oneFace('an') });
  await engine.close();
};

const open = (gate: string, size: { width: number; height: number }) =>
  story.open(`${story.hall.url}/attendance/?gate=${gate}`, size);
const openAtSheet = async (gate: string, size: { width: number; height: number }): Promise<Page> => {
  const page = await open(gate, size);
  await page.locator(`[data-sheet="${sheetId}"]`).waitFor();
  return page;
};
const portrait = { width: 1080, height: 1920 };
const landscape = { width: 1280, height: 800 };

const look = async (page: Page, name: string): Promise<void> => {
  await story.picture(page, `attendance-${name}`);
  expect(await judge(page, { targetPx: 56, textPx: 17 }), name).toMatchObject({
    serious: [],
    scrolls: false,
    smallTargets: [],
    smallTexts: [],
  });
};

const rowOf = (code: string) =>
  site.attendance.rows(sheetId ?? ('' as SheetId)).find(({ personId }) => personId === people.get(code)) ?? null;

/** Nobody is marked on it yet, and no other one is open. */
const freshMeeting = async (): Promise<void> => {
  if (sheetId !== null) accepted(await site.attendance.cancel('staff-head' as StaffId, sheetId));
  sheetId = await openMeeting(site, Date.now(), [...people.values()]);
};

it('a picture in the list, a consent, a meeting: she walks in, is named, and is on the sheet', async () => {
  const page = await open('cua-chinh', portrait);
  await page.getByTestId('gate-message').waitFor();
  await enrolAn();
  await freshMeeting();
  await page.getByTestId('gate-greeting').waitFor({ timeout: 40_000 });
  expect(await page.getByTestId('gate-name').textContent()).toBe('Nguyễn Thị Hồng Ánh');
  await page.locator('[data-testid="gate-box"][data-outcome="named"]').waitFor();
  await look(page, 'named');
  expect(rowOf('CB01')).toMatchObject({ arrivedBy: 'face', arrivedDevice: 'cua-chinh' });
  await page.context().close();
}, 90_000);

it('“not me”: the mark is gone, the way to the staff stands there, and her card brings her in', async () => {
  await enrolAn();
  await freshMeeting();
  const page = await openAtSheet('cua-chinh', landscape);
  await page.getByTestId('gate-not-me').click({ timeout: 40_000 });
  await page.locator('[data-testid="gate-help"][data-why="taken-back"]').waitFor();
  await look(page, 'not-me');
  expect(rowOf('CB01')?.arrivedAtMs).toBeNull();
  await page.getByTestId('gate-help-close').click();
  await page.getByText('Trước đó có người báo').waitFor({ timeout: 20_000 });
  await look(page, 'ask-card');
  await page.keyboard.type(card.number);
  await page.keyboard.press('Enter');
  await page.getByTestId('gate-greeting').waitFor();
  expect(rowOf('CB01')).toMatchObject({ arrivedBy: 'card' });
  await look(page, 'landscape-named');
  await page.getByTestId('gate-not-listed').click();
  await page.getByText('bàn thư ký, bên trái cửa').waitFor();
  await look(page, 'not-listed');
  await page.getByTestId('gate-help-close').click();
  await page.getByTestId('gate-language').click();
  await page.getByText('I am not on the list').waitFor();
  await look(page, 'english');
  await page.context().close();
}, 90_000);

it('a code that a scanner types: named; one of nobody: said, and nobody is marked', async () => {
  await freshMeeting();
  const page = await openAtSheet('cua-sau', portrait);
  await look(page, 'cards');
  await page.keyboard.type('CB-404');
  await page.keyboard.press('Enter');
  await page.getByText('Chưa biết thẻ hoặc mã này').waitFor();
  await look(page, 'unknown-card');
  await page.keyboard.type('CB02');
  await page.keyboard.press('Enter');
  await page.getByText('Trần Văn Bình').first().waitFor();
  expect(rowOf('CB02')).toMatchObject({ arrivedBy: 'code', arrivedDevice: 'cua-sau' });
  await page.context().close();
}, 60_000);

it('a card first: her face is looked for after it, and the mark is that of the card', async () => {
  await enrolAn();
  await freshMeeting();
  const page = await openAtSheet('cua-sau', landscape);
  await page.getByText('Mời chạm thẻ trước').waitFor({ timeout: 20_000 });
  await look(page, 'card-first');
  expect(rowOf('CB01')?.arrivedAtMs).toBeNull();
  await page.keyboard.type(card.number);
  await page.keyboard.press('Enter');
  await page.getByTestId('gate-greeting').waitFor({ timeout: 20_000 });
  expect(rowOf('CB01')).toMatchObject({ arrivedBy: 'card', arrivedDevice: 'cua-sau' });
  await page.context().close();
}, 60_000);

it('two network cameras at a gate: one picture with its box, one that is black and named', async () => {
  await enrolAn();
  await freshMeeting();
  const page = await openAtSheet('cong', landscape);
  cameras[0].show(await picturesOf('an'));
  await page.locator('[data-testid="gate-camera-cam-cong"] [data-outcome="named"]').waitFor({ timeout: 30_000 });
  await page.locator('[data-testid="gate-camera-cam-san"][data-state="black"]').waitFor({ timeout: 20_000 });
  await look(page, 'network-cameras');
  expect(rowOf('CB01')).toMatchObject({ arrivedBy: 'face', arrivedDevice: 'cong' });
  await page.setViewportSize(portrait);
  await look(page, 'network-cameras-portrait');
  // She marks nobody's sheet in the other stories.
  cameras[0].show([await grey(90), await grey(96)]);
  await page.context().close();
}, 60_000);

it('the host goes away: the screen says so, and is itself again when it is back', async () => {
  await enrolAn();
  await freshMeeting();
  const page = await open('cua-chinh', landscape);
  await page.getByTestId('gate').waitFor();
  hall.host.kill('SIGTERM');
  await hall.hostEnded;
  await page.getByTestId('gate-lost').waitFor({ timeout: 20_000 });
  await look(page, 'host-gone');
  hall = await hall.restartHost();
  await page.locator('[data-testid="gate"][data-faces="ready"]').waitFor({ timeout: 40_000 });
  await page.context().close();
  expect(story.mishaps).toEqual([]);
}, 90_000);

it('nobody checks in now: the screen says what comes next', async () => {
  if (sheetId !== null) accepted(await site.attendance.cancel('staff-head' as StaffId, sheetId));
  sheetId = await openMeeting(site, Date.now() + 3_600_000, [...people.values()]);
  const page = await open('cua-chinh', portrait);
  await page.locator('[data-testid="gate"][data-moment="closed"]').getByText('Họp giao ban').waitFor();
  await look(page, 'no-session');
  expect(await firstLoadBytes(page, 'gate')).toBeLessThan(300_000);
  await page.context().close();
}, 60_000);

it.each([
  ['shows the very same picture', 'frozen', 'Máy ảnh bị đứng hình'],
  ['shows black', 'black', 'Máy ảnh chỉ thấy màu đen'],
] as const)(
  'a camera that %s: it is said within seconds, with what to do',
  async (_, name, said) => {
    await enrolAn();
    await freshMeeting();
    using temporary = temporaryFolder();
    const still = path.join(temporary.folder, 'still.y4m');
    const picture = name === 'black' ? await grey(0) : await oneFace('an');
    await writeFilm(still, [picture, picture], film);
    const browser = await launchBrowser(fakeCamera(still));
    try {
      const page = await browser.newPage({ viewport: landscape, locale: 'vi-VN' });
      await page.goto(`${hall.url}/attendance/?gate=cua-chinh`);
      await page.locator('[data-testid="gate"][data-moment="camera"]').getByText(said).waitFor({ timeout: 40_000 });
      await look(page, `camera-${name}`);
    } finally {
      await browser.close();
    }
  },
  90_000,
);

it('no camera, or one that is forbidden: the screen says which, and cards go on', async () => {
  await enrolAn();
  await freshMeeting();
  const browser = await launchBrowser([]);
  try {
    const page = await browser.newPage({ viewport: portrait, locale: 'vi-VN' });
    await page.goto(`${hall.url}/attendance/?gate=cua-chinh`);
    await page.locator('[data-testid="gate"][data-moment="camera"]').waitFor({ timeout: 40_000 });
    await page.getByRole('heading', { name: /Không thấy máy ảnh nào|Máy ảnh chưa được phép dùng/ }).waitFor();
    await look(page, 'camera-missing');
    await page.locator(`[data-sheet="${sheetId}"]`).waitFor();
    await page.keyboard.type('CB03');
    await page.keyboard.press('Enter');
    await page.getByText('Lê Quốc Cường').first().waitFor();
    expect(rowOf('CB03')).toMatchObject({ arrivedBy: 'code' });
  } finally {
    await browser.close();
  }
}, 90_000);
