// The commands of ESC/POS with their parameters, for `motcua frame`: what a host may send to a printer.
// Source: Epson ESC/POS command reference (download4.epson.biz/sec_pubs/pos/reference_en/escpos).
import {
  type Allowed,
  byte,
  type Command,
  createCommandTable,
  dots,
  either,
  fixed,
  numberIn,
  type Parameter,
  type Values,
  word,
} from '../core/command-table.ts';

const DLE = 0x10;
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const PREFIXES = { DLE, ESC, FS, GS } as const;

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const named = (kind: string, prefix: keyof typeof PREFIXES, letters: string, ...parameters: Parameter[]): Command => ({
  name: `${prefix} ${[...letters].join(' ')}`,
  kind,
  prefix: [PREFIXES[prefix], ...ascii(letters)],
  parameters,
});
const n = (allowed?: Allowed) => byte('n', allowed);
const onOff = n();
/** 0, 1, … and the digits '0', '1', … mean the same. */
const orDigits = (last: number) => Array.from({ length: last + 1 }, (_, value) => [value, value + 48]).flat();
const explained = (command: Command, explain: (values: Values) => Values): Command => ({ ...command, explain });

const ALIGNMENTS = ['left', 'centre', 'right'];
const CUTS: Readonly<Record<number, string>> = {
  0: 'full',
  1: 'partial',
  48: 'full',
  49: 'partial',
  65: 'feed, full',
  66: 'feed, partial',
  97: 'set position, full',
  98: 'set position, partial',
  103: 'feed, full, back',
  104: 'feed, partial, back',
};
const cut = explained(
  named(
    'cut',
    'GS',
    'V',
    byte('m', Object.keys(CUTS).map(Number)),
    either((values) => (numberIn(values, 'm') >= 65 ? [n()] : [])),
  ),
  (values) => ({ cut: CUTS[numberIn(values, 'm')] }),
);

/** The data after pL pH whose first byte is m or cn, the second fn: `left` bytes are behind these two. */
const functionOf = (
  kind: string,
  letter: string,
  choose: (fn: number, left: number) => readonly Parameter[] | string,
) =>
  named(
    kind,
    'GS',
    `(${letter}`,
    word('p', { from: 2, to: 0xffff }),
    byte('m'),
    byte('fn'),
    either((values) => choose(numberIn(values, 'fn'), numberIn(values, 'p') - 2)),
  );
const rest = (left: number): readonly Parameter[] => [dots('data', () => left)];
const exactly = (left: number, wanted: number, parameters: readonly Parameter[]): readonly Parameter[] | string =>
  left === wanted ? parameters : `p is ${left + 2}; this function has ${wanted + 2}`;

const SYMBOLS: Readonly<Record<number, string>> = { 48: 'PDF417', 49: 'QR', 50: 'MaxiCode', 51: 'GS1 DataBar' };
const QR_FUNCTIONS: Readonly<Record<number, string>> = {
  65: 'model',
  67: 'module size',
  69: 'error correction',
  80: 'store',
  81: 'print',
  82: 'ask for its size',
};
const qr = (fn: number, left: number): readonly Parameter[] | string => {
  switch (fn) {
    case 65:
      return exactly(left, 2, [byte('model', [49, 50, 51]), byte('n2')]);
    case 67:
      return exactly(left, 1, [byte('dots', { from: 1, to: 16 })]);
    case 69:
      return exactly(left, 1, [byte('level', { from: 48, to: 51 })]);
    case 80:
      return left < 2
        ? `p is ${left + 2}; a stored symbol has at least 4`
        : [fixed(48), { take: 'data', name: 'content', form: 'text', length: () => left - 1 }];
    case 81:
    case 82:
      return exactly(left, 1, [fixed(48)]);
    default:
      return `fn is ${fn}; allowed: ${Object.keys(QR_FUNCTIONS).join(', ')}`;
  }
};
const symbol = explained(
  named(
    'symbol',
    'GS',
    '(k',
    word('p', { from: 2, to: 0xffff }),
    byte('cn', { from: 48, to: 55 }),
    byte('fn'),
    either((values) => {
      const left = numberIn(values, 'p') - 2;
      return numberIn(values, 'cn') === 49 ? qr(numberIn(values, 'fn'), left) : rest(left);
    }),
  ),
  (values) => ({
    symbol: SYMBOLS[numberIn(values, 'cn')] ?? 'two-dimensional',
    ...(numberIn(values, 'cn') === 49 ? { does: QR_FUNCTIONS[numberIn(values, 'fn')] } : {}),
    ...(typeof values['level'] === 'number' ? { correction: 'LMQH'[values['level'] - 48] } : {}),
  }),
);

