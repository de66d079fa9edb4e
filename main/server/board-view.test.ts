import { expect, it } from 'vitest';
import { accepted, clerk, counters, newKey, openTestSite, services, temporaryFolder } from '../../test/support/site.ts';
import { createBoardView } from './board-view.ts';
import type { BoardScreen, SiteFacts } from './site-facts.ts';

const one = clerk(counters.one);
const screen: BoardScreen = {
  id: 'hall',
  name: { vi: 'Bảng', en: 'Board' },
  counters: null,
  layout: 'calls',
  speaks: true,
};

it('a hundred calls within a minute and a half while a board was away: it is told of every one of them', async () => {
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder);
  const view = createBoardView({
    site: {
      name: { vi: 'Phường', en: 'Ward' },
      services: [{ id: services.copies, name: { vi: 'Chứng thực', en: 'Copies' }, prefix: 'A' }],
      counters: [
        { id: counters.one, number: 1, name: { vi: 'Một', en: 'One' }, services: new Set([services.copies]) },
        { id: counters.two, number: 2, name: { vi: 'Hai', en: 'Two' }, services: new Set() },
      ],
    } as unknown as SiteFacts,
    queue: site.queue,
    staff: site.staff,
    pauses: site.pauses,
    notices: site.notices,
    media: { shownOn: () => [] },
    announcer: { pathOf: () => null, clip: async () => null },
    now: () => site.clock.nowMs,
  });
  for (let person = 0; person < 100; person += 1) {
    await site.issue(services.copies);
    site.clock.nowMs += 1;
  }
  for (let call = 0; call < 100; call += 1) {
    const { ticketId } = accepted(await site.queue.next(one, newKey()));
    accepted(await site.queue.step({ step: 'start' }, one, ticketId));
    if (call < 99) accepted(await site.queue.step({ step: 'finish' }, one, ticketId));
    site.clock.nowMs += 900;
  }
  expect(view(screen).calls.map(({ seq }) => seq)).toEqual(Array.from({ length: 100 }, (_, at) => 100 - at));
  // Ten minutes later the last eight are enough, and whoever was called and has not come.
  await site.issue(services.copies);
  accepted(await site.queue.step({ step: 'finish' }, one, site.queue.reads.inHand(counters.one)?.ticketId as never));
  accepted(await site.queue.next(one, newKey()));
  site.clock.nowMs += 10 * 60_000;
  expect(view(screen).calls.map(({ isOpen }) => isOpen)).toEqual([true, ...Array.from({ length: 7 }, () => false)]);
  // A board of other counters is told of none of them.
  expect(view({ ...screen, counters: new Set([counters.two]) })).toMatchObject({ calls: [], waitingByService: [] });
});
