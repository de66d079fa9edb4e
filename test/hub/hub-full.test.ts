// No room at the hub: the site hears it, waits, and nothing is lost.
import { expect, test } from 'vitest';
import { isComplete, linkOf, memberIn, serveOne } from '../support/hub-site.ts';
import { openTestSite, temporaryFolder } from '../support/site.ts';
import { startTestHub, until } from '../support/test-hub.ts';

test('the database is away until the stream is full: the site says hub-full and waits; afterwards all of it is there', async () => {
  await using hub = await startTestHub({ nodes: 1, maxStreamBytes: 32 * 1024 });
  using temporary = temporaryFolder();
  await using site = openTestSite(temporary.folder, { clock: { nowMs: Date.now(), steadyMs: 0 } });
  const running = linkOf(site, await memberIn(temporary.folder, await hub.code('ward-full')));
  await until('the site is connected', () => running.status().state === 'up-to-date');
  await hub.postgres.stop('immediate');
  await until(
    'the stream is full',
    async () => {
      // Seen at once: with the database away the trouble is soon another one, and the backlog would grow for nothing.
      if (running.status().trouble !== 'hub-full') await serveOne(site);
      return running.status().trouble === 'hub-full';
    },
    60_000,
  );
  const { backlog } = running.status();
  expect(backlog).toBeGreaterThan(0);
  await hub.postgres.start();
  await until('the hub has all of it', () => isComplete(hub.pool, site, 'ward-full'), 60_000);
  await serveOne(site);
  await until('and goes on', () => isComplete(hub.pool, site, 'ward-full'));
  await running.stop();
}, 180_000);
