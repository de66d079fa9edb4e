// How near the faces that are named lie to their templates, day by day: sums over everybody, from which no face and no person can
// be told. They are no business: losing a minute of them in a power cut harms nobody.
import type { FaceDrift } from '../../../contract/consent.ts';
import { calendarDayAt } from '../../../contract/time-zone.ts';
import type { Db } from '../../store/open-db.ts';
import { driftOf, type ScoresOfDay } from './rules.ts';

export interface FaceScores {
  /** Somebody was named by their face. `pack`: the model pack; distances of different ones cannot be compared. */
  add(pack: string, distance: number): void;
  /** Of the pack that was used last. */
  drift(): FaceDrift | null;
  /** Writes what was added. A disk that refuses is logged; the sums stay in memory and are written next time. */
  save(): void;
}

export interface FaceScoresDeps {
  readonly db: Db;
  readonly now: () => number;
  readonly log: (level: 'warn', message: string, detail: Readonly<Record<string, unknown>>) => void;
}

export const createFaceScores = ({ db, now, log }: FaceScoresDeps): FaceScores => {
  const write = db.prepare(
    `INSERT INTO face_score (pack, day, n, sum, sum_of_squares) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET n = n + excluded.n, sum = sum + excluded.sum, sum_of_squares = sum_of_squares + excluded.sum_of_squares`,
  );
  const ofLast = db.prepare<[], ScoresOfDay>(
    `SELECT day, n, sum, sum_of_squares AS sumOfSquares FROM face_score
     WHERE pack = (SELECT pack FROM face_score ORDER BY day DESC LIMIT 1) ORDER BY day`,
  );
  const added = new Map<string, { pack: string; day: string; n: number; sum: number; sumOfSquares: number }>();
  const save = (): void => {
    try {
      for (const [key, { pack, day, n, sum, sumOfSquares }] of added) {
        write.run(pack, day, n, sum, sumOfSquares);
        added.delete(key);
      }
    } catch (error) {
      log('warn', 'how well faces are known could not be written', { error });
    }
  };
  return {
    add: (pack, distance) => {
      const day = calendarDayAt(now());
      const key = `${pack} ${day}`;
      const one = added.get(key) ?? { pack, day, n: 0, sum: 0, sumOfSquares: 0 };
      one.n += 1;
      one.sum += distance;
      one.sumOfSquares += distance * distance;
      added.set(key, one);
    },
    drift: () => {
      save();
      return driftOf(ofLast.all(), calendarDayAt(now()));
    },
    save,
  };
};
