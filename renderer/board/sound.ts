// The board's ear-side: a two-tone chime, then the spoken call, twice where time allows. Without leave to make sound it stays silent, and
// the board works by eye.
import type { BoardCall } from '../../contract/live.ts';

export interface Sound {
  /** Says the call once more unless somebody else waits to be called by then. Ends a second after the last word. */
  readonly play: (call: BoardCall, isNextWaiting: () => boolean) => Promise<void>;
  /** Three chimes: look up. */
  readonly alarm: () => void;
  /** Calls back with false while the browser wants a touch before it makes sound. */
  readonly onAllowed: (listener: (isAllowed: boolean) => void) => () => void;
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const chimeMs = 1300;
const voiceLoadMs = 3000;
const pauseBetweenMs = 1000;

/** Frequency in Hz, start in seconds: E5 and C5, struck like a bell. */
const tones = [
  { frequency: 659.3, at: 0 },
  { frequency: 523.3, at: 0.42 },
] as const;

export const createSound = (): Sound => {
  const context = new AudioContext();
  const voices = new Map<string, Promise<AudioBuffer | null>>();
  const resume = () => void context.resume();
  for (const type of ['pointerdown', 'keydown']) window.addEventListener(type, resume);

  const load = async (path: string): Promise<AudioBuffer | null> => {
    try {
      const answer = await fetch(path, { signal: AbortSignal.timeout(voiceLoadMs) });
      return answer.ok ? await context.decodeAudioData(await answer.arrayBuffer()) : null;
    } catch {
      // A voice that cannot be had leaves the chime; the next call asks again.
      return null;
    }
  };

  const voiceOf = async (path: string): Promise<AudioBuffer | null> => {
    const wanted = voices.get(path) ?? load(path);
    voices.set(path, wanted);
    const voice = await wanted;
    if (!voice) voices.delete(path);
    return voice;
  };

  const chime = () => {
    for (const { frequency, at } of tones) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      const start = context.currentTime + at;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.5, start + 0.015);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.9);
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.95);
    }
    return sleep(chimeMs);
  };

  const speak = (voice: AudioBuffer) => {
    const source = context.createBufferSource();
    source.buffer = voice;
    source.connect(context.destination);
    const ended = new Promise<void>((resolve) => source.addEventListener('ended', () => resolve()));
    source.start();
    return Promise.race([ended, sleep(voice.duration * 1000 + 2000)]);
  };

  return {
    play: async (call, isNextWaiting) => {
      if (context.state !== 'running') return;
      const voice = call.voice === null ? Promise.resolve(null) : voiceOf(call.voice);
      await chime();
      const spoken = await voice;
      if (!spoken) return;
      await speak(spoken);
      await sleep(pauseBetweenMs);
      if (isNextWaiting()) return;
      await speak(spoken);
      await sleep(pauseBetweenMs);
    },
    alarm: () => {
      if (context.state !== 'running') return;
      void chime().then(chime).then(chime);
    },
    onAllowed: (listener) => {
      const tell = () => listener(context.state === 'running');
      context.addEventListener('statechange', tell);
      tell();
      return () => context.removeEventListener('statechange', tell);
    },
  };
};
