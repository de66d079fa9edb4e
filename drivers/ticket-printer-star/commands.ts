// The commands of StarPRNT and Star Line Mode with their parameters, for `motcua frame`.
// Source: Star "StarPRNT Command Specifications", "STAR Line Mode Command Specifications", "Star Graphic Mode Command
// Specifications" 2.31 (raster mode). The same prefix may have another length than in ESC/POS: 1B 45 has no parameter.
import {
  type Allowed,
  byte,
  type Command,
  createCommandTable,
  dots,
  fixed,
  numberIn,
  type Parameter,
  type Values,
  word,
} from '../core/command-table.ts';

const ESC = 0x1b;
const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
/** `letters` behind ESC; GS and RS are written as such, in front. */
const named = (kind: string, letters: string, ...parameters: Parameter[]): Command => {
  const [, group = '', rest = ''] = /^(GS |RS )?(.*)$/s.exec(letters) ?? [];
  const groupByte = group === 'GS ' ? [0x1d] : group === 'RS ' ? [0x1e] : [];
  return {
    name: `ESC ${group}${[...rest].join(' ')}`.trim(),
    kind,
    prefix: [ESC, ...groupByte, ...ascii(rest)],
    parameters,
  };
};
const coded = (name: string, kind: string, prefix: readonly number[], ...parameters: Parameter[]): Command => ({
  name,
  kind,
  prefix,
  parameters,
});
const explained = (command: Command, explain: (values: Values) => Values): Command => ({ ...command, explain });
const n = (allowed?: Allowed) => byte('n', allowed);
const orDigits = (last: number) => Array.from({ length: last + 1 }, (_, value) => [value, value + 48]).flat();

const CUTS = ['full', 'partial', 'feed, full', 'feed, partial'];

const qrData: Parameter = {
  take: 'data',
  name: 'content',
  form: 'text',
  length: (values) => numberIn(values, 'length'),
};
const qr = [
  explained(named('qr-model', 'GS yS0', byte('model', [1, 2, 49, 50])), () => ({ symbol: 'QR' })),
  explained(named('qr-correction', 'GS yS1', byte('level', orDigits(3))), (values) => ({
    correction: 'LMQH'[numberIn(values, 'level') % 48],
  })),
  named('qr-module-size', 'GS yS2', byte('dots', { from: 1, to: 8 })),
  named('qr-store', 'GS yD1', fixed(0), word('length', { from: 1, to: 7089 }), qrData),
  named('qr-print', 'GS yP'),
  named('qr-ask', 'GS yI'),
];
const pdf417 = [
  named('pdf417-shape', 'GS xS0', n(), byte('n1'), byte('n2')),
  named('pdf417-correction', 'GS xS1', n()),
  named('pdf417-width', 'GS xS2', n()),
  named('pdf417-height', 'GS xS3', n()),
  named('pdf417-store', 'GS xD', word('length', { from: 1, to: 1024 }), qrData),
  named('pdf417-print', 'GS xP'),
];

const raster = named(
  'raster',
  'GS S',
  byte('m', [1]),
  word('rowBytes', { from: 1, to: 128 }),
  word('rows', { from: 1, to: 0xffff }),
  byte('colour', [0]),
  dots('dots', (values) => numberIn(values, 'rowBytes') * numberIn(values, 'rows')),
);

/** Numbers of raster mode are decimal digits up to a NUL. */
const digits: Parameter = { take: 'until', name: 'value', form: 'text', end: 0 };
const rasterMode = [
  named('raster-initialise', '*rR'),
  named('raster-mode', '*rA'),
  named('raster-mode-end', '*rB'),
  named('raster-clear', '*rC'),
  named('raster-drawer', '*rD', digits),
  named('raster-end-mode', '*rE', digits),
  named('raster-feed-mode', '*rF', digits),
  named('raster-page-length', '*rP', digits),
  named('raster-quality', '*rQ', digits),
  named('raster-left-margin', '*rml', digits),
  named('raster-right-margin', '*rmr', digits),
  named('raster-top-margin', '*rT', digits),
  named('raster-colour', '*rK', digits),
  named('raster-skip-rows', '*rY', digits),
  coded('ESC FF NUL', 'raster-form-feed', [ESC, 0x0c, 0]),
  coded('ESC FF EOT', 'raster-end-of-transmission', [ESC, 0x0c, 4]),
];

const columns = (factor: number) => [
  word('columns', { from: 1, to: 2400 }),
  dots('dots', (values) => numberIn(values, 'columns') * factor),
];
const bitImages = [
  named('bit-image', 'K', ...columns(1)),
  named('bit-image', 'L', ...columns(1)),
  // n1 bytes a row, always 24 rows.
  named(
    'bit-image',
    'k',
    word('rowBytes', { from: 1, to: 128 }),
    dots('dots', (v) => numberIn(v, 'rowBytes') * 24),
  ),
  named('bit-image', 'X', ...columns(3)),
];

