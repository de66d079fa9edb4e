// A citizen at the kiosk of the simulated hall with a card, a booking or a citizen card in hand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RackAction } from '../../contract/bench.ts';
import { openStory, type Story } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { accepted, newKey, services } from '../support/site.ts';

let story: Story;
beforeAll(async () => {
  story = await openStory();
}, 120_000);
afterAll(() => story[Symbol.asyncDispose]());

/** Shows it again until the kiosk reacts, as people do: a card that was read a moment ago is read once. */
const showUntil = async (actions: readonly RackAction[], isSeen: () => Promise<boolean>): Promise<void> => {
  for (const untilMs = Date.now() + 15_000; Date.now() < untilMs; ) {
    for (const action of actions) await story.act(action);
    for (let look = 0; look < 22; look += 1) {
      if (await isSeen()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('The kiosk did not react within 15 s');
};
const tap = (card: string): RackAction[] => [
  { device: 'doc-the', verb: 'hold-card', card },
  { device: 'doc-the', verb: 'take-card' },
];
const scan = (text: string): RackAction[] => [{ device: 'may-quet', verb: 'scan', text }];

describe.each([
  ['portrait', { width: 1080, height: 1920 }, '67003b51c6', 'man'],
  ['landscape', { width: 1920, height: 1080 }, '67003b51c7', 'woman'],
] as const)('in %s', (orientation, size, card, sample) => {
  it('a card takes a number and shows its place when it is tapped again; other codes are answered in words', async () => {
    const kiosk = await story.open(`${story.hall.url}/kiosk/`, size);
    const sees = (id: string) => () => kiosk.getByTestId(id).isVisible();
    const hints = async (text: string) =>
      (await kiosk.getByTestId('kiosk-hint').allTextContents()).join().includes(text);
    await kiosk.getByTestId('kiosk-home').waitFor();
    await story.picture(kiosk, `kiosk-${orientation}-ways`);
    await showUntil(tap(card), () => hints('đi cùng thẻ'));
    await story.picture(kiosk, `kiosk-${orientation}-card`);
    await kiosk.getByTestId('kiosk-service-chung-thuc').click();
    const number = await kiosk.getByTestId('kiosk-number').textContent();
    await showUntil(tap(card), sees('kiosk-turn'));
    expect(await kiosk.getByTestId('kiosk-turn-number').textContent()).toBe(number);
    await kiosk.getByTestId('kiosk-turn-ahead').waitFor();
    await story.picture(kiosk, `kiosk-${orientation}-turn`);
    await kiosk.getByTestId('kiosk-text-size').click();
    await story.picture(kiosk, `kiosk-${orientation}-turn-large`);
    await kiosk.getByTestId('kiosk-turn-done').click();
    await showUntil([{ device: 'may-quet', verb: 'scan-card', sample }], () => hints('không lưu'));
    await story.picture(kiosk, `kiosk-${orientation}-citizen-card`);
    await showUntil(scan('8934673576390'), sees('kiosk-said'));
    await story.picture(kiosk, `kiosk-${orientation}-foreign`);
    await showUntil(scan('MC:22222222'), sees('kiosk-not-let-in'));
    await story.picture(kiosk, `kiosk-${orientation}-no-booking`);
    await kiosk.context().close();
    expect(story.mishaps).toEqual([]);
  }, 90_000);
});

it('thirty wait: whoever comes next is asked first, and may still take a number', async () => {
  const { rpc } = createHostClient(story.hall.url);
  for (let person = 0; person < 30; person += 1)
    accepted(await rpc.kiosk.issue.mutate({ serviceId: services.land, language: 'vi', key: newKey() }));
  const kiosk = await story.open(`${story.hall.url}/kiosk/`, { width: 1080, height: 1920 });
  await kiosk.getByTestId('kiosk-service-dat-dai').click();
  await kiosk.getByTestId('kiosk-doubt').waitFor();
  await story.picture(kiosk, 'kiosk-portrait-doubt');
  await kiosk.getByTestId('kiosk-doubt-leave').click();
  await kiosk.getByTestId('kiosk-service-dat-dai').click();
  await kiosk.getByTestId('kiosk-doubt-take').click();
  expect(await kiosk.getByTestId('kiosk-number').textContent()).toBe('H031');
  await kiosk.context().close();
}, 60_000);

it('somebody who cannot read well presses “Chữ to”: the page is read, and so is the number', async () => {
  const kiosk = await story.open(`${story.hall.url}/kiosk/`, { width: 1080, height: 1920 });
  const texts: string[] = [];
  kiosk.on('response', (response) => {
    const url = new URL(response.url());
    if (url.pathname === '/read-aloud' && response.ok()) texts.push(url.searchParams.get('text') ?? '');
  });
  await kiosk.getByTestId('kiosk-home').waitFor();
  await kiosk.getByTestId('kiosk-text-size').click();
  await kiosk.getByTestId('kiosk-aloud').getByText('Ngừng đọc').waitFor();
  await expect.poll(() => texts.join()).toContain('Ông/bà cần làm gì hôm nay?');
  expect(texts.join()).toContain('Chứng thực bản sao');
  await story.picture(kiosk, 'kiosk-portrait-aloud');
  await kiosk.getByTestId('kiosk-aloud').click();
  await kiosk.getByTestId('kiosk-aloud').getByText('Đọc lại').waitFor();
  await kiosk.getByTestId('kiosk-service-chung-thuc').click();
  const number = (await kiosk.getByTestId('kiosk-number').textContent()) ?? 'none';
  await expect.poll(() => texts.join()).toContain(number);
  await kiosk.getByTestId('kiosk-aloud').getByText('Ngừng đọc').waitFor();
  await story.picture(kiosk, 'kiosk-portrait-aloud-number');
  await kiosk.context().close();
  expect(story.mishaps).toEqual([]);
}, 60_000);
