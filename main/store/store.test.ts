import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import {
  accepted,
  createProjections,
  newKey,
  openTestSite,
  services,
  type TestSite,
  temporaryFolder,
} from '../../test/support/site.ts';
import { backup, restore } from './backup.ts';
import { lockFolder } from './folder-lock.ts';
import { createLedger } from './ledger.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { assertDurable, openDatabase } from './open-db.ts';
import { StoreError } from './store-error.ts';
import { verifyDatabase } from './verify.ts';

const codeOf = async (action: () => unknown): Promise<string> => {
  try {
    await action();
    return 'no error';
  } catch (error) {
    return error instanceof StoreError ? error.code : String(error);
  }
};

const freshDatabase = (file: string) => {
  const db = openDatabase(file);
  migrate(db, migrations, 0);
  return db;
};

describe('opening', () => {
  it('starts with full durability, and refuses each setting that would lose numbers in a power cut', () => {
    using temporary = temporaryFolder();
    const db = openDatabase(path.join(temporary.folder, 'a.db'));
    expect(() => assertDurable(db)).not.toThrow();
    for (const [pragma, named] of [
      ['synchronous = NORMAL', 'synchronous=1 (needed: 2)'],
      ['foreign_keys = OFF', 'foreign_keys=0 (needed: 1)'],
    ] as const) {
      db.pragma(pragma);
      expect(() => assertDurable(db)).toThrow(named);
      db.pragma('synchronous = FULL');
      db.pragma('foreign_keys = ON');
    }
    db.pragma('journal_mode = DELETE');
    expect(() => assertDurable(db)).toThrow('journal_mode=delete (needed: wal)');
    db.close();
  });

  it('catches up on a step that was published after one of a later number', () => {
    using temporary = temporaryFolder();
    const db = openDatabase(path.join(temporary.folder, 'late.db'));
    const withoutOne = migrations.filter(({ version }) => version !== 250);
    migrate(db, withoutOne, 0);
    const day = '2026-11-23';
    db.exec(`INSERT INTO business_day (day, opened_at_ms) VALUES ('${day}', 0);
      INSERT INTO ticket (id, token, day, series_id, sequence, number, service_id, language, state, issued_at_ms, changed_at_ms)
        VALUES ('t', 'o', '${day}', 'a', 1, 'A001', 's', 'vi', 'cancelled', 0, 0);
      INSERT INTO journal (seq, at_ms, day, type, body, hash)
        VALUES (1, 0, '${day}', 'ticket-cancelled', '{"ticketId":"t","reason":"duplicate"}', zeroblob(32));`);
    expect(migrate(db, migrations, 0)).toEqual(['kept numbers']);
    // What the tables did not say before is taken from the journal.
    expect(db.prepare('SELECT line_day, end_reason FROM ticket').get()).toEqual({
      line_day: day,
      end_reason: 'duplicate',
    });
    db.close();
  });

  it('refuses a database of a newer version and leaves it as it is', async () => {
    using temporary = temporaryFolder();
    const db = freshDatabase(path.join(temporary.folder, 'a.db'));
    db.prepare("INSERT INTO migration VALUES (9990, 'from-tomorrow', 0)").run();
    expect(await codeOf(() => migrate(db, migrations, 0))).toBe('newer-database');
    expect(db.prepare('SELECT max(version) FROM migration').pluck().get()).toBe(9990);
    db.close();
  });

  it('keeps the old schema whole when a step fails in its middle', () => {
    using temporary = temporaryFolder();
    const db = freshDatabase(path.join(temporary.folder, 'a.db'));
    const broken = [
      ...migrations,
      {
        version: 5000,
        name: 'broken',
        up: 'CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE ticket (a INTEGER) STRICT;',
      },
    ];
    expect(() => migrate(db, broken, 0)).toThrow('already exists');
    expect(db.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get()).toBe(0);
    expect(migrate(db, migrations, 0)).toEqual([]);
    db.close();
  });

  it('says so when a second host is started on the same folder, and lets it in after the first ended', async () => {
    using temporary = temporaryFolder();
    const first = lockFolder(temporary.folder);
    expect(await codeOf(() => lockFolder(temporary.folder))).toBe('folder-in-use');
    first[Symbol.dispose]();
    using second = lockFolder(temporary.folder);
    expect(second).toBeDefined();
  });

  it('calls a file that is no database by its name', async () => {
    using temporary = temporaryFolder();
    const file = path.join(temporary.folder, 'a.db');
    writeFileSync(file, 'this is a letter, not a database. '.repeat(100));
    expect(await codeOf(() => openDatabase(file))).toBe('not-a-database');
  });
});

