// Random lives of people before the real services: they come, agree, are enrolled, grow older, change their mind, leave and
// come back. After every step whoever can be named must be somebody whose consent is live, as told by a ledger of our own.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { PersonId } from '../../contract/ids.ts';
import { calendarDayAt } from '../../contract/time-zone.ts';
import { type Gallery, keepGallery } from '../../main/services/templates/index.ts';
import { createGallery } from '../../models/gallery/gallery.ts';
import { demoConfig, morningMs, openTestSite, type TestSite } from './site.ts';

export interface HistoriesReport {
  readonly histories: number;
  readonly steps: number;
  /** Most people who could be named at one moment. */
  readonly most: number;
  /** How many steps ended with somebody named who had not agreed; the first of them in words. */
  readonly wrong: number;
  readonly first: string | null;
}

interface Life {
  readonly id: PersonId;
  readonly code: string;
  readonly name: string;
  readonly born: string;
  here: boolean;
  /** Last day of each consent. */
  readonly agreed: Map<'self' | 'guardian', string>;
  enrolledAtMs: number | null;
}

const purpose = 'school-attendance';
const dayMs = 86_400_000;
const keepMonths = 12;
const guardian = 'Trần Bình';
const pack = { name: 'default', sha256: 'c'.repeat(64), length: 32 };
const peopleAtOnce = 20;
const stepsEach = 12;