/** x and y in dots; a row is padded to whole bytes. */
const GRAPHICS_HEAD = 10;
const graphics = functionOf('graphics', 'L', (fn, left) => {
  if (fn === 2 || fn === 50) return exactly(left, 0, []);
  if (fn !== 112) return rest(left);
  return [
    byte('a', [48, 52]),
    byte('scaleX', [1, 2]),
    byte('scaleY', [1, 2]),
    byte('colour', { from: 49, to: 52 }),
    word('widthPx'),
    word('heightPx'),
    either((values) => {
      const wanted = Math.ceil(numberIn(values, 'widthPx') / 8) * numberIn(values, 'heightPx');
      const announced = left + 2 - GRAPHICS_HEAD;
      return wanted === announced || numberIn(values, 'a') !== 48
        ? [dots('dots', () => announced)]
        : `p announces ${announced} bytes of dots; ${values['widthPx']} × ${values['heightPx']} dots are ${wanted}`;
    }),
  ];
});

const RASTER_SCALES = ['as it is', 'double width', 'double height', 'double both'];
const raster = explained(
  named(
    'raster',
    'GS',
    'v0',
    byte('m', orDigits(3)),
    word('rowBytes', { from: 1, to: 0xffff }),
    word('rows', { from: 1, to: 0xffff }),
    dots('dots', (values) => numberIn(values, 'rowBytes') * numberIn(values, 'rows')),
  ),
  (values) => ({ scale: RASTER_SCALES[numberIn(values, 'm') % 48] }),
);

const bitImage = named(
  'bit-image',
  'ESC',
  '*',
  byte('m', [0, 1, 32, 33]),
  word('columns', { from: 1, to: 2400 }),
  dots('dots', (values) => numberIn(values, 'columns') * (numberIn(values, 'm') >= 32 ? 3 : 1)),
);

/** Systems 0 to 6 end with NUL, 65 on have a length. */
const barcode = named(
  'barcode',
  'GS',
  'k',
  byte('system'),
  either((values) => {
    const system = numberIn(values, 'system');
    if (system <= 6) return [{ take: 'until', name: 'content', form: 'text', end: 0 }];
    if (system < 65 || system > 79) return `system is ${system}; allowed: 0 to 6 and 65 to 79`;
    return [
      byte('length', { from: 1, to: 255 }),
      { take: 'data', name: 'content', form: 'text', length: (all) => numberIn(all, 'length') },
    ];
  }),
);

/** pL pH and so much data: functions that nobody needs word by word. */
const counted = (kind: string, prefix: keyof typeof PREFIXES, letter: string) =>
  named(
    kind,
    prefix,
    `(${letter}`,
    word('p', { from: 1, to: 0xffff }),
    dots('data', (values) => numberIn(values, 'p')),
  );

const REAL_TIME_STATUS: Readonly<Record<number, string>> = {
  1: 'printer',
  2: 'cause of offline',
  3: 'cause of error',
  4: 'paper sensors',
  7: 'ink',
  8: 'peeler',
  18: 'interface',
};
const DC4 = [DLE, 0x14];
const realTime = (name: string, kind: string, prefix: readonly number[], ...parameters: Parameter[]): Command => ({
  name,
  kind,
  prefix,
  parameters,
});

