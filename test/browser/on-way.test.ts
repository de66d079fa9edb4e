// A citizen who stepped out says so, and the clerk who waits for them reads it.
import { expect, it } from 'vitest';
import { openStory } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { accepted, newKey, services } from '../support/site.ts';
import { logIn } from './clerk.ts';
import { judge } from './look.ts';

const phoneSize = { width: 360, height: 740 };
const landscape = { width: 740, height: 360 };
const phoneLimits = { targetPx: 56, textPx: 17 };
const staffLimits = { targetPx: 56, textPx: 14 };
const told = /Đã báo với quầy lúc \d\d:\d\d là ông\/bà đang đến/;
const read = /Báo đang đến · \d\d:\d\d/;

it('near, called and missed, a citizen is on the way: the counter reads it each time, and a word that did not arrive is not said to have', async () => {
  await using story = await openStory();
  const { rpc } = createHostClient(story.hall.url);
  const take = async () =>
    accepted(await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() }));
  for (let person = 0; person < 4; person += 1) await take();
  const { number, turnUrl } = await take();
  await take();
  const counter = await logIn(story, 'lan', 'quay-1');
  const stage = (state: 'free' | 'called' | 'serving') =>
    counter.locator(`[data-testid="counter-stage"][data-state="${state}"]`).waitFor();
  const press = async (key: string, state: 'free' | 'called' | 'serving') => {
    await counter.keyboard.press(key);
    await stage(state);
  };
  const serveOne = async () => {
    await press('F2', 'called');
    await press('F4', 'serving');
    await press('F8', 'free');
  };

  const phone = await story.open(turnUrl, phoneSize);
  const tell = phone.getByTestId('phone-on-way-tell');
  const look = async (name: string) => {
    await story.picture(phone, `phone-on-way-${name}`);
    const { serious, spills, smallTargets, smallTexts } = await judge(phone, phoneLimits);
    expect([name, serious, spills, smallTargets, smallTexts]).toEqual([name, [], [], [], []]);
    await phone.setViewportSize(landscape);
    await story.picture(phone, `phone-on-way-${name}-landscape`);
    await phone.setViewportSize(phoneSize);
  };
  const lookAtCounter = async (name: string) => {
    await story.picture(counter, `counter-on-way-${name}`);
    const { serious, scrolls, spills, smallTexts } = await judge(counter, staffLimits);
    expect([name, serious, scrolls, spills, smallTexts]).toEqual([name, [], false, [], []]);
  };

  // Far off there is nothing to say.
  await phone.getByTestId('phone-ahead').getByText('4').waitFor();
  expect(await tell.count()).toBe(0);
  await serveOne();
  await tell.waitFor();
  await look('near');
  await tell.click();
  await phone.getByText(told).waitFor();
  await look('near-told');
  expect(await tell.count()).toBe(0);
  await counter.getByTestId(`waiting-${number}`).getByText(read).waitFor();
  await lookAtCounter('waiting');

  for (let person = 0; person < 3; person += 1) await serveOne();
  await press('F2', 'called');
  // Who said so before the call is still coming, and may say it again.
  await counter.getByTestId('counter-on-way').getByText(read).waitFor();
  await phone.getByTestId('phone-called').waitFor();
  await look('called');
  await tell.click();
  await phone.getByText(told).waitFor();
  await look('called-told');
  await lookAtCounter('called');

  // Missed: behind the others once, then out of the line.
  await press('F9', 'free');
  for (;;) {
    await counter.keyboard.press('F2');
    await stage('called');
    if ((await counter.getByTestId('counter-number').textContent()) === number) break;
    await press('F4', 'serving');
    await press('F8', 'free');
  }
  await expect.poll(() => counter.getByTestId('counter-on-way').count()).toBe(0);
  await press('F9', 'free');
  await phone.locator('[data-testid="phone-state"][data-state="no-show"]').waitFor();
  await look('missed');
  // The hall does not hear it: the page says that nobody was told, and the next press may.
  await phone.route('**/rpc/turn.onWay', (route) => route.abort());
  await tell.click();
  await phone.getByText('Chưa báo được với quầy').waitFor();
  await look('failed');
  await phone.unroute('**/rpc/turn.onWay');
  await tell.click();
  await phone.getByText(told).waitFor();
  await look('missed-told');
  await counter.getByTestId(`aside-${number}`).getByText(read).waitFor();
  await lookAtCounter('missed');
  await counter.getByTestId(`aside-${number}`).getByRole('button').first().click();
  await counter.getByTestId('person-dialog').getByText(read).waitFor();
  await lookAtCounter('person');
  await phone.getByTestId('phone-language').click();
  await phone.getByText('that you are on your way').waitFor();
  await look('missed-told-english');
  expect(story.mishaps).toEqual([]);
}, 120_000);

it('whoever was missed too long ago is told to see the staff, since no counter would read it', async () => {
  await using story = await openStory({
    configure: (text) => `${text}\nqueue: { missedMax: 0, reviveMinutes: 0 }\n`,
  });
  const { rpc } = createHostClient(story.hall.url);
  const { turnUrl } = accepted(
    await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() }),
  );
  const counter = await logIn(story, 'lan', 'quay-1');
  const phone = await story.open(turnUrl, phoneSize);
  await counter.keyboard.press('F2');
  await phone.getByTestId('phone-called').waitFor();
  await counter.keyboard.press('F9');
  await phone.locator('[data-testid="phone-state"][data-state="no-show"]').waitFor();
  await phone.getByTestId('phone-on-way-tell').click();
  await phone.getByText('Đã quá giờ gọi lại số này').waitFor();
  expect(await phone.getByTestId('phone-on-way-tell').count()).toBe(0);
  await story.picture(phone, 'phone-on-way-late');
  expect(story.mishaps).toEqual([]);
}, 60_000);
