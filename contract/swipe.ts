// What a card is, from the tracks of its magnetic stripe: the same wherever it is read, so that a card has one name in the
// whole site and a bank card has none. Pure; no zod, for screens load it.
import { isBankCard } from './bank-card.ts';
import type { CardRefusal } from './card.ts';
import { ok, type Result, refuse } from './result.ts';

export type TrackNumber = 1 | 2 | 3;

export type TrackReading =
  /** Text with its sentinels. */
  | { readonly track: TrackNumber; readonly state: 'data'; readonly text: string }
  /** `none`: nothing written there; `error`: something that could not be read. */
  | { readonly track: TrackNumber; readonly state: 'none' | 'error' };

export type Swipe =
  | { readonly kind: 'card'; readonly number: string }
  | { readonly kind: 'refused'; readonly reason: CardRefusal };

/** The track that names a card: queue cards have digits on track 2; where it is empty, the next of these. */
const NAMING_ORDER: readonly TrackNumber[] = [2, 1, 3];

/**
 * One unread track makes the whole swipe unreadable: named by the track that happened to be read, a card would have
 * another name at each swipe.
 */
export const judgeSwipe = (tracks: readonly TrackReading[]): Swipe => {
  const texts = new Map(tracks.flatMap((one) => (one.state === 'data' ? [[one.track, one.text] as const] : [])));
  if ([...texts.values()].some(isBankCard)) return { kind: 'refused', reason: 'bank-card' };
  if (tracks.some(({ state }) => state === 'error')) return { kind: 'refused', reason: 'unreadable' };
  const text = NAMING_ORDER.map((track) => texts.get(track)).find((one) => one !== undefined && one.length > 2);
  return text === undefined ? { kind: 'refused', reason: 'unreadable' } : { kind: 'card', number: text.slice(1, -1) };
};

/** By the start sentinel: ISO, seven-bit, AAMVA. A second ; is track 3 of readers that do not write +. */
const TRACK_OF: Readonly<Record<string, TrackNumber>> = { '%': 1, ';': 2, '@': 2, '+': 3, '#': 3, '&': 3 };
const TRACK = /[%;@+#&][^?]*\?/y;

/**
 * A swipe as a reader in keyboard mode types it: %…?;…?+…?, in capitals, here without the Enter. A track that could not
 * be read is typed as E between its sentinels. Source: MagTek 99875206 section 3.
 */
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