const REAL_TIME: readonly Command[] = [
  explained(
    realTime(
      'DLE EOT',
      'ask-status',
      [DLE, 4],
      n(Object.keys(REAL_TIME_STATUS).map(Number)),
      either((values) => {
        const asked = numberIn(values, 'n');
        if (asked < 7) return [];
        return [byte('a', asked === 7 ? [1, 2] : asked === 8 ? [3] : [1, 2])];
      }),
    ),
    (values) => ({ asks: REAL_TIME_STATUS[numberIn(values, 'n')] }),
  ),
  explained(realTime('DLE ENQ', 'recover', [DLE, 5], n([0, 1, 2])), (values) => ({
    recovers: ['feed', 'restart the line', 'clear the buffers'][numberIn(values, 'n')],
  })),
  realTime('DLE DC4 1', 'drawer-now', [...DC4, 1], byte('pin', [0, 1]), byte('t', { from: 1, to: 8 })),
  realTime('DLE DC4 2', 'power-off', [...DC4, 2], fixed(1, 8)),
  realTime(
    'DLE DC4 3',
    'buzzer-now',
    [...DC4, 3],
    dots('data', () => 5),
  ),
  realTime('DLE DC4 7', 'send-status-now', [...DC4, 7], byte('m', [1, 2, 4, 5])),
  realTime('DLE DC4 8', 'clear-buffers', [...DC4, 8], fixed(1, 3, 0x14, 1, 6, 2, 8)),
];

const ESC_COMMANDS: readonly Command[] = [
  named('initialise', 'ESC', '@'),
  explained(named('align', 'ESC', 'a', n(orDigits(2))), (values) => ({
    align: ALIGNMENTS[numberIn(values, 'n') % 48],
  })),
  named('feed-lines', 'ESC', 'd', n()),
  named('feed-lines-back', 'ESC', 'e', n()),
  named('feed-rows', 'ESC', 'J', n()),
  named('feed-rows-back', 'ESC', 'K', n()),
  named('bold', 'ESC', 'E', onOff),
  named('double-strike', 'ESC', 'G', onOff),
  named('underline', 'ESC', '-', n(orDigits(2))),
  named('upside-down', 'ESC', '{', onOff),
  named('turned', 'ESC', 'V', n(orDigits(2))),
  named('code-page', 'ESC', 't', n()),
  named('character-set', 'ESC', 'R', n()),
  named('font', 'ESC', 'M', n()),
  named('print-modes', 'ESC', '!', n()),
  named('character-spacing', 'ESC', ' ', n()),
  named('position', 'ESC', '$', word('x')),
  named('position-relative', 'ESC', '\\', word('x')),
  named('user-characters', 'ESC', '%', onOff),
  named('line-spacing-default', 'ESC', '2'),
  named('line-spacing', 'ESC', '3', n()),
  named('select-device', 'ESC', '=', n()),
  named('tabs', 'ESC', 'D', { take: 'until', name: 'columns', form: 'hex', end: 0 }),
  named('page-mode', 'ESC', 'L'),
  named('standard-mode', 'ESC', 'S'),
  named('page-direction', 'ESC', 'T', n(orDigits(3))),
  named('page-area', 'ESC', 'W', word('x'), word('y'), word('width'), word('height')),
  { name: 'ESC FF', kind: 'print-page', prefix: [ESC, 0x0c], parameters: [] },
  named('paper-sensor-signal', 'ESC', 'c3', n()),
  named('paper-sensor-stop', 'ESC', 'c4', n()),
  named('panel-buttons', 'ESC', 'c5', onOff),
  named('colour', 'ESC', 'r', n()),
  named('drawer', 'ESC', 'p', byte('pin', orDigits(1)), byte('on'), byte('off')),
  explained(named('cut', 'ESC', 'i'), () => ({ cut: 'partial' })),
  explained(named('cut', 'ESC', 'm'), () => ({ cut: 'partial' })),
  named('ask-drawer', 'ESC', 'u', n(orDigits(0))),
  named('ask-paper', 'ESC', 'v'),
  bitImage,
  counted('beeper', 'ESC', 'A'),
];

const IDENTITIES: Readonly<Record<number, string>> = {
  1: 'model id',
  2: 'type id',
  3: 'version id',
  49: 'model id',
  50: 'type id',
  51: 'version id',
  65: 'firmware',
  66: 'maker',
  67: 'model',
  68: 'serial number',
  69: 'fonts',
};
const REPORTS = ['drawer', 'online', 'error', 'paper', null, null, 'panel switch'];
const reportsOf = (mask: number) => REPORTS.filter((what, bit) => what !== null && (mask & (1 << bit)) !== 0);

