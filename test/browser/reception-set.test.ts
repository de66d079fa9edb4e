// Headquarters change the reasons to be called sooner while somebody stands at the reception desk.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { PriorityId } from '../../contract/ids.ts';
import { buildScreens } from '../../tools/build-screens.ts';
import { startApp } from '../support/app.ts';
import { launchBrowser } from '../support/browser.ts';
import { noDevices } from '../support/gate-host.ts';
import { projectFolder, temporaryFolder } from '../support/site.ts';

it('the reason that was pressed goes off the list: it is no longer chosen, the new ones stand there, and the number is taken', async () => {
  using temporary = temporaryFolder();
  await buildScreens();
  await using app = await startApp({ folder: temporary.folder, configure: noDevices });
  await using keep = new AsyncDisposableStack();
  const browser = await launchBrowser();
  keep.defer(() => browser.close());
  const desk = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'vi-VN' });
  const reason = (name: string) => desk.getByRole('button', { name, exact: true });
  await desk.goto(`${app.url}/manager/`);
  await desk.getByTestId('demo-hoa').click();
  await desk.getByTestId('login-enter').click();
  await desk.getByTestId('reception-service-chung-thuc').click();
  await reason('Từ 75 tuổi').click();
  const { ledger, headquarters } = app.site;
  await ledger.submit((tx) =>
    headquarters.setPrioritiesIn(tx, [
      { id: 'tu-80' as PriorityId, name: { vi: 'Từ 80 tuổi', en: '80 years and older' }, minutes: 60 },
      { id: 'mang-thai' as PriorityId, name: { vi: 'Mang thai', en: 'Pregnant' }, minutes: 45 },
    ]),
  );
  await reason('Từ 80 tuổi').waitFor();
  expect(await reason('Từ 75 tuổi').count()).toBe(0);
  expect(await reason('Không').getAttribute('aria-pressed')).toBe('true');
  await reason('Từ 80 tuổi').click();
  const folder = path.join(projectFolder, 'dist/screenshots');
  mkdirSync(folder, { recursive: true });
  await desk.screenshot({ path: path.join(folder, 'reception-set.png') });
  await desk.getByTestId('reception-take').click();
  await expect.poll(() => desk.getByTestId('reception-number').textContent()).toBe('A001');
  const day = app.site.queue.reads.openDay();
  expect(day === null ? [] : app.site.queue.reads.waiting(day).map(({ priority }) => priority)).toEqual(['tu-80']);
}, 90_000);
