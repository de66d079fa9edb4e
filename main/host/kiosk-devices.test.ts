// The whole host with a card reader and a scanner beside the kiosk and a reader at counter 1, all simulated.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { KioskView } from '../../contract/live.ts';
import { startRackUnderTest, until } from '../../drivers/core/test-kit.ts';
import { startApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { followLive } from '../../test/support/live-stream.ts';
import { accepted, counters, newKey, refusalOf, services, temporaryFolder } from '../../test/support/site.ts';

const withDevices = (kiosk: string, scanner: string, counter: string) => (text: string) =>
  text
    .replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '')
    .replace(/^( {2}- id: quay-1\n)/m, '$1    cardReader: dau-quay\n')
    .replace(
      /^devices:[\s\S]*$/m,
      `kiosk: { cardReader: dau-kiosk, scanner: may-quet }
devices:
  - { id: dau-kiosk, driver: card-reader-rdm6300, label: Đầu đọc thẻ, url: "${kiosk}" }
  - { id: may-quet, driver: scanner-serial, label: Máy quét, url: "${scanner}" }
  - { id: dau-quay, driver: card-reader-rdm6300, label: Đầu đọc quầy 1, url: "${counter}" }
`,
    );

const openHall = async () => {
  await using opening = new AsyncDisposableStack();
  const temporary = opening.use(temporaryFolder());
  const rack = await startRackUnderTest([
    { kind: 'card-reader-rdm6300', id: 'kiosk', listen: { tcp: 0 } },
    { kind: 'scanner-serial', id: 'scanner', listen: { tcp: 0 }, suffix: 'cr' },
    { kind: 'card-reader-rdm6300', id: 'counter', listen: { tcp: 0 } },
  ]);
  opening.defer(() => rack.close());
  const [kiosk = '', scanner = '', counter = ''] = (await rack.state()).devices.map(({ url }) => url);
  const app = opening.use(
    await startApp({ folder: temporary.folder, configure: withDevices(kiosk, scanner, counter) }),
  );
  const live = opening.use(await followLive<KioskView>(`${app.url}/live/kiosk`, {}));
  const { rpc } = createHostClient(app.url);
  await until('the readers', () => app.health().state === 'ok');
  let seen = 0;
  /** What the kiosk is told to do about the next thing that is held before it. */
  const attend = async (act: () => Promise<unknown>) => {
    const isNew = ({ attention }: KioskView) => (attention?.seq ?? 0) > seen;
    const comes = live.until(isNew);
    // What is shown again within two seconds counts as lying there: like a person who was not noticed, comes again later.
    while (!live.views.some(isNew)) {
      await act();
      await Promise.race([comes, new Promise((resolve) => setTimeout(resolve, 2_200))]);
    }
    seen = (await comes).attention?.seq ?? 0;
    return rpc.kiosk.attend.mutate({ seq: seen, language: 'vi' });
  };
  const hold = async (device: string, card: string) => {
    await rack.act({ device, verb: 'hold-card', card });
    await rack.act({ device, verb: 'take-card' });
  };
  const scan = (text: string) => rack.act({ device: 'scanner', verb: 'scan', text });
  const held = opening.move();
  return {
    app,
    rack,
    rpc,
    attend,
    hold,
    scan,
    take: async () =>
      accepted(
        await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey(), presented: seen }),
      ),
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
};

const CARD = '67003b51c6';

it('a card: taken with it, seen again with it, collected at the counter, free for the next person', async () => {
  await using hall = await openHall();
  const { rpc, attend, hold, take } = hall;
  expect(accepted(await attend(() => hold('kiosk', CARD)))).toEqual({ do: 'ask-service', by: 'card' });
  const ticket = await take();
  expect(accepted(await attend(() => hold('kiosk', CARD)))).toMatchObject({
    do: 'show-turn',
    ticket: { number: ticket.number, ahead: 0 },
  });
  accepted(await rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  accepted(await rpc.counter.next.mutate({ key: newKey() }));
  await hold('counter', CARD);
  await until(
    'the card to be free',
    () => hall.app.site.db.prepare('SELECT count(*) FROM ticket_card').pluck().get() === 0,
  );
  expect(accepted(await attend(() => hold('kiosk', CARD)))).toEqual({ do: 'ask-service', by: 'card' });
}, 40_000);

it('a citizen card is known again and never gives a second number; nothing of it is in the database', async () => {
  await using hall = await openHall();
  const { attend, take, rack } = hall;
  const show = (sample: 'man' | 'woman') => rack.act({ device: 'scanner', verb: 'scan-card', sample });
  expect(accepted(await attend(() => show('man')))).toEqual({ do: 'ask-service', by: 'citizen-card' });
  const ticket = await take();
  expect((await take()).number).toBe(ticket.number);
  expect(accepted(await attend(() => show('woman')))).toEqual({ do: 'ask-service', by: 'citizen-card' });
  expect(accepted(await attend(() => show('man')))).toMatchObject({
    do: 'show-turn',
    ticket: { number: ticket.number },
  });
  const scanner = (await rack.state()).devices.find(({ id }) => id === 'scanner');
  const [idNumber = ''] = (scanner?.kind === 'scanner-serial' ? (scanner.lastText ?? '') : '').split('|');
  expect(idNumber).toMatch(/^\d{12}$/);
  const file = hall.app.site.db.name;
  const stored = [file, `${file}-wal`].map((name) => readFileSync(name, 'latin1')).join('');
  expect(stored).toContain('card-bound');
  expect(stored).not.toContain(idNumber);
}, 40_000);

it('codes of all kinds: a ticket, a booking that is not due, an unknown one, an insurance card, a milk carton', async () => {
  await using hall = await openHall();
  const { rpc, app, attend, scan, rack } = hall;
  const ask = { serviceId: services.copies, language: 'vi', key: newKey() } as const;
  const ticket = accepted(await rpc.kiosk.issue.mutate(ask));
  expect(accepted(await attend(() => scan(ticket.turnUrl)))).toMatchObject({
    do: 'show-turn',
    ticket: { number: ticket.number },
  });
  const { appointments } = app.site;
  const day = appointments.days(services.civil).find(({ state }) => state === 'open');
  const slot = appointments.slots(services.civil, day?.date ?? '').at(-1);
  const booked = accepted(
    await appointments.book({
      serviceId: services.civil,
      startMs: slot?.startMs ?? 0,
      person: 'p',
      holder: newKey(),
      key: newKey(),
    }),
  );
  expect(refusalOf(await attend(() => scan(`MC:${booked.code}`)))).toBe('too-early');
  expect(refusalOf(await attend(() => scan('MC:22222222')))).toBe('unknown-appointment');
  expect(accepted(await attend(() => scan('8934673576390')))).toEqual({ do: 'say', why: 'foreign' });
  const insured = await attend(() => rack.act({ device: 'scanner', verb: 'scan-card', sample: 'health-insurance' }));
  expect(accepted(insured)).toEqual({ do: 'say', why: 'health-insurance' });
}, 40_000);
