import { describe, expect, it } from 'vitest';
import type { TicketId } from '../../../contract/ids.ts';
import {
  accepted,
  clerk,
  counters,
  morningMs,
  newKey,
  openTestSite,
  refusalOf,
  services,
  temporaryFolder,
} from '../../../test/support/site.ts';

const hourMs = 3_600_000;

describe('taking a number', () => {
  it('gives 200 people who press at the same moment 200 numbers without a hole', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const tickets = await Promise.all(Array.from({ length: 200 }, () => site.issue(services.copies)));
    expect(new Set(tickets.map(({ number }) => number)).size).toBe(200);
    expect(tickets.map(({ number }) => number).sort()).toEqual(
      Array.from({ length: 200 }, (_, index) => `A${String(index + 1).padStart(3, '0')}`),
    );
  });

  it('answers a double tap and a retry after a lost answer with the same ticket', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const ask = { serviceId: services.copies, language: 'vi', key: newKey() } as const;
    const [first, second] = await Promise.all([site.queue.issue(ask), site.queue.issue(ask)]);
    await using again = await site.reopen();
    const third = await again.queue.issue(ask);
    expect(accepted(second).ticketId).toBe(accepted(first).ticketId);
    expect(accepted(third).token).toBe(accepted(first).token);
    expect((await again.issue(services.copies)).number).toBe('A002');
  });

  it('refuses a key that was already used for something else', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const key = newKey();
    accepted(await site.queue.issue({ serviceId: services.copies, language: 'vi', key }));
    expect(refusalOf(await site.queue.issue({ serviceId: services.land, language: 'vi', key }))).toBe('key-reused');
  });

  it('refuses a service that the site does not have and names those it has', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const refused = await site.queue.issue({
      serviceId: 'bay' as typeof services.copies,
      language: 'vi',
      key: newKey(),
    });
    expect(refused).toMatchObject({
      ok: false,
      error: { code: 'unknown-service', message: expect.stringContaining('chung-thuc') },
    });
  });

  it('counts from one again on the next business day, and what was left over expires', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const left = await site.issue(services.copies);
    site.clock.nowMs = morningMs + 24 * hourMs;
    expect((await site.issue(services.copies)).number).toBe('A001');
    expect(site.queue.reads.byId(left.ticketId)?.state).toBe('expired');
  });

  it('goes on numbering when the clock falls back to the year 2000 and the machine is restarted', async () => {
    using temporary = temporaryFolder();
    const site = openTestSite(temporary.folder);
    await site.issue(services.copies);
    site.clock.nowMs = Date.parse('2000-01-01T00:00:00Z');
    await using again = await site.reopen();
    const ticket = await again.issue(services.copies);
    expect(ticket.number).toBe('A002');
    expect(again.queue.reads.byId(ticket.ticketId)?.issuedAtMs).toBeGreaterThanOrEqual(morningMs);
  });
});

describe('recalling', () => {
  it('works again ten seconds after the call although the clock was set back by two hours', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const by = clerk(counters.one);
    await site.issue(services.copies);
    const { ticketId } = accepted(await site.queue.next(by, newKey()));
    site.clock.nowMs -= 2 * hourMs;
    site.clock.steadyMs += 3_000;
    expect(refusalOf(await site.queue.step({ step: 'recall' }, by, ticketId))).toBe('recall-too-soon');
    site.clock.steadyMs += 7_000;
    expect(accepted(await site.queue.step({ step: 'recall' }, by, ticketId)).number).toBe('A001');
  });
});