const status = [
  coded('ESC ACK SOH', 'ask-status', [ESC, 6, 1]),
  coded('ESC ACK CAN', 'reset-now', [ESC, 6, 0x18]),
  named('automatic-status', 'RS a', byte('n')),
  coded('ETB', 'count-end-of-block', [0x17]),
  named('clear-block-counter', 'RS E', byte('n', [0])),
  explained(
    coded('ESC GS ETX', 'document', [ESC, 0x1d, 3], byte('s', { from: 0, to: 4 }), byte('id1'), byte('id2')),
    (values) => ({
      does: ['ask for the counter', 'tell when printed', 'clear the counter', 'start', 'end'][numberIn(values, 's')],
    }),
  ),
  coded('ENQ', 'ask-status-byte', [5]),
  coded('EOT', 'ask-status-byte-2', [4]),
  named('ask-version', '#*', fixed(0x0a, 0)),
];

/** TCP 9101: one query of 51 bytes, no command of the print port. */
const statusPort = coded('2 NUL…', 'status-port-query', [0x32, ...new Array<number>(50).fill(0)]);

export const STAR_TABLE = createCommandTable([
  coded('ESC @ CAN', 'initialise', [ESC, 0x40, 0x18]),
  named('initialise', '@'),
  explained(named('cut', 'd', n(orDigits(3))), (values) => ({ cut: CUTS[numberIn(values, 'n') % 48] })),
  named('bold', 'E'),
  named('bold-off', 'F'),
  named('underline', '-', n(orDigits(1))),
  named('overline', '_', n(orDigits(1))),
  named('invert', '4'),
  named('invert-off', '5'),
  coded('SI', 'upside-down', [0x0f]),
  coded('DC2', 'upside-down-off', [0x12]),
  named('size', 'i', byte('height', orDigits(5)), byte('width', orDigits(5))),
  named('width', 'W', n(orDigits(5))),
  named('height', 'h', n(orDigits(5))),
  coded('SO', 'double-width', [0x0e]),
  coded('DC4', 'double-width-off', [0x14]),
  named('font', 'RS F', n()),
  named('character-spacing', ' ', n()),
  named('character-set', 'R', n()),
  named('code-page', 'GS t', n()),
  named('align', 'GS a', n(orDigits(2))),
  named('position', 'GS A', word('x')),
  named('position-relative', 'GS R', word('x')),
  named('feed-lines', 'a', n({ from: 1, to: 127 })),
  named('feed-quarter-mm', 'J', n()),
  named('feed-eighth-mm', 'I', n()),
  named('line-spacing-4-mm', 'z', n(orDigits(1))),
  named('line-spacing-3-mm', '0'),
  named('left-margin', 'l', n()),
  named('right-margin', 'Q', n()),
  named('barcode', 'b', byte('system'), byte('text'), byte('mode'), byte('height'), {
    take: 'until',
    name: 'content',
    form: 'text',
    end: 0x1e,
  }),
  coded('ESC BEL', 'drawer', [ESC, 7], byte('on', { from: 1, to: 127 }), byte('off', { from: 1, to: 127 }), fixed(7)),
  coded('BEL', 'drawer-1', [7]),
  coded('FS', 'drawer-1-now', [0x1c]),
  coded('SUB', 'drawer-2', [0x1a]),
  coded('EM', 'drawer-2-now', [0x19]),
  coded('ESC GS BEL', 'buzzer', [ESC, 0x1d, 7], byte('m'), byte('n1'), byte('n2')),
  named('density', 'RS d', n()),
  named('speed', 'RS r', n()),
  named('print-area', 'RS A', n()),
  named('page-mode', 'GS P0'),
  named('page-mode-end', 'GS P1'),
  named(
    'memory-switch',
    'GS #',
    byte('m'),
    byte('n'),
    dots('values', () => 4),
    fixed(0x0a, 0),
  ),
  ...qr,
  ...pdf417,
  raster,
  ...rasterMode,
  ...bitImages,
  ...status,
  statusPort,
  coded('HT', 'tab', [9]),
  coded('LF', 'print-line', [0x0a]),
  coded('FF', 'print-page', [0x0c]),
  coded('CR', 'return', [0x0d]),
  coded('CAN', 'cancel-line', [0x18]),
]);

/** One row of raster mode, `b` n1 n2 d…: letters outside raster mode, so it stands in a table of its own. */
export const RASTER_ROW_TABLE = createCommandTable([
  coded(
    'b',
    'raster-row',
    [0x62],
    word('rowBytes'),
    dots('dots', (values) => numberIn(values, 'rowBytes')),
  ),
  coded(
    'k',
    'raster-row',
    [0x6b],
    word('rowBytes'),
    dots('dots', (values) => numberIn(values, 'rowBytes')),
  ),
]);
