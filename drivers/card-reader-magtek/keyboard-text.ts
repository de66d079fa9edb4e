// A swipe as a reader in keyboard mode types it: %…?;…?+…? and Enter, in capitals. A track that could not be read is typed
// as E between its sentinels. Source: MagTek 99875206 section 3. No I/O.
import { ok, type Result, refuse } from '../../contract/result.ts';
import type { TrackNumber } from '../core/magstripe.ts';
import type { TrackReading } from '../core/swipe.ts';

/** By the start sentinel: ISO, seven-bit, AAMVA. A second ; is track 3 of readers that do not write +. */
const TRACK_OF: Readonly<Record<string, TrackNumber>> = { '%': 1, ';': 2, '@': 2, '+': 3, '#': 3, '&': 3 };
const TRACK = /[%;@+#&][^?]*\?/y;

/** `text` without the Enter. */
export const readKeyboardText = (text: string): Result<TrackReading[], string> => {
  const tracks: TrackReading[] = [];
  let at = 0;
  while (at < text.length) {
    TRACK.lastIndex = at;
    const [part] = TRACK.exec(text) ?? [];
    if (part === undefined)
      return refuse(`At character ${at} no track begins and ends: one stands between % ; @ + # & and ?`);
    const before = tracks.at(-1)?.track ?? 0;
    const sentinel = part.slice(0, 1);
    const track = sentinel === ';' && before === 2 ? 3 : (TRACK_OF[sentinel] ?? 3);
    if (track <= before) return refuse(`Track ${track} stands behind track ${before}; they come in order, each once`);
    tracks.push(part.slice(1) === 'E?' ? { track, state: 'error' } : { track, state: 'data', text: part });
    at += part.length;
  }
  return tracks.length === 0 ? refuse('There is no track before the Enter') : ok(tracks);
};
