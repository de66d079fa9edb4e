// What a board in a real browser announces, written down by its page; and a counter that calls many people at once.
import type { Page } from 'playwright-core';
import type { HostClient } from '../support/client.ts';
import { accepted, counters, newKey, services } from '../support/site.ts';

export interface Announced {
  readonly seq: number;
  /** By the page's clock. */
  readonly atMs: number;
}

/** Before the page is opened: it writes down each call when it becomes the headline that is announced. */
export const writeDownCalls = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const written: { seq: number; atMs: number }[] = [];
    Object.assign(globalThis, { announcedCalls: written });
    const look = () => {
      const seq = Number(
        document.querySelector('[data-testid="board-headline"][data-fresh]')?.getAttribute('data-seq'),
      );
      if (seq > 0 && seq !== written.at(-1)?.seq) written.push({ seq, atMs: Date.now() });
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  });
};

/** Since the page was loaded. */
export const callsWrittenDown = (page: Page): Promise<readonly Announced[]> =>
  page.evaluate(() => (globalThis as unknown as { announcedCalls: Announced[] }).announcedCalls);

/** One counter calls so many people and is done with each at once. */
export const callMany = async ({ rpc }: HostClient, people: number): Promise<void> => {
  accepted(await rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
  for (let person = 0; person < people; person += 1)
    accepted(await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() }));
  for (let person = 0; person < people; person += 1) {
    const { ticketId } = accepted(await rpc.counter.next.mutate({ key: newKey() }));
    accepted(await rpc.counter.step.mutate({ step: 'start', ticketId }));
    accepted(await rpc.counter.step.mutate({ step: 'finish', ticketId }));
  }
};
