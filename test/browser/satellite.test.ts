// A kiosk with a printer on a machine of its own: let in by its code, then the host of the hall goes away and comes back.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { startRackUnderTest } from '../../drivers/core/test-kit.ts';
import { freePort } from '../../hub/servers/free-port.ts';
import { buildScreens } from '../../tools/build-screens.ts';
import { launchBrowser } from '../support/browser.ts';
import { createHostClient } from '../support/client.ts';
import { readQr } from '../support/read-qr.ts';
import { startHall, startSatellite } from '../support/satellites.ts';
import { accepted, projectFolder, temporaryFolder } from '../support/site.ts';
import { until } from '../support/test-hub.ts';

const kiosk2 = { id: 'kiosk-2', numbers: { from: 601, to: 650 } };
const portrait = { width: 1080, height: 1920 };
const landscape = { width: 1920, height: 1080 };
/** No address is a kiosk here: the machine has to be let in. */
const strict = (text: string): string => text.replace(/^ {2}phoneHosts:/m, '  kiosks: ["10.0.0.1"]\n  phoneHosts:');

it('the technician lets it in; people take the hall’s numbers, then its own, each on paper; nobody is forgotten', async () => {
  await using keep = new AsyncDisposableStack();
  await buildScreens();
  const { folder } = keep.use(temporaryFolder());
  const rack = await startRackUnderTest([
    {
      kind: 'ticket-printer-escpos',
      id: 'printer',
      listen: { tcp: 0 },
      statusBack: 'asb',
      widthPx: 576,
      cutter: 'partial',
    },
  ]);
  keep.defer(() => rack.close());
  const [printerUrl = ''] = (await rack.state()).devices.map(({ url }) => url);
  const port = await freePort();
  const hall = await startHall(folder, port, [kiosk2], { configure: strict });
  keep.defer(() => hall.stop());
  const satellite = keep.use(
    await startSatellite(folder, hall.url, kiosk2, {
      configure: (text) => `${text}
ticketPrinter: may-in
devices:
  - { id: may-in, driver: ticket-printer-escpos, label: Máy in, url: "${printerUrl}", model: epson-80 }
`,
    }),
  );
  const printed = async (count: number): Promise<void> => {
    await until(
      `${count} papers`,
      async () => (await rack.device('ticket-printer-escpos', 'printer')).tickets.length === count,
    );
  };

  const browser = await launchBrowser();
  keep.defer(() => browser.close());
  const context = await browser.newContext({ viewport: portrait, locale: 'vi-VN', timezoneId: 'Asia/Ho_Chi_Minh' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const picture = async (name: string): Promise<void> => {
    mkdirSync(path.join(projectFolder, 'dist/screenshots'), { recursive: true });
    await page.screenshot({ path: path.join(projectFolder, `dist/screenshots/satellite-${name}.png`) });
  };
  const take = async (): Promise<string> => {
    await page.getByTestId('kiosk-service-chung-thuc').click();
    await page.getByTestId('kiosk-result').waitFor();
    return (await page.getByTestId('kiosk-number').textContent())?.trim() ?? '';
  };

  await page.goto(`${satellite.url}/kiosk/`);
  const code = (await page.getByTestId('kiosk-pair-code').textContent())?.replace(/\D/g, '') ?? '';
  await picture('pair');
  const office = createHostClient(hall.url);
  accepted(await office.rpc.office.login.mutate({ login: 'truong', password: 'hoasua-truong' }));
  accepted(await office.rpc.admin.approveScreen.mutate({ code, name: 'Kiosk 2' }));
  await page.getByTestId('kiosk-home').waitFor();

  expect(await take()).toBe('A001');
  await page.locator('[data-testid="kiosk-paper"][data-print="printed"]').waitFor();
  await printed(1);
  const paper = await rack.picture('printer', '1');
  expect(await readQr(paper)).toMatch(new RegExp(`:${port}/t/`));
  await page.getByTestId('kiosk-done').click();

  await hall.stop();
  await page.getByTestId('kiosk-apart').waitFor();
  await picture('apart');
  await page.setViewportSize(landscape);
  await picture('apart-landscape');
  expect(await take()).toBe('A601');
  await page.locator('[data-testid="kiosk-paper"][data-print="printed"]').waitFor();
  await printed(2);
  await picture('number-apart-landscape');
  await page.setViewportSize(portrait);
  await picture('number-apart');
  // The code on paper opens the hall's page once it is back.
  expect(await readQr(await rack.picture('printer', '2'))).toMatch(new RegExp(`:${port}/t/`));
  await page.getByTestId('kiosk-done').click();

  const back = keep.use(await startHall(folder, port, [kiosk2], { configure: strict }));
  await page.getByTestId('kiosk-apart').waitFor({ state: 'detached' });
  await page.locator('[data-testid="kiosk-home"]').getByText('2 người').first().waitFor();
  await picture('back');
  expect(await take()).toBe('A002');
  await printed(3);
  const { reads } = back.site.queue;
  const day = reads.openDay() ?? ('' as never);
  expect(reads.waiting(day).map(({ number }) => number)).toEqual(['A001', 'A601', 'A002']);
}, 120_000);
