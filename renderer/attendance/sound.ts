// One bright tone pair for "you are on the list", one low tone for "please do something". The screen works by eye without.

export interface GateSound {
  readonly good: () => void;
  readonly ask: () => void;
  readonly close: () => void;
}

/** Frequency in Hz, start in seconds. */
const tones = {
  good: [
    { frequency: 783.99, at: 0 },
    { frequency: 1046.5, at: 0.12 },
  ],
  ask: [{ frequency: 329.63, at: 0 }],
} as const;

/** `onAllowed`: false while the browser wants a touch before it makes sound. */
export const createGateSound = (onAllowed: (isAllowed: boolean) => void): GateSound => {
  const context = new AudioContext();
  const resume = () => void context.resume();
  for (const type of ['pointerdown', 'keydown']) window.addEventListener(type, resume);
  const tell = () => onAllowed(context.state === 'running');
  context.addEventListener('statechange', tell);
  tell();
  const play = (which: keyof typeof tones) => () => {
    if (context.state !== 'running') return;
    for (const { frequency, at } of tones[which]) {
      const tone = context.createOscillator();
      const volume = context.createGain();
      const start = context.currentTime + at;
      tone.frequency.value = frequency;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.4, start + 0.01);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 0.45);
      tone.connect(volume).connect(context.destination);
      tone.start(start);
      tone.stop(start + 0.5);
    }
  };
  return {
    good: play('good'),
    ask: play('ask'),
    close: () => {
      for (const type of ['pointerdown', 'keydown']) window.removeEventListener(type, resume);
      void context.close();
    },
  };
};
