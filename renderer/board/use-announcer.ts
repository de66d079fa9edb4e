// Ties the announcer to the page: its sound, its time, and what it remembers over a reload.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { BoardCall, BoardView } from '../../contract/live.ts';
import { reportScreen } from '../lib/report-screen.ts';
import { type Announcer, createAnnouncer } from './announcer.ts';
import { createSound, type Sound } from './sound.ts';

const place = 'motcua.announced';
/** More calls than a hall makes while a call is still fresh. */
const mostKept = 400;

const nameOf = (call: BoardCall): string => `${call.seq}@${call.calledAtMs}`;
const announced = (): readonly string[] => (sessionStorage.getItem(place) ?? '').split(' ');
const keep = (call: BoardCall): void =>
  sessionStorage.setItem(place, [...announced(), nameOf(call)].slice(-mostKept).join(' '));

/** `preview`: silent, and no screen of the hall. */
export const useAnnouncer = (view: BoardView | null, nowMs: number, mode: 'hall' | 'preview') => {
  const [announcing, setAnnouncing] = useState<BoardCall | null>(null);
  const [isSoundAllowed, setSoundAllowed] = useState(true);
  const announcer = useRef<Announcer | null>(null);
  const now = useRef(nowMs);
  now.current = nowMs;
  const alarm = useRef<() => void>(() => undefined);
  const speaks = useRef(true);
  speaks.current = view?.speaks ?? true;
  const emergency = view?.emergency?.vi ?? null;

  useLayoutEffect(() => {
    if (mode === 'preview') return undefined;
    const sound: Sound = createSound();
    announcer.current = createAnnouncer({
      sound: (call, isNextWaiting) => (speaks.current ? sound.play(call, isNextWaiting) : Promise.resolve()),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      onAnnouncing: setAnnouncing,
      onAnnounced: keep,
      wasAnnounced: (call) => announced().includes(nameOf(call)),
    });
    alarm.current = sound.alarm;
    let isAllowed = true;
    const ending = [
      sound.onAllowed((allowed) => {
        isAllowed = allowed;
        setSoundAllowed(allowed);
      }),
      reportScreen('board', () => isAllowed),
    ];
    return () => {
      for (const end of ending) end();
    };
  }, [mode]);

  // Before the paint: the newest call must not flash up ahead of those that are announced first.
  useLayoutEffect(() => {
    if (view) announcer.current?.hear(view.calls, now.current);
  }, [view]);
  useLayoutEffect(() => {
    if (emergency !== null && mode === 'hall') alarm.current();
  }, [emergency, mode]);
  return { announcing, isSoundAllowed };
};
