// The whole host with a rating pad of each kind at counter 1: who was served is asked, and counts once.
import { describe, expect, it } from 'vitest';
import type { TicketId } from '../../contract/ids.ts';
import { type RackUnderTest, startRackUnderTest, until } from '../../drivers/core/test-kit.ts';
import { phonesAt, startApp, type TestApp } from '../../test/support/app.ts';
import { accepted, clerk, counters, newKey, services, temporaryFolder } from '../../test/support/site.ts';

const one = clerk(counters.one);
const kinds = ['rating-pad-nextion', 'rating-pad-dwin'] as const;
type Kind = (typeof kinds)[number];

const withPad = (kind: Kind, url: string, settings: string) => (text: string) =>
  text
    .replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '')
    .replace(/^( {2}- id: quay-1\n)/m, '$1    pad: man-1\n')
    .replace(/^ratings:\n/m, `ratings:\n  pad: ${settings}\n`)
    .replace(/^devices:[\s\S]*$/m, `devices:\n  - { id: man-1, driver: ${kind}, label: Màn quầy 1, url: "${url}" }\n`);

interface Counter {
  readonly app: TestApp;
  readonly rack: RackUnderTest;
  glass(): Promise<{ page: string; text: string; qr: { content: string } | null; thankedMs: number | null }>;
  press(level: number): Promise<void>;
  ratings(): unknown[];
  serve(): Promise<{ ticketId: TicketId; turnUrl: string }>;
}

const atCounter = async (
  { kind, settings }: { readonly kind: Kind; readonly settings: string },
  story: (counter: Counter) => Promise<void>,
): Promise<void> => {
  using temporary = temporaryFolder();
  const rack = await startRackUnderTest([{ kind, id: 'pad', listen: { tcp: 0 } }]);
  await using ending = new AsyncDisposableStack();
  ending.defer(() => rack.close());
  const url = (await rack.state()).devices[0]?.url ?? '';
  await using app = await startApp({ folder: temporary.folder, configure: withPad(kind, url, settings) });
  const { queue, db } = app.site;
  const glass = () => rack.device(kind, 'pad');
  await until('the idle page', async () => (await glass()).text.endsWith('Quầy 1'));
  await story({
    app,
    rack,
    glass,
    press: (level) => rack.act({ device: 'pad', verb: 'touch-face', level }),
    ratings: () => db.prepare('SELECT ticket_id AS ticketId, level, criteria FROM rating ORDER BY given_at_ms').all(),
    async serve() {
      const { ticketId, token } = accepted(
        await queue.issue({ serviceId: services.copies, language: 'vi', key: newKey() }),
      );
      accepted(await queue.next(one, newKey()));
      accepted(await queue.step({ step: 'start' }, one, ticketId));
      accepted(await queue.step({ step: 'finish' }, one, ticketId));
      return { ticketId, turnUrl: `${phonesAt(app.url)}/t/${token}` };
    },
  });
  expect((await rack.state()).devices.flatMap(({ unknown }) => unknown)).toEqual([]);
};

