// Vietnamese on paper in eight bits, for reading what other programs send; we print dots (ADR-0009).
// Source: TCVN 5712 (VN3) as two pages, Windows-1258 with combining tones; page numbers of ESC t from escpos-printer-db,
// ReceiptPrinterEncoder and Epson's reference.

export type VietnamesePage = 'tcvn3-lower' | 'tcvn3-upper' | 'wpc1258';

/** Numbers of ESC t by maker. One that is not here is not guessed: read it off the printer's self-test. */
export const CODE_PAGES = {
  epson: { 'tcvn3-lower': 30, 'tcvn3-upper': 31, wpc1258: 52 },
  citizen: { 'tcvn3-lower': 30, 'tcvn3-upper': 31, wpc1258: 32 },
  bixolon: { 'tcvn3-lower': 49, 'tcvn3-upper': 50, wpc1258: 41 },
  rongta: { wpc1258: 35 },
  'pos-5890': { wpc1258: 27 },
} as const satisfies Readonly<Record<string, Readonly<Partial<Record<VietnamesePage, number>>>>>;

/** From A8 on; a dot where the page has no Vietnamese letter. */
const LOWER = 'ăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ';
const FIRST = 0xa8;
/** The upper page has capitals in the same places, and these besides. */
const UPPER_ONLY: Readonly<Record<number, string>> = {
  161: 'Ă',
  162: 'Â',
  167: 'Đ',
  170: 'Ê',
  171: 'Ô',
  172: 'Ơ',
  173: 'Ư',
};

const letterOf = (page: 'tcvn3-lower' | 'tcvn3-upper', byte: number): string => {
  if (byte < 0x80) return String.fromCharCode(byte);
  const upper = page === 'tcvn3-upper' ? UPPER_ONLY[byte] : undefined;
  if (upper !== undefined) return upper;
  const letter = LOWER[byte - FIRST] ?? '.';
  if (letter === '.') return '\ufffd';
  return page === 'tcvn3-upper' ? letter.toUpperCase() : letter;
};

/** Composed letters; a place without one is U+FFFD. */
export const readPage = (page: VietnamesePage, text: Uint8Array): string =>
  page === 'wpc1258'
    ? new TextDecoder('windows-1258').decode(text).normalize('NFC')
    : [...text].map((byte) => letterOf(page, byte)).join('');
