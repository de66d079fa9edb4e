// A citizen in the café across the street, with the turn page open.
import { expect, it } from 'vitest';
import { openStory } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { accepted, counters, newKey, services } from '../support/site.ts';
import { judge } from './look.ts';

interface Heard {
  readonly buzzes: number[][];
  /** Hertz of each tone, in order. */
  readonly tones: number[];
}

/** Runs in the page before its own scripts: writes down what the phone is told to do, and lets it do it. */
const listen = (): void => {
  const heard: Heard = { buzzes: [], tones: [] };
  Object.assign(globalThis, { heard });
  const vibrate = navigator.vibrate.bind(navigator);
  navigator.vibrate = (pattern: VibratePattern | Iterable<number>) => {
    const buzz = typeof pattern === 'number' ? [pattern] : [...pattern];
    heard.buzzes.push(buzz);
    return vibrate(buzz);
  };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (this: OscillatorNode, when?: number) {
    heard.tones.push(Math.round(this.frequency.value));
    start.call(this, when);
  };
};

it('the phone is told to come back when three are left, and again when it is called, by buzz, sound, title and colour', async () => {
  await using story = await openStory();
  const { rpc } = createHostClient(story.hall.url);
  const take = async () =>
    accepted(await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() }));
  for (let person = 0; person < 5; person += 1) await take();
  const { number, turnUrl } = await take();
  const clerk = createHostClient(story.hall.url);
  accepted(await clerk.rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  const serveOne = async (): Promise<void> => {
    const { ticketId } = accepted(await clerk.rpc.counter.next.mutate({ key: newKey() }));
    accepted(await clerk.rpc.counter.step.mutate({ step: 'start', ticketId }));
    accepted(await clerk.rpc.counter.step.mutate({ step: 'finish', ticketId }));
  };

  const phone = await story.open('about:blank', { width: 360, height: 740 });
  await phone.addInitScript(listen);
  await phone.goto(turnUrl);
  const heard = () => phone.evaluate(() => (globalThis as unknown as { heard: Heard }).heard);
  const mood = (which: string) => phone.locator(`[data-testid="phone"][data-mood="${which}"]`).waitFor();
  await mood('wait');
  await phone.getByTestId('phone-alarm').click();
  await phone.getByText('Sẽ rung và kêu').waitFor();
  // The touch sounds once, so that the citizen knows how it will be.
  expect(await heard()).toEqual({ buzzes: [], tones: [660, 880] });
  await story.picture(phone, 'phone-alarm-armed');

  await serveOne();
  await phone.getByTestId('phone-ahead').getByText('4').waitFor();
  expect((await heard()).buzzes).toEqual([]);
  await serveOne();
  await mood('near');
  await expect.poll(() => phone.title()).toBe(`⏰ Sắp đến lượt — số ${number}`);
  expect(await heard()).toEqual({ buzzes: [[300, 150, 300]], tones: [660, 880, 660, 880] });
  await phone.getByText('Sắp đến lượt, mời ông/bà ở gần đây').waitFor();
  await story.picture(phone, 'phone-alarm-near');
  // One alarm for one occasion, however often the place changes.
  for (let person = 0; person < 3; person += 1) await serveOne();
  await phone.getByText('Ông/bà là người tiếp theo').waitFor();
  expect((await heard()).buzzes).toHaveLength(1);

  accepted(await clerk.rpc.counter.next.mutate({ key: newKey() }));
  await mood('call');
  await expect.poll(() => phone.title()).toBe(`● Mời đến quầy 1 — số ${number}`);
  const called = await heard();
  expect(called.buzzes.at(-1)).toEqual([400, 200, 400, 200, 800]);
  expect(called.tones.slice(-5)).toEqual([880, 660, 880, 660, 880]);
  await story.picture(phone, 'phone-alarm-called');
  await phone.getByTestId('phone-language').click();
  await expect.poll(() => phone.title()).toBe(`● Go to counter 1 — ${number}`);
  const { serious, smallTargets, smallTexts } = await judge(phone, { targetPx: 56, textPx: 17 });
  expect({ serious, smallTargets, smallTexts }).toEqual({ serious: [], smallTargets: [], smallTexts: [] });
  await story.picture(phone, 'phone-alarm-called-english');
  expect(story.mishaps).toEqual([]);
}, 60_000);
