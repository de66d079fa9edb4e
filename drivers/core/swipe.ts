// Tracks of cards that may be shown: what stands between the sentinels is starred.

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