describe('calling', () => {
  it('gives two counters that press Next on the last waiting person one winner', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await site.issue(services.copies);
    const results = await Promise.all([
      site.queue.next(clerk(counters.one), newKey()),
      site.queue.next(clerk(counters.three), newKey()),
    ]);
    expect(results.map((result) => (result.ok ? 'called' : result.error.code)).sort()).toEqual([
      'called',
      'nobody-waiting',
    ]);
  });

  it('walks one person from the kiosk to the end, every stay a row', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const by = clerk(counters.one);
    const { ticketId } = await site.issue(services.copies);
    site.clock.nowMs += 60_000;
    accepted(await site.queue.next(by, newKey()));
    site.clock.nowMs += 20_000;
    site.clock.steadyMs += 20_000;
    accepted(await site.queue.step({ step: 'recall' }, by, ticketId));
    accepted(await site.queue.step({ step: 'start' }, by, ticketId));
    accepted(await site.queue.step({ step: 'hold', reason: 'missing-papers' }, by, ticketId));
    site.clock.nowMs += 60_000;
    accepted(await site.queue.step({ step: 'resume' }, by, ticketId));
    accepted(await site.queue.step({ step: 'finish' }, by, ticketId));
    const stays = site.db
      .prepare('SELECT state, to_ms - from_ms AS ms FROM ticket_interval WHERE ticket_id = ? ORDER BY ordinal')
      .all(ticketId);
    expect(stays).toEqual([
      { state: 'waiting', ms: 60_000 },
      { state: 'called', ms: 20_000 },
      { state: 'called', ms: 0 },
      { state: 'serving', ms: 0 },
      { state: 'on-hold', ms: 60_000 },
      { state: 'serving', ms: 0 },
      { state: 'finished', ms: null },
    ]);
  });

  it('does not call a second person while the first stands there', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await site.issue(services.copies);
    await site.issue(services.copies);
    accepted(await site.queue.next(clerk(counters.one), newKey()));
    expect(refusalOf(await site.queue.next(clerk(counters.one), newKey()))).toBe('counter-busy');
  });

  it('takes a second press of Finish as the first', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const by = clerk(counters.one);
    const { ticketId } = await site.issue(services.copies);
    accepted(await site.queue.next(by, newKey()));
    accepted(await site.queue.step({ step: 'start' }, by, ticketId));
    await Promise.all([
      site.queue.step({ step: 'finish' }, by, ticketId),
      site.queue.step({ step: 'finish' }, by, ticketId),
    ]);
    expect(site.db.prepare("SELECT count(*) FROM journal WHERE type = 'ticket-finished'").pluck().get()).toBe(1);
  });

  it('says that a ticket of another site is not known', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    expect(
      refusalOf(await site.queue.step({ step: 'finish' }, clerk(counters.one), 'AAAAAAAAAAAAAAAAAAAAAA' as TicketId)),
    ).toBe('unknown-ticket');
  });
});

describe('the place in the line', () => {
  it('does not count land people for somebody whom the copies counter will call', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    for (let count = 0; count < 3; count += 1) await site.issue(services.land);
    await site.issue(services.copies);
    const { ticketId } = await site.issue(services.copies);
    expect(site.queue.places().get(ticketId)).toBe(1);
  });

  it('counts those who came before and may be called before, whatever happens in between', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const first = await site.issue(services.civil);
    await site.issue(services.copies);
    await site.issue(services.residence);
    const last = await site.issue(services.civil);
    const ahead = (ticketId: TicketId) => {
      const ticket = site.queue.reads.byId(ticketId);
      return ticket === undefined ? null : site.queue.ahead(ticket);
    };
    expect([ahead(first.ticketId), ahead(last.ticketId)]).toEqual([0, 2]);
    accepted(await site.queue.next(clerk(counters.two), newKey()));
    expect([ahead(first.ticketId), ahead(last.ticketId)]).toEqual([0, 1]);
  });
});

describe('paper', () => {
  it('that failed is printed once more and never becomes a second number', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const { ticketId, token } = await site.issue(services.copies);
    expect(refusalOf(await site.queue.reprint({ token, key: newKey() }))).toBe('no-reprint-left');
    await site.queue.printStarted({ ticketId, copy: 1 });
    await site.queue.printEnded({ ticketId, copy: 1 }, { state: 'failed', faultCode: 'consumable-out' });
    const key = newKey();
    expect(accepted(await site.queue.reprint({ token, key }))).toEqual({ copy: 2 });
    expect(accepted(await site.queue.reprint({ token, key }))).toEqual({ copy: 2 });
    expect(refusalOf(await site.queue.reprint({ token, key: newKey() }))).toBe('no-reprint-left');
    expect(site.db.prepare('SELECT count(*) FROM ticket').pluck().get()).toBe(1);
  });
});
