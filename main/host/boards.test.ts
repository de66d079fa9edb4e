// The whole host with message boards over the hall, simulated.
import { describe, expect, it } from 'vitest';
import { startRackUnderTest, until } from '../../drivers/core/test-kit.ts';
import { startApp } from '../../test/support/app.ts';
import { createHostClient } from '../../test/support/client.ts';
import { accepted, counters, demoConfigText, newKey, services, temporaryFolder } from '../../test/support/site.ts';
import { ConfigError, parseConfig } from './config.ts';

const withBoards = (huidu: string, onbon: string, alpha: string) => (text: string) =>
  text.replaceAll(/^ {4}(display|keypad|pad):.*\n/gm, '').replace(
    /^devices:[\s\S]*$/m,
    `devices:
  - { id: bang-lon, driver: message-board-huidu, label: Bảng lớn, url: "${huidu}", lines: 3, charactersPerLine: 20 }
  - { id: bang-sau, driver: message-board-onbon, label: Bảng sau, url: "${onbon}", refreshSeconds: 1 }
  - { id: bang-cu, driver: message-board-alpha, label: Bảng cũ, url: "${alpha}", lines: 2, refreshSeconds: 1 }
boards:
  - { device: bang-lon, flashSeconds: 3 }
  - { device: bang-sau, flashSeconds: 3 }
  - { device: bang-cu, counters: [quay-2], flashSeconds: 3 }
`,
  );

describe('message boards over the hall', () => {
  it('a call flashes, then stands in the list; a board that lost its power shows it again; an old sign is refreshed', async () => {
    using temporary = temporaryFolder();
    const rack = await startRackUnderTest([
      { kind: 'message-board-huidu', id: 'huidu', listen: { tcp: 0 } },
      { kind: 'message-board-onbon', id: 'onbon', listen: { tcp: 0 } },
      { kind: 'message-board-alpha', id: 'alpha', listen: { pty: 'alpha', baud: 9600 }, answers: false },
    ]);
    await using ending = new AsyncDisposableStack();
    ending.defer(() => rack.close());
    const [huidu, onbon, alpha] = (await rack.state()).devices.map(({ url }) => url);
    await using app = await startApp({
      folder: temporary.folder,
      configure: withBoards(huidu ?? '', onbon ?? '', alpha ?? ''),
    });
    const big = () => rack.device('message-board-huidu', 'huidu');
    const rear = () => rack.device('message-board-onbon', 'onbon');
    const old = () => rack.device('message-board-alpha', 'alpha');
    const untilBoth = (what: string, lines: readonly string[], folded: readonly string[], limitMs: number) =>
      until(
        what,
        async () => String((await big()).lines) === String(lines) && String((await rear()).lines) === String(folded),
        limitMs,
      );

    const { rpc } = createHostClient(app.url);
    accepted(await rpc.staff.login.mutate({ login: 'lan', password: 'hoasua-lan', counterId: counters.one }));
    await until('the old sign asks to take a number', async () => (await old()).lines.length > 0);
    for (const _ of [1, 2])
      accepted(await rpc.kiosk.issue.mutate({ serviceId: services.copies, language: 'vi', key: newKey() }));
    const callNext = async () => accepted(await rpc.counter.next.mutate({ key: newKey() }));

    await callNext();
    await untilBoth('the call', ['Mời số A001', 'đến quầy 1'], ['Moi so A001', 'den quay 1'], 2000);
    expect([(await big()).emphasis, (await rear()).emphasis]).toEqual(['flashing', 'flashing']);
    const steady = [['Số A001 quầy 1'], ['So A001 quay 1']] as const;
    await untilBoth('the list', steady[0], steady[1], 8000);
    expect([(await big()).emphasis, (await rear()).emphasis]).toEqual(['steady', 'steady']);

    // The board behind lost its power for a moment; nobody was told.
    await rack.act({ device: 'onbon', verb: 'power-cycle' });
    await untilBoth('the list again', steady[0], steady[1], 5000);
    await rack.act({ device: 'huidu', verb: 'unplug' });
    const healthOf = (id: string) =>
      (app.health()['devices'] as { readonly id: string; readonly state: string }[]).find((one) => one.id === id)
        ?.state;
    await until('the missing board', () => healthOf('bang-lon') === 'offline');
    await rack.act({ device: 'huidu', verb: 'plug' });
    await until('all well', () => healthOf('bang-lon') === 'ready' && healthOf('bang-sau') === 'ready', 8000);

    // The old sign belongs to counter 2: it does not show the calls of counter 1, and it is written again and again.
    const { writes, lines } = await old();
    expect(lines.join(' ')).not.toContain('A001');
    await until('written again', async () => (await old()).writes > writes + 2, 6000);
    expect((await rack.state()).devices.flatMap(({ unknown }) => unknown)).toEqual([]);
  }, 40_000);

  it('a board that is none, a counter that is none, a board twice: refused by name', () => {
    const refused = (boards: string) => {
      try {
        parseConfig(demoConfigText().replace(/^boards:\n.*\n/m, `boards:\n${boards}`), 'site.yaml');
        return [];
      } catch (cause) {
        if (!(cause instanceof ConfigError)) throw cause;
        return cause.problems;
      }
    };
    expect(refused('  - { device: den-led, counters: [quay-9] }\n  - { device: den-led }\n')).toEqual([
      'boards, device: "den-led" does not exist. Known: bang-chu.',
      'boards den-led, counters: "quay-9" does not exist. Known: quay-1, quay-2, quay-3.',
      'boards: "den-led" stands there twice; each must be there once.',
      'boards, device: "den-led" does not exist. Known: bang-chu.',
    ]);
  });
});
