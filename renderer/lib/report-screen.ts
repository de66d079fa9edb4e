// Tells the host every few seconds how this window is, so that staff see a silent or frozen screen.
import { SCREEN_REPORT_EVERY_MS, type ScreenReport, type ScreenSound } from '../../contract/screen.ts';
import { createKey } from './key.ts';
import { question, rpc } from './rpc.ts';

const place = 'motcua.screen';

/** Of this browser window, the same over reloads. */
export const screenId = (): string => {
  const known = sessionStorage.getItem(place) ?? createKey();
  sessionStorage.setItem(place, known);
  return known;
};

/** Whether the machine has a sound output. A browser that does not tell (plain http, Firefox) is believed to have one. */
const hasLoudspeaker = async (): Promise<boolean> => {
  if (!('setSinkId' in HTMLMediaElement.prototype)) return true;
  const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => null);
  return devices == null || devices.some(({ kind }) => kind === 'audiooutput');
};

/** Reports until the returned function is called. `isSoundAllowed` is asked at each report. */
export const reportScreen = (page: ScreenReport['page'], isSoundAllowed: () => boolean): (() => void) => {
  let drawnAt = performance.now();
  let frame = 0;
  const onFrame = () => {
    drawnAt = performance.now();
    frame = requestAnimationFrame(onFrame);
  };
  onFrame();
  const sound = async (): Promise<ScreenSound> => {
    if (!(await hasLoudspeaker())) return 'no-loudspeaker';
    return isSoundAllowed() ? 'on' : 'blocked';
  };
  const report = async () => {
    const frameAgeMs = Math.round(performance.now() - drawnAt);
    const state = { screenId: screenId(), page, sound: await sound(), frameAgeMs };
    await question(({ signal }) => rpc.screens.report.mutate(state, { signal }));
  };
  void report();
  const timer = setInterval(() => void report(), SCREEN_REPORT_EVERY_MS);
  return () => {
    clearInterval(timer);
    cancelAnimationFrame(frame);
  };
};
