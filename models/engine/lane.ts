// The line before one thread that sees. Cameras and single pictures take turns, cameras among themselves too, and of one
// camera only the newest picture waits: no camera, however fast, makes another one wait, and none falls behind.

export interface Lane {
  /** Resolves to null when a newer picture of the same camera came before this one's turn. */
  frame<T>(camera: string, work: () => Promise<T>): Promise<T | null>;
  /** In the order of arrival. */
  job<T>(work: () => Promise<T>): Promise<T>;
  /** Work that waits or is under way. */
  readonly load: number;
}

interface Waiting {
  run(): Promise<void>;
  supersede(): void;
}

export const createLane = (): Lane => {
  const frames = new Map<string, Waiting>();
  const jobs: Waiting[] = [];
  let isBusy = false;
  let jobIsNext = false;

  const next = (): Waiting | undefined => {
    const first = frames.entries().next();
    const takeJob = jobs.length > 0 && (jobIsNext || first.done === true);
    jobIsNext = !takeJob;
    if (takeJob) return jobs.shift();
    if (first.done === true) return undefined;
    const [camera, waiting] = first.value;
    frames.delete(camera);
    return waiting;
  };

  const go = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (let waiting = next(); waiting !== undefined; waiting = next()) await waiting.run();
    isBusy = false;
  };

  const wait = <T>(work: () => Promise<T>, enter: (waiting: Waiting) => void): Promise<T | null> =>
    new Promise((resolve, reject) => {
      enter({ run: () => work().then(resolve, reject), supersede: () => resolve(null) });
      void go();
    });

  return {
    get load() {
      return frames.size + jobs.length + (isBusy ? 1 : 0);
    },
    frame: (camera, work) =>
      wait(work, (waiting) => {
        frames.get(camera)?.supersede();
        // Taking the place of its predecessor: a fast camera does not move to the front, nor to the back.
        frames.set(camera, waiting);
      }),
    job: <T>(work: () => Promise<T>) => wait(work, (waiting) => jobs.push(waiting)) as Promise<T>,
  };
};