describe('the writer', () => {
  it('lets commands that arrive together share one commit, and tells listeners in order after it', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await site.queue.openDay();
    const groups: number[] = [];
    using _listening = site.ledger.subscribe((recorded) => groups.push(recorded.length));
    await Promise.all(Array.from({ length: 64 }, () => site.issue(services.copies)));
    expect(groups).toEqual([64]);
  });

  it('undoes only the command that failed, not those decided with it', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const [before, broken, after] = await Promise.allSettled([
      site.issue(services.copies),
      site.ledger.submit((tx) => {
        const day = site.queue.reads.openDay();
        if (day !== null) tx.append(day, { type: 'day-opened', day: '2030-01-01' as typeof day, previous: day });
        throw new Error('a bug in a command');
      }),
      site.issue(services.copies),
    ]);
    expect([before.status, broken.status, after.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(site.queue.reads.openDay()).toBe('2026-11-23');
    expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
  });

  it('promises no number while the disk is full, and goes on by itself when there is space again', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await site.issue(services.copies);
    const pages = Number(site.db.pragma('page_count', { simple: true }));
    site.db.pragma(`max_page_count = ${pages}`);
    const refused: string[] = [];
    while (site.ledger.condition === 'ok') {
      const results = await Promise.allSettled(Array.from({ length: 50 }, () => site.issue(services.copies)));
      for (const result of results)
        if (result.status === 'rejected')
          refused.push(result.reason instanceof StoreError ? result.reason.code : 'bug');
    }
    expect(new Set(refused)).toEqual(new Set(['storage-full']));
    const stored = Number(site.db.prepare('SELECT count(*) FROM ticket').pluck().get());
    site.db.pragma('max_page_count = 1000000');
    expect((await site.issue(services.copies)).number).toBe(`A${String(stored + 1).padStart(3, '0')}`);
    expect(site.ledger.condition).toBe('ok');
    expect(verifyDatabase(site.db, createProjections).problems).toEqual([]);
  });

  it('never asks a disk again that failed, and says it once', async () => {
    using temporary = temporaryFolder();
    const db = freshDatabase(path.join(temporary.folder, 'a.db'));
    const said: string[] = [];
    let failed = 0;
    const ledger = createLedger({
      db,
      projections: [],
      undone: () => undefined,
      now: () => 0,
      maxGroup: 8,
      log: (_level, message) => said.push(message),
    });
    ledger.onCondition((condition) => {
      if (condition === 'failed') failed += 1;
    });
    const ioError = Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
    const failing = () => {
      throw ioError;
    };
    expect(await codeOf(() => ledger.submit(failing))).toBe('storage-failed');
    expect(await codeOf(() => ledger.submit(() => 'fine'))).toBe('storage-failed');
    expect([ledger.condition, failed, said.length, db.open]).toEqual(['failed', 1, 1, false]);
  });

  it('does not let a listener that throws disturb the others or the command', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const heard: number[] = [];
    using _broken = site.ledger.subscribe(() => {
      throw new Error('a screen fell over');
    });
    using _sound = site.ledger.subscribe((recorded) => heard.push(recorded.length));
    expect((await site.issue(services.copies)).number).toBe('A001');
    expect(heard).toEqual([2]);
  });

  it('answers what was asked before it closes, and refuses what comes later', async () => {
    using temporary = temporaryFolder();
    const site = openTestSite(temporary.folder);
    const asked = site.issue(services.copies);
    const closed = site.close();
    expect((await asked).number).toBe('A001');
    await closed;
    expect(await codeOf(() => site.queue.issue({ serviceId: services.copies, language: 'vi', key: newKey() }))).toBe(
      'stopping',
    );
  });
});

describe('another program', () => {
  it('that holds the database makes a press fail for the moment, not the host', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await site.issue(services.copies);
    site.db.pragma('busy_timeout = 10');
    const other = new Database(path.join(temporary.folder, 'motcua.db'));
    other.exec('BEGIN IMMEDIATE');
    expect(await codeOf(() => site.queue.issue({ serviceId: services.copies, language: 'vi', key: newKey() }))).toBe(
      'busy',
    );
    other.exec('ROLLBACK');
    other.close();
    expect((await site.issue(services.copies)).number).toBe('A002');
    expect(site.ledger.condition).toBe('ok');
  });
});

