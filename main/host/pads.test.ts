// The whole host with a rating pad and a Stream Deck at counter 1, simulated.
import { describe, expect, it } from 'vitest';
import { startRackUnderTest, until } from '../../drivers/core/test-kit.ts';
import { startApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { accepted, counters, newKey, services, temporaryFolder } from '../../test/support/site.ts';

/** The demo site with nothing but the pad and the keypad of counter 1. */
const withPads = (pad: string, deck: string) => (text: string) =>
  text
    .replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '')
    .replace(/^( {2}- id: quay-1\n)/m, '$1    pad: man-1\n    keypad: { device: phim-1, address: 1 }\n')
    .replace(
      /^devices:[\s\S]*$/m,
      `devices:
  - { id: man-1, driver: rating-pad-nextion, label: Màn quầy 1, url: "${pad}" }
  - { id: phim-1, driver: call-keypad-streamdeck, label: Phím quầy 1, url: "${deck}", model: mk2 }
`,
    );

describe('a counter with a rating pad and a Stream Deck', () => {
  it('shows where one is, then the turn of who is served; the keys call and serve; a pad that lost power shows it again', async () => {
    using temporary = temporaryFolder();
    const rack = await startRackUnderTest([
      { kind: 'rating-pad-nextion', id: 'pad', listen: { tcp: 0 } },
      { kind: 'call-keypad-streamdeck', id: 'deck', listen: { hid: 0 }, model: 'mk2' },
    ]);
    await using ending = new AsyncDisposableStack();
    ending.defer(() => rack.close());
    const glass = () => rack.device('rating-pad-nextion', 'pad');
    const press = async (key: number) => {
      await rack.act({ device: 'deck', verb: 'move-deck-key', key, to: 'down' });
      await rack.act({ device: 'deck', verb: 'move-deck-key', key, to: 'up' });
    };
    const deck = () => rack.device('call-keypad-streamdeck', 'deck');
    const urls = await rack.state();
    const [pad, keys] = urls.devices.map(({ url }) => url);
    await using app = await startApp({ folder: temporary.folder, configure: withPads(pad ?? '', keys ?? '') });

    await until('the idle page', async () => (await glass()).text.endsWith('Quầy 1'));
    const { rpc } = createHostClient(app.url);
    accepted(await rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
    const drawn = await until('the keys', async () => (await deck()).keys[0]?.pictures ?? 0);
    const ticket = accepted(
      await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() }),
    );
    await until('one waiting, on the key', async () => ((await deck()).keys[0]?.pictures ?? 0) > drawn);

    await press(0);
    await until('the call', async () => (await glass()).text === 'Mời số A001\nvào quầy 1');
    await press(1);
    await until('the turn', async () => (await glass()).qr?.content === ticket.turnUrl);

    await rack.act({ device: 'pad', verb: 'restart-pad' });
    await until('its first page', async () => (await glass()).page === 'boot');
    await until('the turn again', async () => (await glass()).qr?.content === ticket.turnUrl);
    await press(3);
    await until('the question', async () => (await glass()).page === 'faces');
    expect((await rack.state()).devices.flatMap(({ unknown }) => unknown)).toEqual([]);
  }, 30_000);
});
