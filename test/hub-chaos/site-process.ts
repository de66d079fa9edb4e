// A site of the chaos as a process that can be killed: it takes, calls and serves tickets while its link carries them to the hub.
//
//   node site-process.ts <folder> <server,server,server>
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { linkOf, memberIn, serveOne } from '../support/hub-site.ts';
import { openTestSite } from '../support/site.ts';

/** One ticket after the other would leave nothing of a small machine to the servers. */
const BETWEEN_TICKETS_MS = 40;

const [folder = '', servers = ''] = process.argv.slice(2);
process.on('disconnect', () => process.exit());
const site = openTestSite(folder, {
  clock: {
    get nowMs() {
      return Date.now();
    },
    get steadyMs() {
      return performance.now();
    },
  },
});
linkOf(site, await memberIn(folder, null), servers.split(','));
let isResting = false;
process.on('message', (word) => {
  isResting = word === 'rest';
});
process.send?.('ready');
for (;;) {
  if (isResting) {
    process.send?.('resting');
    await once(process, 'message');
  } else {
    await serveOne(site);
    await pause(BETWEEN_TICKETS_MS);
  }
}
