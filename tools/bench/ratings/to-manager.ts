// A citizen rates, the manager looks.

import type { CounterId } from '../../../contract/ids.ts';
import { RatingInput } from '../../../contract/rating.ts';
import { launchBrowser } from '../../../test/support/browser.ts';
import { createHostClient } from '../../../test/support/client.ts';
import { accepted, newKey } from '../../../test/support/site.ts';
import { buildScreens } from '../../build-screens.ts';
import { dataFolder } from '../data-folder.ts';
import { atMost, type Benchmark, fact, ms } from '../figure.ts';
import { percentile } from '../stats.ts';
import { openRatingSite, serve } from './site.ts';

const ratings = 100;

export const toManager: Benchmark = {
  name: 'to-manager',
  title: 'From a rating to the manager’s screen',
  method: `${ratings} ratings, one after the other, each sent over HTTP by its ticket’s token while the manager’s tab of ratings is open in Chromium; time from sending to the figure of today on the screen, looked for with each frame of the browser.`,
  async run({ keep }) {
    await buildScreens();
    const app = keep.use(await openRatingSite(dataFolder(keep), []));
    accepted(
      await app.site.staff.add({ login: 'bench', name: 'Bench', password: 'bench-bench', roles: ['manager'] }, null),
    );
    const browser = keep.adopt(await launchBrowser(), (one) => one.close());
    const page = await browser.newPage({ viewport: { width: 1366, height: 900 } });
    await page.goto(`${app.url}/manager/`);
    await page.evaluate(() =>
      fetch('/rpc/office.login', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ login: 'bench', password: 'bench-bench' }),
      }),
    );
    await page.reload();
    await page.getByTestId('manager-tab-ratings').click();
    const { rpc } = createHostClient(app.url);
    const tookMs: number[] = [];
    const rating = RatingInput.parse({ level: 5, criteria: {}, reasons: [], text: '' });
    for (let n = 1; n <= ratings; n += 1) {
      const { token } = await serve(app, 'quay-1' as CounterId);
      const sentMs = performance.now();
      const seen = page
        .getByTestId('ratings-n')
        .filter({ hasText: new RegExp(`^${n}$`) })
        .waitFor();
      accepted(await rpc.ratings.give.mutate({ ...rating, token, key: newKey() }));
      await seen;
      tookMs.push(performance.now() - sentMs);
    }
    return [
      fact('rating to the manager’s screen, median', percentile(tookMs, 0.5), ms),
      atMost(1000, ms, { name: 'rating to the manager’s screen, slowest', value: Math.max(...tookMs) }),
    ];
  },
};
