// What a phone can do to be noticed: buzz, chime, a notice over other windows. None of it is sure, so the page never counts
// on it. Sound and notices need one touch first; notices need https, which a hall's own network seldom has.

export interface Alarm {
  /** Call it from a touch. */
  arm(): void;
  ring(occasion: 'near' | 'called', words: string): void;
}

const buzzMs = { near: [300, 150, 300], called: [400, 200, 400, 200, 800] } as const;
/** Hertz, one after the other. */
const tones = { near: [660, 880], called: [880, 660, 880, 660, 880] } as const;
const toneSeconds = 0.35;

const chime = (context: AudioContext, pitches: readonly number[]): void => {
  for (const [index, pitch] of pitches.entries()) {
    const fromSeconds = context.currentTime + index * toneSeconds;
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.6, fromSeconds);
    loudness.gain.exponentialRampToValueAtTime(0.001, fromSeconds + toneSeconds);
    tone.connect(loudness).connect(context.destination);
    tone.start(fromSeconds);
    tone.stop(fromSeconds + toneSeconds);
  }
};

const notify = (words: string): void => {
  if (!('Notification' in window) || Notification.permission !== 'granted' || document.visibilityState === 'visible')
    return;
  try {
    new Notification(words, { tag: 'turn' });
  } catch {
    // Some phones know the name and refuse the deed outside a service worker.
  }
};

export const createAlarm = (): Alarm => {
  let context: AudioContext | null = null;
  return {
    arm: () => {
      context ??= new AudioContext();
      void context.resume();
      chime(context, tones.near);
      if ('Notification' in window && Notification.permission === 'default')
        void Promise.resolve(Notification.requestPermission()).catch(() => undefined);
    },
    ring: (occasion, words) => {
      // Before the first touch a browser only complains.
      if (navigator.userActivation?.hasBeenActive !== false) navigator.vibrate?.([...buzzMs[occasion]]);
      if (context !== null) chime(context, tones[occasion]);
      notify(words);
    },
  };
};
