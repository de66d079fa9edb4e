// Management in a real browser: people, and a kiosk that is let in by its code.
import { type AddressInfo, connect, createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStory, type Story } from '../support/browser.ts';

let story: Story;
beforeAll(async () => {
  story = await openStory();
});
afterAll(() => story[Symbol.asyncDispose]());

/** The same host, as a machine with another address sees it. */
const asStranger = async (url: string) => {
  const { hostname, port } = new URL(url);
  const server = createServer((near) => {
    const far = connect({ host: hostname, port: Number(port), localAddress: '127.0.0.5' });
    for (const socket of [near, far]) socket.on('error', () => socket.destroy());
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => server.close(),
  };
};

const enter = async (size = { width: 1440, height: 900 }) => {
  const page = await story.open(`${story.hall.url}/manager/`, size);
  await page.getByTestId('login-enter').click();
  await page.getByText('Nhập tên đăng nhập và mật khẩu').waitFor();
  await page.getByTestId('demo-truong').click();
  await story.picture(page, 'manager-login');
  await page.getByTestId('login-enter').click();
  await page.getByTestId('manager-desk').waitFor();
  return page;
};

it('a new colleague is added, gets another role, and is removed; a short password is not sent', async () => {
  const page = await enter();
  await page.getByTestId('manager-tab-people').click();
  await page.getByTestId('person-lan').waitFor();
  await page.getByTestId('new-name').fill('Đỗ Thị Mai');
  await page.getByTestId('new-login').fill('do.mai');
  const password = page.getByTestId('manager-new-person').getByTestId('new-password');
  await password.fill('ngắn');
  expect(await page.getByTestId('new-add').isDisabled()).toBe(true);
  await password.fill('chuối chiên giòn');
  await page.getByTestId('new-add').click();
  const person = page.getByTestId('person-do.mai');
  await person.waitFor();
  await story.picture(page, 'manager-people');
  await person.getByText('Sửa quyền').click();
  await person.getByText('Tiếp đón').click();
  await person.getByText('Lưu').click();
  await page.getByText('Đỗ Thị Mai có quyền mới').waitFor();
  await person.getByText('Xóa').click();
  await person.getByRole('alert').getByRole('button', { name: 'Xóa' }).click();
  await person.waitFor({ state: 'detached' });
  await page.context().close();
}, 60_000);

it('a kiosk at another address shows a code, an administrator types it in, and the kiosk takes numbers', async () => {
  using stranger = await asStranger(story.hall.url);
  const kiosk = await story.open(`${stranger.url}/kiosk/`, { width: 1080, height: 1920 });
  const shown = await kiosk.getByTestId('kiosk-pair-code').textContent();
  await story.picture(kiosk, 'kiosk-pair');
  const page = await enter();
  await page.getByTestId('manager-tab-screens').click();
  await page.getByTestId('pair-code').fill('000000');
  await page.getByTestId('pair-name').fill('Máy ở cửa chính');
  if (shown?.replace(' ', '') !== '000000') {
    await page.getByTestId('pair-add').click();
    await page.getByText('Mã này không đúng').waitFor();
  }
  await page.getByTestId('pair-code').fill(shown?.replace(' ', '') ?? '');
  await page.getByTestId('pair-add').click();
  await page.getByText('Máy ở cửa chính được lấy số').waitFor();
  await kiosk.getByTestId('kiosk-service-chung-thuc').waitFor();
  await kiosk.getByTestId('kiosk-service-chung-thuc').click();
  await kiosk.getByTestId('kiosk-result').waitFor();
  await page.getByTestId('manager-tab-people').click();
  await page.getByTestId('manager-tab-screens').click();
  await page.getByTestId('paired-screen').waitFor();
  await story.picture(page, 'manager-screens');
  await kiosk.context().close();
  await page.context().close();
}, 60_000);
