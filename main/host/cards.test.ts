// The whole host with a card reader at the kiosk and one at counter 1, simulated: what of a card is told, shown and kept.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { startRackUnderTest, until } from '../../drivers/core/test-kit.ts';
import { startApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { accepted, counters, newKey, refusalOf, temporaryFolder } from '../../test/support/site.ts';

const CARD = '67003b51c6';

const withReaders = (kiosk: string, counter: string) => (text: string) =>
  text
    .replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '')
    .replace(/^( {2}- id: quay-1\n)/m, '$1    cardReader: dau-quay\n')
    .replace(
      /^devices:[\s\S]*$/m,
      `devices:
  - { id: dau-kiosk, driver: card-reader-rdm6300, label: Đầu đọc thẻ, url: "${kiosk}" }
  - { id: dau-quay, driver: card-reader-rdm6300, label: Đầu đọc quầy 1, url: "${counter}" }
`,
    );

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'));

it('the same card at the kiosk and at a counter is one hash; its number is in no file, no log and no trace', async () => {
  using temporary = temporaryFolder();
  const rack = await startRackUnderTest([
    { kind: 'card-reader-rdm6300', id: 'kiosk', listen: { tcp: 0 } },
    { kind: 'card-reader-rdm6300', id: 'counter', listen: { tcp: 0 } },
  ]);
  await using ending = new AsyncDisposableStack();
  ending.defer(() => rack.close());
  const [kiosk, counter] = (await rack.state()).devices.map(({ url }) => url);
  await using app = await startApp({ folder: temporary.folder, configure: withReaders(kiosk ?? '', counter ?? '') });
  const told: { readonly hash: string; readonly place: string | null }[] = [];
  app.cards.onPresented(({ hash, counterId }) => void told.push({ hash, place: counterId }));
  await until('both readers', () => app.health().state === 'ok');

  for (const device of ['kiosk', 'counter']) {
    await rack.act({ device, verb: 'hold-card', card: CARD });
    await until(`the card at the ${device}`, () => told.some(({ place }) => (place === null) === (device === 'kiosk')));
    await rack.act({ device, verb: 'take-card' });
  }
  expect(new Set(told.map(({ hash }) => hash)).size).toBe(1);
  const trace = await (await fetch(`${app.url}/maintenance/trace/dau-kiosk`)).text();
  const number = new RegExp(
    `${CARD}|${CARD.slice(2)}|0003887558|${Buffer.from(CARD.toUpperCase()).toString('hex')}`,
    'i',
  );
  expect(trace).toContain('device->host');
  for (const text of [...filesIn(temporary.folder), ...app.logged, trace]) expect(text).not.toMatch(number);
}, 30_000);

it('a card typed at a screen: the kiosk by its address, a counter by its clerk; a bank card is refused in words', async () => {
  using temporary = temporaryFolder();
  await using app = await startApp({
    folder: temporary.folder,
    configure: (text) => text.replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '').replace(/^devices:[\s\S]*$/m, ''),
  });
  const told: (string | null)[] = [];
  app.cards.onPresented(({ counterId }) => void told.push(counterId));
  const { rpc } = createHostClient(app.url);
  const reading = { kind: 'card', technology: 'keyboard', number: '0003887558' } as const;

  expect(accepted(await rpc.cards.present.mutate({ reading, screen: 'kiosk', key: newKey() }))).toEqual({
    refused: null,
  });
  expect(refusalOf(await rpc.cards.present.mutate({ reading, screen: 'counter', key: newKey() }))).toBe(
    'not-logged-in',
  );
  accepted(await rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  accepted(await rpc.cards.present.mutate({ reading, screen: 'counter', key: newKey() }));
  expect(told).toEqual([null, 'quay-1']);
  const bank = { kind: 'refused', reason: 'bank-card' } as const;
  expect(accepted(await rpc.cards.present.mutate({ reading: bank, screen: 'kiosk', key: newKey() }))).toEqual({
    refused: 'bank-card',
  });
  expect(app.logged).toEqual([]);
});
