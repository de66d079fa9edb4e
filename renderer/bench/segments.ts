// Which of fourteen segments light up for a character, as on a LED counter display.
//   a top · b c right · d bottom · e f left · g p middle left and right · h i j upper, k l m lower inner strokes
export type Segment = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'p' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm';

const lit: Readonly<Record<string, string>> = {
  '0': 'abcdef',
  '1': 'bc',
  '2': 'abgped',
  '3': 'abgpcd',
  '4': 'fgpbc',
  '5': 'afgpcd',
  '6': 'afgpcde',
  '7': 'abc',
  '8': 'abcdefgp',
  '9': 'abcdfgp',
  A: 'abcefgp',
  B: 'abcdpil',
  C: 'adef',
  D: 'abcdil',
  E: 'adefg',
  F: 'aefg',
  G: 'acdefp',
  H: 'bcefgp',
  I: 'adil',
  J: 'bcde',
  K: 'efgjm',
  L: 'def',
  M: 'bcefhj',
  N: 'bcefhm',
  O: 'abcdef',
  P: 'abefgp',
  Q: 'abcdefm',
  R: 'abefgpm',
  S: 'afgpcd',
  T: 'ail',
  U: 'bcdef',
  V: 'efjk',
  W: 'bcefkm',
  X: 'hjkm',
  Y: 'hjl',
  Z: 'adjk',
  '-': 'gp',
  _: 'd',
  ' ': '',
};

/** The lit segments; an unknown character shows all dark. */
export const segmentsOf = (character: string): ReadonlySet<Segment> =>
  new Set((lit[character.toUpperCase()] ?? '') as Iterable<Segment>);

/** As many places as the display has at least; the text stands to the right, as the device sends it. */
export const placesOf = (text: string, least: number): readonly string[] => [...text.padStart(least, ' ')];

const outline: Readonly<Record<Segment, string>> = {
  a: '8,3 32,3 28,8 12,8',
  b: '34,5 34,34 29,30 29,10',
  c: '34,38 34,67 29,62 29,42',
  d: '8,69 32,69 28,64 12,64',
  e: '6,38 6,67 11,62 11,42',
  f: '6,5 6,34 11,30 11,10',
  g: '8,36 12,33.5 18,33.5 19,36 18,38.5 12,38.5',
  p: '32,36 28,33.5 22,33.5 21,36 22,38.5 28,38.5',
  h: '12.5,10 16,10 18,28 18,32 12.5,15',
  i: '18,10 22,10 22,30 20,33 18,30',
  j: '27.5,10 24,10 22,28 22,32 27.5,15',
  k: '12.5,62 16,62 18,44 18,40 12.5,57',
  l: '18,62 22,62 22,42 20,39 18,42',
  m: '27.5,62 24,62 22,44 22,40 27.5,57',
};

/** Points of the polygons on a grid of 40 × 72. */
export const outlines = Object.entries(outline) as readonly (readonly [Segment, string])[];
