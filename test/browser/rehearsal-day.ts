// A simulated hall at another time than now.
import { openStory } from '../support/browser.ts';

/** A hall whose opening hours count, by the clock of a rehearsal, and a way to come to it again later. `time`: local, yyyy-mm-ddThh:mm. */
export const openDay = async (time: string) => {
  let now = time;
  const story = await openStory({
    configure: (text) =>
      text
        .replace('appointments:\n  holidays', 'appointments:\n  leadMinutes: 0\n  holidays')
        .replace(/^kiosk: \{/m, '$& hours: true,'),
    hostArgs: () => ['--rehearse-from', `${now}:00+07:00`],
  });
  let { hall } = story;
  return {
    story,
    comeAt: async (later: string): Promise<void> => {
      now = later;
      hall.host.kill('SIGTERM');
      await hall.hostEnded;
      hall = await hall.restartHost();
    },
    [Symbol.asyncDispose]: async () => {
      await hall.stop();
      await story[Symbol.asyncDispose]();
    },
  };
};
