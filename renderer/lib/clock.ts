// Time as screens show it.
import { useEffect, useState } from 'preact/hooks';
import { siteTimeZone } from '../../contract/time-zone.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** A screen whose own zone is set wrong, or a phone abroad, still shows the hall's time. */
const hallTime = new Intl.DateTimeFormat('vi-VN', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: siteTimeZone,
});

/** `10:32` */
export const timeOfDay = (atMs: number): string => hallTime.format(atMs);

const hallDay = new Intl.DateTimeFormat('vi-VN', { day: '2-digit', month: '2-digit', timeZone: siteTimeZone });

/** `26/11` */
export const dayOf = (atMs: number): string => hallDay.format(atMs).replace('-', '/');

/** `2:05`, `1:02:05`; a clock set back never shows a negative span. */
export const span = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
};

export const wholeMinutes = (ms: number): number => Math.max(0, Math.floor(ms / 60_000));

/** The time of the host, renewed each `everyMs`. */
export const useNow = (everyMs: number, offsetMs: number): number => {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now + offsetMs;
};
