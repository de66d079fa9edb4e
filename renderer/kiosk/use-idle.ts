// Notices that nobody touches the kiosk any more. A press counts from its beginning, but the question whether somebody is
// here goes away only when the press is over: taken away under the finger, it would let the press through to the page
// below and take a number that nobody wanted.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Idle, type IdleLimits, idleAfter } from './visit.ts';

const touches = ['pointerdown', 'pointerup', 'keydown', 'wheel'] as const;
/** Longest time from a touch to the click that it becomes; old hands press long. */
const pressMs = 3_000;

/** `sign` changes when somebody did something without a touch, such as showing a card. */
export const useIdle = (limits: IdleLimits | null, sign: number, onOver: () => void): Idle => {
  const touchedAtMs = useRef(Date.now());
  const [idle, setIdle] = useState<Idle>({ now: 'quiet' });
  const over = useRef(onOver);
  over.current = onOver;
  const askAfterMs = limits?.askAfterMs;
  const leaveAfterMs = limits?.leaveAfterMs;

  useEffect(() => {
    const touch = () => {
      touchedAtMs.current = Date.now();
    };
    const beQuiet = () => setIdle({ now: 'quiet' });
    touch();
    beQuiet();
    if (askAfterMs === undefined || leaveAfterMs === undefined) return undefined;
    for (const type of touches) window.addEventListener(type, touch);
    window.addEventListener('click', beQuiet);
    const timer = setInterval(() => {
      const untouchedMs = Date.now() - touchedAtMs.current;
      if (untouchedMs < pressMs) return;
      const next = idleAfter({ askAfterMs, leaveAfterMs }, untouchedMs);
      if (next.now === 'over') over.current();
      else setIdle(next);
    }, 250);
    return () => {
      clearInterval(timer);
      for (const type of touches) window.removeEventListener(type, touch);
      window.removeEventListener('click', beQuiet);
    };
  }, [askAfterMs, leaveAfterMs, sign]);
  return idle;
};