const randomOf = (seed: number) => {
  let state = seed >>> 0;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const mayBeNamed = ({ born, here, agreed, enrolledAtMs }: Life, nowMs: number): boolean => {
  if (!here || enrolledAtMs === null || nowMs - enrolledAtMs > keepMonths * 30 * dayMs) return false;
  const today = calendarDayAt(nowMs);
  const has = (side: 'self' | 'guardian'): boolean => (agreed.get(side) ?? '') >= today;
  const birthday = (years: number): string => `${Number(born.slice(0, 4)) + years}${born.slice(4)}`;
  if (today < birthday(7)) return has('guardian');
  return today < birthday(18) ? has('guardian') && has('self') : has('self');
};

const put = (site: TestSite, people: readonly Pick<Life, 'code' | 'name' | 'born'>[]) =>
  site.people.import(
    {
      people: people.map(({ code, name, born }, at) => ({
        code,
        name,
        group: '1A',
        kind: 'pupil',
        birthDate: born,
        guardians: [{ name: guardian, relation: '', contact: '' }],
        card: undefined,
        row: at + 2,
      })),
      problems: [],
      mode: 'update',
      kind: 'pupil',
      hash: () => {
        throw new Error('nobody has a card here');
      },
    },
    null,
  );

const ages = [5, 7, 9, 18, 30];

const bornOn = (random: (below: number) => number): string =>
  calendarDayAt(morningMs - (ages[random(ages.length)] ?? 0) * 365.25 * dayMs - (random(400) - 200) * dayMs);

/** `histories` is rounded up to whole rounds of 20 people. */
export const playHistories = async (histories: number, seed: number): Promise<HistoriesReport> => {
  // A folder in memory where there is one: each step is written to the disk several times.
  const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'motcua-'));
  using _folder = { [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
  const random = randomOf(seed);
  const config = {
    ...demoConfig(),
    faces: { keys: `${folder}/keys`, keepMonths, pack: 'default', renewChildMonths: 6 },
  };
  await using site = openTestSite(`${folder}/data`, { config });
  const { clock, consents, templates, people } = site;
  const known = createGallery({ length: pack.length });
  const engine = {
    put: async (faces: readonly { readonly personId: string; readonly embedding: Float32Array }[]) => {
      for (const { personId, embedding } of faces) known.put(personId, embedding);
    },
    remove: async (personId: string) => known.remove(personId),
  };
  const start = (): Gallery =>
    keepGallery({
      templates,
      ledger: site.ledger,
      engine,
      pack,
      purpose,
      onFailure: (error) => {
        throw error;
      },
    });
  let gallery = start();
  let most = 0;
  let wrong = 0;
  let first: string | null = null;
  const rounds = Math.ceil(histories / peopleAtOnce);

  const agree = async (life: Life): Promise<string> => {
    const side = random(2) === 0 ? 'self' : 'guardian';
    const untilDay = random(3) === 0 ? calendarDayAt(clock.nowMs + random(60) * dayMs) : null;
    const evidence = { kind: 'paper', reference: '1' } as const;
    const givenBy = side === 'self' ? life.name : guardian;
    const given = { purpose, side, givenBy, textVersion: '2026-1', evidence, untilDay } as const;
    const answer = await consents.give(life.id, given, null);
    const until = untilDay ?? '9999-12-31';
    if (answer.ok && until > (life.agreed.get(side) ?? '')) life.agreed.set(side, until);
    return `${side} agrees until ${until}`;
  };
  const enrol = async (life: Life): Promise<string> => {
    const embedding = Float32Array.from({ length: pack.length }, () => random(1000) / 1000);
    const answer = await templates.enrol({ personId: life.id, purpose, pack, embedding }, null);
    if (answer.ok) life.enrolledAtMs = clock.nowMs;
    return 'is enrolled';
  };
  const withdraw = async (life: Life): Promise<string> => {
    life.agreed.clear();
    life.enrolledAtMs = null;
    await templates.withdraw({ personId: life.id, purpose }, null);
    return 'withdraws';
  };
  const wait = async (_life: Life, others: readonly Life[]): Promise<string> => {
    clock.nowMs += random(random(4) === 0 ? 400 : 20) * dayMs;
    await site.queue.openDay();
    await gallery.refresh();
    if (random(2) === 0) {
      await templates.sweep();
      for (const one of others) if (!mayBeNamed(one, clock.nowMs)) one.enrolledAtMs = null;
    }
    return 'time goes by';
  };
  const move = async (life: Life): Promise<string> => {
    life.here = !life.here;
    if (life.here) await put(site, [life]);
    else await people.depart(life.id, null);
    return life.here ? 'comes back' : 'leaves';
  };
  const restart = async (_life: Life, others: readonly Life[]): Promise<string> => {
    gallery[Symbol.dispose]();
    for (const one of others) known.remove(one.id);
    gallery = start();
    await gallery.refresh();
    return 'the host starts anew';
  };
  const steps = [agree, agree, agree, agree, agree, enrol, enrol, enrol, withdraw, wait, move, restart];

  const arrive = async (round: number): Promise<Life[]> => {
    const drafts = Array.from({ length: peopleAtOnce }, (_, at) => ({
      code: `R${round}-${at}`,
      name: `Người ${at}`,
      born: bornOn(random),
    }));
    await put(site, drafts);
    return drafts.map((draft): Life => {
      const id = people.byCode(draft.code)?.id;
      if (id === undefined) throw new Error(`${draft.code} is not there`);
      return { ...draft, id, here: true, agreed: new Map(), enrolledAtMs: null };
    });
  };

  for (let round = 0; round < rounds; round += 1) {
    const lives = await arrive(round);
    for (let at = 0; at < peopleAtOnce * stepsEach; at += 1) {
      const life = lives[random(peopleAtOnce)] as Life;
      const did = await (steps[random(steps.length)] as typeof wait)(life, lives);
      await gallery.settled();
      const named = lives.filter(({ id }) => known.has(id));
      most = Math.max(most, named.length);
      const stranger = named.find((one) => !mayBeNamed(one, clock.nowMs));
      if (stranger !== undefined) {
        wrong += 1;
        first ??= `round ${round}, step ${at}: ${life.code} ${did}; ${stranger.code} (born ${stranger.born}) is named on ${calendarDayAt(clock.nowMs)}`;
      }
    }
    for (const { id } of lives) {
      await templates.eraseAll(id, 'request', null);
      await people.erase(id, null);
    }
    await turn();
    if (known.size > 0) {
      wrong += 1;
      first ??= `round ${round}: ${known.size} people are known after all were erased`;
    }
  }
  gallery[Symbol.dispose]();
  return { histories: rounds * peopleAtOnce, steps: rounds * peopleAtOnce * stepsEach, most, wrong, first };
};
