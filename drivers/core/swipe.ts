// What a swiped card is, from its tracks, the same for every reader of magnetic stripes: a card has one name wherever it
// is swiped, and a bank card has none.
import { isBankCard } from '../../contract/bank-card.ts';
import type { CardRefusal } from '../../contract/card.ts';
import type { TrackNumber } from './magstripe.ts';

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

/** Sentinels and length stay; what stands between them is starred. */
export const maskTrackText = (text: string): string =>
  text.length <= 2 ? text : `${text.slice(0, 1)}${'*'.repeat(text.length - 2)}${text.slice(-1)}`;

/** Fields `tracks[].text` and `tracks[].data`, and `text`. */
export const maskTracks = <M extends Readonly<Record<string, unknown>>>(meaning: M): M => {
  const { tracks, text } = meaning;
  const starred = (track: Readonly<Record<string, unknown>>) => ({
    ...track,
    ...(typeof track['text'] === 'string' ? { text: maskTrackText(track['text']) } : {}),
    ...(typeof track['data'] === 'string' ? { data: `*** (${track['data'].length / 2} bytes)` } : {}),
  });
  return {
    ...meaning,
    ...(Array.isArray(tracks) ? { tracks: tracks.map(starred) } : {}),
    ...(typeof text === 'string' ? { text: `*** (${text.length} characters)` } : {}),
  };
};