describe.each(kinds)('a %s at the counter', (kind) => {
  it('asks after Finish, asks one criterion more, thanks, and goes back to rest', () =>
    atCounter(
      { kind, settings: '{ criterion: thai-do, thanksSeconds: 1 }' },
      async ({ glass, press, serve, ratings }) => {
        const { ticketId } = await serve();
        await until('the faces', async () => (await glass()).page === 'faces');
        await press(5);
        await until('the criterion', async () => (await glass()).text.startsWith('Thái độ phục vụ'));
        expect(ratings()).toEqual([]);
        await press(4);
        expect((await glass()).page).toBe('thanks');
        await until('the rating', () => ratings().length > 0);
        expect(ratings()).toEqual([{ ticketId, level: 5, criteria: '{"thai-do":4}' }]);
        await until('rest', async () => (await glass()).text.endsWith('Quầy 1'));
      },
    ));

  it('the cable is out while somebody presses: thanks at once, counted once when it is back, and for nobody called since', () =>
    atCounter({ kind, settings: '{ thanksSeconds: 1 }' }, async ({ app, rack, glass, press, serve, ratings }) => {
      const first = await serve();
      await until('the faces', async () => (await glass()).page === 'faces');
      await rack.act({ device: 'pad', verb: 'unplug' });
      await press(2);
      expect((await glass()).page).toBe('thanks');
      expect((await glass()).thankedMs).toBeLessThanOrEqual(300);
      const second = await serve();
      await rack.act({ device: 'pad', verb: 'plug' });
      await until('the rating', () => ratings().length === 1, 10_000);
      expect(ratings()).toMatchObject([{ ticketId: first.ticketId, level: 2 }]);
      await until('the faces for the second', async () => (await glass()).page === 'faces');
      await press(4);
      await until('its rating', () => ratings().length === 2);
      expect(ratings()).toMatchObject(
        [first, { ticketId: second.ticketId, level: 4 }].map(({ ticketId }) => ({ ticketId })),
      );
      expect(app.site.db.prepare('SELECT count(*) FROM rating').pluck().get()).toBe(2);
    }));

  it('the pad asks nobody any more when the next one is called, Finish is taken back, or a phone has rated', () =>
    atCounter({ kind, settings: '{ thanksSeconds: 1 }' }, async ({ app, glass, serve }) => {
      const { ticketId } = await serve();
      await until('the faces', async () => (await glass()).page === 'faces');
      accepted(await app.site.queue.undo(one));
      await until('the turn', async () => (await glass()).page === 'qr');
      accepted(await app.site.queue.step({ step: 'finish' }, one, ticketId));
      await until('the faces again', async () => (await glass()).page === 'faces');
      const token = app.site.queue.reads.byId(ticketId)?.token;
      if (token === undefined) throw new Error('The ticket is gone');
      const rating = { level: 3, criteria: {}, reasons: [], text: '' };
      accepted(await app.site.ratings.give(token, rating, newKey()));
      await until('thanks', async () => (await glass()).page === 'thanks');
      await serve();
      await until('the faces of the second', async () => (await glass()).page === 'faces');
      accepted(await app.site.queue.issue({ serviceId: services.copies, language: 'vi', key: newKey() }));
      accepted(await app.site.queue.next(one, newKey()));
      await until('the call', async () => (await glass()).text.startsWith('Mời số'));
    }));
});

it('a pad that shows the code of the ticket after Finish lets the phone rate', () =>
  atCounter({ kind: 'rating-pad-nextion', settings: '{ asks: code }' }, async ({ glass, serve }) => {
    const { turnUrl } = await serve();
    await until('the code', async () => (await glass()).text.endsWith('đánh giá lần phục vụ này'));
    expect((await glass()).qr?.content).toBe(turnUrl);
  }));

it('a Nextion pad that lost power behind the press still brings it', () =>
  atCounter({ kind: 'rating-pad-nextion', settings: '{ thanksSeconds: 1 }' }, async (counter) => {
    const { rack, glass, press, serve, ratings } = counter;
    const { ticketId } = await serve();
    await until('the faces', async () => (await glass()).page === 'faces');
    await rack.act({ device: 'pad', verb: 'unplug' });
    await press(1);
    await rack.act({ device: 'pad', verb: 'restart-pad' });
    await rack.act({ device: 'pad', verb: 'plug' });
    await until('the rating', () => ratings().length === 1, 10_000);
    expect(ratings()).toMatchObject([{ ticketId, level: 1 }]);
  }));

it('a press whose Finish was taken back meanwhile counts for nobody, and is told once', () =>
  atCounter({ kind: 'rating-pad-nextion', settings: '{ thanksSeconds: 1 }' }, async (counter) => {
    const { app, rack, glass, press, serve, ratings } = counter;
    const { ticketId } = await serve();
    await until('the faces', async () => (await glass()).page === 'faces');
    await rack.act({ device: 'pad', verb: 'unplug' });
    await press(1);
    accepted(await app.site.queue.undo(one));
    await rack.act({ device: 'pad', verb: 'plug' });
    const dropped = () => app.logged.filter((line) => line.includes('not counted: rating-not-open')).length;
    await until('the dropped press', () => dropped() === 1, 10_000);
    expect(ratings()).toEqual([]);
    accepted(await app.site.queue.step({ step: 'finish' }, one, ticketId));
    await until('the question once more', async () => (await glass()).page === 'faces');
    await press(5);
    await until('the rating', () => ratings().length === 1);
    expect(ratings()).toMatchObject([{ ticketId, level: 5 }]);
    expect(dropped()).toBe(1);
  }));
