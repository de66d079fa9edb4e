import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TypedReading } from '../../../contract/card.ts';
import type { CounterId, DeviceId } from '../../../contract/ids.ts';
import type { CardReader } from '../../../drivers/core/device-classes.ts';
import { createListeners } from '../../../drivers/core/listeners.ts';
import { newKey, openTestSite, temporaryFolder } from '../../../test/support/site.ts';
import { openSiteKey, type PresentedCard, startCards } from './index.ts';
import { hashCard, refusalFor } from './rules.ts';

const KEY = new Uint8Array(32).fill(7);

describe('the key of the cards', () => {
  const openIn = async (folder: string) => {
    const logged: string[] = [];
    await using site = openTestSite(folder);
    const opened = openSiteKey({
      dataFolder: folder,
      db: site.db,
      now: () => 1000,
      log: (level, message) => void logged.push(`${level} ${message}`),
    });
    return { ...opened, logged };
  };
  const fileIn = (folder: string) => path.join(folder, 'card-key');

  it('is made at the first start, for its owner only, and is the same after a restart', async () => {
    using temporary = temporaryFolder();
    const first = await openIn(temporary.folder);
    expect([first.key.length, first.lostAtMs, first.logged]).toEqual([32, null, []]);
    expect(statSync(fileIn(temporary.folder)).mode & 0o777).toBe(0o600);
    const second = await openIn(temporary.folder);
    expect(Buffer.compare(first.key, second.key)).toBe(0);
    expect(second.lostAtMs).toBeNull();
  });

  it('is deleted by somebody who tidied up: another one is made, and it is told, also after the next restart', async () => {
    using temporary = temporaryFolder();
    const first = await openIn(temporary.folder);
    rmSync(fileIn(temporary.folder));
    const second = await openIn(temporary.folder);
    expect(Buffer.compare(first.key, second.key)).not.toBe(0);
    expect([second.lostAtMs, second.logged]).toEqual([1000, [expect.stringMatching(/^error .*no card of before/)]]);
    expect((await openIn(temporary.folder)).lostAtMs).toBe(1000);
  });

  it('is half a file: it is put aside, and it is told', async () => {
    using temporary = temporaryFolder();
    await openIn(temporary.folder);
    writeFileSync(fileIn(temporary.folder), 'half');
    const { logged } = await openIn(temporary.folder);
    expect(logged[0]).toMatch(/has 4 bytes, 32 are allowed/);
    expect(readFileSync(`${fileIn(temporary.folder)}.damaged`, 'utf8')).toBe('half');
  });

  it('could be read by everybody: it is closed, and it is told', async () => {
    using temporary = temporaryFolder();
    await openIn(temporary.folder);
    chmodSync(fileIn(temporary.folder), 0o644);
    expect((await openIn(temporary.folder)).logged).toEqual([expect.stringMatching(/^warn .*read by others/)]);
    expect(statSync(fileIn(temporary.folder)).mode & 0o777).toBe(0o600);
  });
});

describe('a card', () => {
  it('has one hash with one key, another with another key, and another as another technology', () => {
    const card = { technology: 'em4100', number: '67003b51c6' } as const;
    expect(hashCard(KEY, card)).toMatch(/^[\da-f]{64}$/);
    expect(hashCard(KEY, card)).toBe(hashCard(KEY, { ...card }));
    expect(hashCard(new Uint8Array(32), card)).not.toBe(hashCard(KEY, card));
    expect(hashCard(KEY, { ...card, technology: 'keyboard' })).not.toBe(hashCard(KEY, card));
  });

  it.each([
    ['uid', '08a1b2c3', 'random-uid'],
    ['uid', '04a1b2c3', null],
    ['uid', '08a1b2c3d4e5f6', null],
    ['magstripe', '9704000000000017', null],
    ['magstripe', '4761739001010010=1808101', 'bank-card'],
    ['keyboard', '0003887558', null],
  ] as const)('%s %s: %s', (technology, number, reason) => {
    expect(refusalFor({ technology, number })).toBe(reason);
  });
});

describe('cards that are presented', () => {
  const counter = 'quay-1' as CounterId;
  const inHall = () => {
    const listeners = createListeners<Parameters<Parameters<CardReader['subscribe']>[0]>[0]>(() => undefined);
    const reader: CardReader = {
      id: 'dau-doc' as DeviceId,
      health: { state: 'ready', sinceMs: 0, fault: null },
      start: () => undefined,
      stop: async () => undefined,
      subscribe: listeners.subscribe,
    };
    const logged: unknown[] = [];
    const told: PresentedCard[] = [];
    const cards = startCards({
      key: KEY,
      readers: [{ reader, counterId: counter }],
      now: () => 5,
      onChange: () => undefined,
      log: (...line) => void logged.push(line),
    });
    cards.onPresented((presented) => void told.push(presented));
    return { cards, told, logged, publish: listeners.publish };
  };
  const typed: TypedReading = { kind: 'card', technology: 'keyboard', number: '0003887558' };

  it('at a reader: told with its hash and its place, never with its number', () => {
    const { told, publish } = inHall();
    publish({ type: 'card-presented', card: { technology: 'em4100', number: '67003b51c6' } });
    expect(told).toEqual([
      {
        hash: hashCard(KEY, { technology: 'em4100', number: '67003b51c6' }),
        device: 'dau-doc',
        counterId: counter,
        atMs: 5,
      },
    ]);
    expect(JSON.stringify(told)).not.toContain('3b51c6');
  });

  it('of a bank, at a counter: that counter is told why, nobody else, and no listener hears of it', () => {
    const { cards, told, publish, logged } = inHall();
    publish({ type: 'card-refused', reason: 'bank-card' });
    publish({ type: 'card-presented', card: { technology: 'uid', number: '08aabbcc' } });
    expect([cards.lastRefused(counter), cards.lastRefused(null)]).toEqual([{ seq: 2, reason: 'random-uid' }, null]);
    expect(told).toEqual([]);
    expect(JSON.stringify(logged)).not.toContain('08aabbcc');
  });

  it('by a keyboard reader, sent twice over a poor line: one card', () => {
    const { cards, told } = inHall();
    const key = newKey();
    expect([cards.present(typed, null, key), cards.present(typed, null, key)]).toEqual([null, null]);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ device: null, counterId: null });
  });

  it('of a bank by a screen that did not notice: refused here', () => {
    const { cards, told } = inHall();
    const reading: TypedReading = { kind: 'card', technology: 'magstripe', number: '4111111111111111=2512' };
    expect(cards.present(reading, null, newKey())).toBe('bank-card');
    expect(told).toEqual([]);
  });

  it('while one listener has a bug: the others still hear', () => {
    const { cards, logged } = inHall();
    let heard = 0;
    cards.onPresented(() => {
      throw new Error('bug');
    });
    cards.onPresented(() => void heard++);
    cards.present(typed, null, newKey());
    expect([heard, logged.length]).toEqual([1, 1]);
  });
});
