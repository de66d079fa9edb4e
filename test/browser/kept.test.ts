// The hall closes with people left over, and what they see of it.
import { expect, it } from 'vitest';
import { createHostClient } from '../support/client.ts';
import { accepted, counters, newKey, services } from '../support/site.ts';
import { judge } from './look.ts';
import { openDay } from './rehearsal-day.ts';

const clean = { serious: [], spills: [], smallTargets: [], smallTexts: [] };
const phoneSize = { width: 360, height: 740 };

it('a number is cancelled with a reason, a clerk is logged out, the others are kept over night and called first next morning', async () => {
  await using day = await openDay('2026-11-24T16:40');
  const { story, comeAt } = day;
  const { url } = story.hall;
  const { rpc } = createHostClient(url);
  const take = async () =>
    accepted(await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() }));
  const [first, second, third] = [await take(), await take(), await take()];
  const clerk = createHostClient(url);
  accepted(await clerk.rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  const phones = [await story.open(first.turnUrl, phoneSize), await story.open(third.turnUrl, phoneSize)] as const;

  const manager = await story.open(`${url}/manager/`, { width: 1440, height: 900 });
  await manager.getByTestId('demo-truong').click();
  await manager.getByTestId('login-enter').click();
  await manager.getByTestId('hall-drop').click();
  await manager.getByTestId('hall-drop-number').fill('a001');
  expect(await judge(manager, { targetPx: 56, textPx: 14 })).toMatchObject(clean);
  await story.picture(manager, 'hall-drop');
  await manager.getByTestId('hall-drop-duplicate').click();
  await manager.getByTestId('manager-said').getByText('Đã hủy số A001').waitFor();
  await phones[0].getByTestId('phone-why').getByText('đã có số khác').waitFor();
  await story.picture(phones[0], 'phone-cancelled-why');

  await manager.getByTestId('hall-out-quay-1').click();
  await story.picture(manager, 'hall-log-out');
  await manager.getByTestId('hall-out-sure').click();
  await manager.locator('[data-testid="hall-quay-1"][data-state="closed"]').waitFor();
  expect(await clerk.rpc.staff.me.query({})).toBeNull();

  await manager.getByTestId('hall-end-day').click();
  await manager.getByTestId('hall-end-dialog').getByText('Còn 2 người chờ').waitFor();
  expect(await judge(manager, { targetPx: 56, textPx: 14 })).toMatchObject(clean);
  await story.picture(manager, 'hall-end-keep');
  await manager.getByTestId('hall-end-system-down').click();
  await manager.getByTestId('manager-said').getByText('giữ 2 số').waitFor();
  await story.picture(manager, 'hall-ended-kept');
  const [, phone] = phones;
  await phone.locator('[data-testid="phone-state"][data-state="kept"]').waitFor();
  await phone.getByTestId('phone-kept-when').getByText('07:30').waitFor();
  await story.picture(phone, 'phone-kept');
  const look = await judge(phone, { targetPx: 56, textPx: 17 });
  expect([look.serious, look.smallTargets, look.smallTexts]).toEqual([[], [], []]);
  await phone.getByTestId('phone-language').click();
  await phone
    .getByTestId('phone-kept-when')
    .getByText(/25\/11/)
    .waitFor();
  await story.picture(phone, 'phone-kept-english');

  await comeAt('2026-11-25T07:40');
  await phone.locator('[data-testid="phone-state"][data-state="waiting"]').waitFor();
  // The log-in of yesterday is over.
  await manager.getByTestId('demo-truong').click();
  await manager.getByTestId('login-enter').click();
  await manager.getByTestId('hall-start').waitFor();
  await story.picture(manager, 'hall-next-morning');
  const today = [await take(), await take()].map(({ number }) => number);
  expect(today).toEqual(['A001', 'A004']);
  const counter = await story.open(`${url}/counter/`, { width: 1366, height: 768 });
  await counter.getByTestId('demo-lan').click();
  await counter.getByTestId('seat-quay-1').click();
  await counter.getByTestId('login-enter').click();
  await counter.getByTestId('waiting-A002').getByText('giữ từ ngày trước').waitFor();
  expect((await judge(counter, { targetPx: 56, textPx: 14 })).serious).toEqual([]);
  await story.picture(counter, 'counter-kept');
  await counter.keyboard.press('F2');
  await counter.locator('[data-testid="counter-stage"][data-state="called"]').waitFor();
  expect(await counter.getByTestId('counter-number').textContent()).toBe(second.number);
  await story.picture(counter, 'counter-kept-called');
  expect(story.mishaps).toEqual([]);
}, 90_000);