const GS_FUNCTIONS = {
  A: 'test-print',
  C: 'user-memory',
  D: 'real-time-commands',
  E: 'user-setup',
  H: 'ask-for-answer',
  K: 'print-control',
  M: 'customise',
  N: 'characters',
  P: 'page-control',
  Q: 'draw',
  V: 'buzzer-and-cutter',
  z: 'online-recovery-functions',
} as const;

const GS_COMMANDS: readonly Command[] = [
  explained(named('size', 'GS', '!', n()), (values) => ({
    width: (numberIn(values, 'n') >> 4) + 1,
    height: (numberIn(values, 'n') & 0x0f) + 1,
  })),
  named('invert', 'GS', 'B', onOff),
  named('smoothing', 'GS', 'b', onOff),
  named('position-y', 'GS', '$', word('y')),
  named('position-y-relative', 'GS', '\\', word('y')),
  named(
    'define-image',
    'GS',
    '*',
    byte('x'),
    byte('y'),
    dots('dots', (v) => numberIn(v, 'x') * numberIn(v, 'y') * 8),
  ),
  named('print-image', 'GS', '/', byte('m', orDigits(3))),
  named('macro', 'GS', ':'),
  named('run-macro', 'GS', '^', byte('r'), byte('t'), byte('m', [0, 1])),
  named('counter', 'GS', 'c'),
  named('left-margin', 'GS', 'L', word('x')),
  named('width', 'GS', 'W', word('x')),
  named('units', 'GS', 'P', byte('x'), byte('y')),
  named('line-start', 'GS', 'T', n(orDigits(1))),
  named('barcode-text', 'GS', 'H', n(orDigits(3))),
  named('barcode-font', 'GS', 'f', n()),
  named('barcode-height', 'GS', 'h', n({ from: 1, to: 255 })),
  named('barcode-width', 'GS', 'w', n()),
  barcode,
  explained(named('identify', 'GS', 'I', n()), (values) => ({
    asks: IDENTITIES[numberIn(values, 'n')] ?? 'model dependent',
  })),
  explained(named('automatic-status', 'GS', 'a', n()), (values) => ({ reports: reportsOf(numberIn(values, 'n')) })),
  named('automatic-status-ink', 'GS', 'j', n()),
  explained(named('send-status', 'GS', 'r', n([1, 2, 4, 49, 50, 52])), (values) => ({
    asks: { 1: 'paper', 2: 'drawer', 4: 'ink' }[numberIn(values, 'n') % 48],
  })),
  named('online-recovery', 'GS', 'z0', byte('t1'), byte('t2')),
  named('maintenance-reset', 'GS', 'g0', byte('m'), word('counter')),
  named('maintenance-send', 'GS', 'g2', byte('m'), word('counter')),
  cut,
  raster,
  { ...graphics, mayBeHead: true },
  symbol,
  ...Object.entries(GS_FUNCTIONS).map(([letter, kind]) => counted(kind, 'GS', letter)),
];

const FS_COMMANDS: readonly Command[] = [
  named('kanji-on', 'FS', '&'),
  named('kanji-off', 'FS', '.'),
  named('kanji-modes', 'FS', '!', n()),
  named('kanji-underline', 'FS', '-', n(orDigits(2))),
  named('kanji-code', 'FS', 'C', n()),
  named('kanji-spacing', 'FS', 'S', byte('left'), byte('right')),
  named('kanji-size', 'FS', 'W', onOff),
  named('print-stored-image', 'FS', 'p', n(), byte('m', orDigits(3))),
  ...[...'ACELeg'].map((letter) => counted(letter === 'e' ? 'automatic-status-optional' : 'function', 'FS', letter)),
];

const lone = (name: string, kind: string, code: number): Command => ({ name, kind, prefix: [code], parameters: [] });

export const ESCPOS_TABLE = createCommandTable([
  lone('HT', 'tab', 0x09),
  lone('LF', 'print-line', 0x0a),
  lone('FF', 'print-page', 0x0c),
  lone('CR', 'return', 0x0d),
  lone('CAN', 'cancel-page', 0x18),
  ...REAL_TIME,
  ...ESC_COMMANDS,
  ...GS_COMMANDS,
  ...FS_COMMANDS,
]);
