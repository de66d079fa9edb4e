import { expect, it } from 'vitest';
import { createLane } from './lane.ts';

/** Work that ends when the test says so; `begun` tells in which order it was taken. */
const createWorkshop = () => {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    begun,
    work: (name: string) => () =>
      new Promise<string>((resolve) => {
        begun.push(name);
        ends.set(name, () => resolve(name));
      }),
    end: async (name: string, done: Promise<unknown>) => {
      ends.get(name)?.();
      await done;
    },
  };
};

it('two cameras and a folder of pictures take turns, and of each camera only the newest picture is looked at', async () => {
  const lane = createLane();
  const { begun, work, end } = createWorkshop();
  const first = lane.frame('gate', work('gate 1'));
  const old = lane.frame('gate', work('gate 2'));
  const door = lane.frame('door', work('door 1'));
  const jobs = [lane.job(work('job 1')), lane.job(work('job 2'))];
  const newest = lane.frame('gate', work('gate 3'));
  expect(await old).toBeNull();
  expect(lane.load).toBe(5);
  await end('gate 1', first);
  await end('job 1', jobs[0] as Promise<unknown>);
  await end('gate 3', newest);
  await end('job 2', jobs[1] as Promise<unknown>);
  await end('door 1', door);
  expect(begun).toEqual(['gate 1', 'job 1', 'gate 3', 'job 2', 'door 1']);
  expect(lane.load).toBe(0);
});

it('work that fails is the trouble of its caller only', async () => {
  const lane = createLane();
  const failing = lane.job(() => Promise.reject(new Error('a broken picture')));
  const next = lane.job(() => Promise.resolve('fine'));
  await expect(failing).rejects.toThrow('a broken picture');
  expect(await next).toBe('fine');
});
