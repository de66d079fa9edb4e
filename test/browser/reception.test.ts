// The reception desk takes numbers for people who do not use the kiosk.
import { expect, it } from 'vitest';
import { openStory } from '../support/browser.ts';

it('takes a number with a reason, then one from the paper roll', async () => {
  await using story = await openStory();
  const desk = await story.open(`${story.hall.url}/manager/`, { width: 1440, height: 900 });
  await desk.getByTestId('demo-hoa').click();
  await desk.getByTestId('login-enter').click();
  await desk.getByTestId('manager-reception').waitFor();
  await story.picture(desk, 'reception-empty');
  await desk.getByTestId('reception-service-chung-thuc').click();
  await desk.getByRole('button', { name: 'Hộ tịch', exact: true }).click();
  await story.picture(desk, 'reception-chosen');
  await desk.getByTestId('reception-take').click();
  await expect.poll(() => desk.getByTestId('reception-number').textContent()).toBe('A001');
  await desk.getByRole('button', { name: 'Xé từ cuộn giấy' }).click();
  await desk.getByTestId('reception-service-chung-thuc').click();
  await desk.getByTestId('reception-take').click();
  await expect.poll(() => desk.getByTestId('reception-number').textContent()).toBe('A002');
  await story.picture(desk, 'reception-roll');
  expect(story.mishaps).toEqual([]);
}, 90_000);
