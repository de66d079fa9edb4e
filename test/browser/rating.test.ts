// A citizen rates on the phone what was done for them, on the worst of lines; and why some pages cannot.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readQrs } from '../../main/documents/testing/read-pdf.ts';
import { openStory, type Story } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { readQr } from '../support/read-qr.ts';
import { accepted } from '../support/site.ts';
import { judge } from './look.ts';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story[Symbol.asyncDispose]());

const phoneSize = { width: 360, height: 740 };
const clean = { serious: [], smallTargets: [], smallTexts: [], spills: [] };
type Page = Awaited<ReturnType<Story['open']>>;
const look = async (page: Page, name: string) => {
  await story.picture(page, `rate-${name}`);
  const { serious, smallTargets, smallTexts, spills } = await judge(page, { targetPx: 56, textPx: 17 });
  expect({ serious, smallTargets, smallTexts, spills }).toEqual(clean);
};

it('a number, the desk, Finish: the form comes by itself, the line breaks while it is sent, and it counts once', async () => {
  const kiosk = await story.open(`${story.hall.url}/kiosk/`, { width: 1080, height: 1920 });
  await kiosk.getByTestId('kiosk-service-chung-thuc').click();
  await kiosk.getByTestId('kiosk-result').waitFor();
  await kiosk.locator('[data-testid="kiosk-paper"][data-print="printed"]').waitFor();
  const turnUrl = (await readQr(await kiosk.screenshot())) ?? '';
  const phone = await story.open(turnUrl, phoneSize);
  const counter = await story.open(`${story.hall.url}/counter/`, { width: 1366, height: 768 });
  for (const part of ['demo-lan', 'seat-quay-1', 'login-enter', 'counter-next', 'counter-start', 'counter-finish'])
    await counter.getByTestId(part).click();

  await phone.locator('[data-testid="rate"][data-page="level"]').waitFor();
  await look(phone, 'level');
  await phone.getByTestId('rate-level-1').click();
  await phone.getByTestId('rate-reason-cho-lau').click();
  await look(phone, 'why');
  await phone.getByTestId('rate-next').click();
  await look(phone, 'criterion');
  const said = phone.waitForResponse(/rate-aloud\/vi\/criterion-thai-do\.wav/);
  await phone.getByTestId('rate-hear').click();
  expect((await said).headers()['content-type']).toBe('audio/wav');
  await phone.getByTestId('rate-hear').filter({ hasText: 'Nghe đọc' }).waitFor({ timeout: 20_000 });
  await phone.getByTestId('rate-level-2').click();
  await phone.getByTestId('rate-large').click();
  await look(phone, 'large');
  for (let skips = 0; skips < 3; skips += 1) await phone.getByTestId('rate-skip').click();
  await phone.getByTestId('rate-large').click();
  await phone.getByTestId('rate-text').fill('x'.repeat(501));
  expect(await phone.getByTestId('rate-send').isDisabled()).toBe(true);
  await phone.getByTestId('rate-text').fill('Chờ <b>lâu</b> quá');
  await phone.getByTestId('rate-send').click();
  await phone.getByTestId('rate-notice').waitFor();
  expect(await phone.getByTestId('rate-text').inputValue()).toBe('Chờ <b>lâu</b> quá');
  await phone.getByTestId('rate-text').fill('Chờ lâu quá, từ 8 giờ đến 10 giờ');
  await look(phone, 'text');

  // The host gets it, the phone never hears so.
  const sent: string[] = [];
  await phone.route('**/rpc/ratings.give', async (route) => {
    sent.push(route.request().postData() ?? '');
    await route.fetch();
    await route.abort('connectionreset');
  });
  await phone.getByTestId('rate-send').click();
  await phone.getByTestId('rate-kept').waitFor();
  await look(phone, 'kept');
  await phone.unroute('**/rpc/ratings.give');
  await phone.getByTestId('rate-thanks').waitFor({ timeout: 20_000 });
  await look(phone, 'thanks');
  expect(sent.length).toBeGreaterThanOrEqual(2);
  expect(new Set(sent).size).toBe(1);
  await phone.reload();
  await phone.locator('[data-testid="rate-refused"][data-code="already-rated"]').waitFor();
  await look(phone, 'already');

  const manager = createHostClient(story.hall.url);
  accepted(await manager.rpc.office.login.mutate({ login: 'truong', password: 'hoasua-truong' }));
  const dayAfter = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  // Around midnight the business day is another one than the calendar's.
  const days = { from: dayAfter(-2), to: dayAfter(2) };
  const { rows, left } = accepted(await manager.rpc.ratingDesk.read.query(days));
  expect([rows.length, left]).toEqual([1, 0]);
  expect(rows[0]).toMatchObject({
    ...{ level: 1, counterId: 'quay-1', reasons: ['cho-lau'], criteria: { 'thai-do': 2 } },
    text: 'Chờ lâu quá, từ 8 giờ đến 10 giờ',
  });

  // The clerk's own browser, with the code of the ticket.
  await counter.goto(turnUrl.replace('localhost', '127.0.0.1'));
  await counter.locator('[data-testid="rate-refused"][data-code="staff-device"]').waitFor();
  for (const page of [kiosk, phone, counter]) await page.context().close();
  expect(story.mishaps).toEqual([]);
}, 90_000);

it('the printed sign of a counter: rated once by a phone; a code of nobody gets a polite page; strangers print no signs', async () => {
  const address = `${story.hall.url}/ratings/signs.pdf`;
  expect((await fetch(address)).status).toBe(401);
  const manager = createHostClient(story.hall.url);
  accepted(await manager.rpc.office.login.mutate({ login: 'truong', password: 'hoasua-truong' }));
  const printed = await fetch(`${address}?size=A3`, { headers: { cookie: manager.cookie() } });
  const signs = readQrs(Buffer.from(await printed.arrayBuffer()));
  expect(signs.length).toBeGreaterThan(2);
  const phone = await story.open(signs[1] ?? '', phoneSize);
  await phone.locator('[data-testid="rate"][data-page="level"]').waitFor();
  await look(phone, 'sign');
  await phone.getByTestId('phone-language').click();
  await phone.getByText('Were you satisfied?').waitFor();
  await look(phone, 'sign-english');
  await phone.getByTestId('rate-level-5').click();
  await phone.reload();
  await phone.locator('[data-testid="rate"][data-page="criterion-thai-do"]').waitFor();
  await phone.getByTestId('rate-send').click();
  await phone.getByTestId('rate-thanks').waitFor();
  await phone.reload();
  await phone.locator('[data-testid="rate-refused"][data-code="sign-rated"]').waitFor();
  await look(phone, 'sign-again');
  await phone.goto(`${new URL('/', phone.url())}rate/AAAAAAAAAAAAAAAAAAAAAA`);
  await phone.locator('[data-testid="rate-refused"][data-code="unknown-sign"]').waitFor();
  await look(phone, 'sign-unknown');
  await phone.context().close();
  expect(story.mishaps).toEqual([]);
}, 60_000);