describe('the journal', () => {
  it('shows a row that was changed, removed or added behind the host’s back', async () => {
    for (const [tamper, problem] of [
      ["UPDATE journal SET body = replace(body, 'A002', 'A009') WHERE seq = 3", 'journal broken at row 3'],
      ['DELETE FROM journal WHERE seq = 3', 'journal broken at row 4: row 3 is missing'],
      [
        'INSERT INTO journal SELECT seq + 100, at_ms, day, type, body, hash FROM journal WHERE seq = 2',
        'row 6 is missing',
      ],
      ["UPDATE ticket SET number = 'A777' WHERE sequence = 2", 'table ticket differs from the journal'],
      ['DELETE FROM print_job', 'table print_job lacks a row'],
    ] as const) {
      using temporary = temporaryFolder();
      await using site = openTestSite(temporary.folder);
      for (let count = 0; count < 4; count += 1) await site.issue(services.copies);
      expect(verifyDatabase(site.db, createProjections).sound).toBe(true);
      site.db.exec(tamper);
      expect(verifyDatabase(site.db, createProjections).problems.join('; '), tamper).toContain(problem);
    }
  });
});

describe('a host that goes on working', () => {
  /** Presses without a pause until disposed. */
  const pressing = (site: TestSite): AsyncDisposable => {
    let isOver = false;
    const work = (async () => {
      while (!isOver) await site.issue(services.copies);
    })();
    return {
      [Symbol.asyncDispose]: async () => {
        isOver = true;
        await work;
      },
    };
  };

  it('does not make a sound database look unsound, nor keep a backup from ending', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await site.issue(services.copies);
    await using _busy = pressing(site);
    const beside = new Database(path.join(temporary.folder, 'motcua.db'));
    for (let look = 0; look < 5; look += 1) {
      await site.issue(services.land);
      expect(verifyDatabase(beside, createProjections).problems).toEqual([]);
    }
    beside.close();
    const made = backup(
      { dataFolder: temporary.folder, createProjections },
      { folder: path.join(temporary.folder, 'backups'), keep: 7, nowMs: 0 },
    );
    expect(made.report.sound).toBe(true);
  });
});

describe('backups', () => {
  it('are taken while numbers are being issued, and bring a blank machine back', async () => {
    using temporary = temporaryFolder();
    using elsewhere = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    const before = await site.issue(services.copies);
    const source = { dataFolder: temporary.folder, createProjections };
    const [made] = await Promise.all([
      backup(source, { folder: path.join(elsewhere.folder, 'backups'), keep: 7, nowMs: Date.now() }),
      ...Array.from({ length: 20 }, () => site.issue(services.land)),
    ]);
    expect(made.report.sound).toBe(true);
    const target = path.join(elsewhere.folder, 'new-machine');
    await restore(made.file, { dataFolder: target, createProjections, nowMs: Date.now() });
    await using restored = openTestSite(target);
    expect(restored.queue.reads.byToken(before.token)?.number).toBe('A001');
    expect((await restored.issue(services.copies)).number).toBe('A002');
  });

  it('keep seven generations', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await site.issue(services.copies);
    const folder = path.join(temporary.folder, 'backups');
    for (let day = 1; day <= 9; day += 1)
      await backup(
        { dataFolder: temporary.folder, createProjections },
        { folder, keep: 7, nowMs: Date.UTC(2026, 0, day) },
      );
    const kept = readdirSync(folder);
    expect(kept).toHaveLength(7);
    expect(kept.sort()[0]).toBe('motcua-20260103-000000-000.db');
  });

  it('that are damaged replace nothing', async () => {
    using temporary = temporaryFolder();
    const site = openTestSite(temporary.folder);
    await site.issue(services.copies);
    const made = await backup(
      { dataFolder: temporary.folder, createProjections },
      { folder: path.join(temporary.folder, 'backups'), keep: 7, nowMs: 0 },
    );
    await site.close();
    const copy = new Database(made.file);
    copy.exec("UPDATE ticket SET number = 'A999'");
    copy.close();
    const attempt = () => restore(made.file, { dataFolder: temporary.folder, createProjections, nowMs: 0 });
    expect(await codeOf(attempt)).toBe('storage-failed');
    await using again = openTestSite(temporary.folder);
    expect((await again.issue(services.copies)).number).toBe('A002');
  });

  it('are not put back under a running host', async () => {
    using temporary = temporaryFolder();
    await using site = openTestSite(temporary.folder);
    await site.issue(services.copies);
    const made = await backup(
      { dataFolder: temporary.folder, createProjections },
      { folder: path.join(temporary.folder, 'backups'), keep: 7, nowMs: 0 },
    );
    expect(await codeOf(() => restore(made.file, { dataFolder: temporary.folder, createProjections, nowMs: 0 }))).toBe(
      'folder-in-use',
    );
    accepted(await site.queue.issue({ serviceId: services.copies, language: 'vi', key: newKey() }));
  });
});
