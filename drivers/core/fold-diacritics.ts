// Vietnamese for devices that have no Vietnamese letters.

/** NFD takes marks off letters; these have none to take off. */
const OTHERS: Readonly<Record<string, string>> = {
  đ: 'd',
  Đ: 'D',
  '→': '>',
  '–': '-',
  '—': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  '\u00a0': ' ',
};

/** `text` in printable ASCII: "Đất đai" becomes "Dat dai". What has no letter of ASCII in it becomes "?". */
export const foldDiacritics = (text: string): string =>
  [...text.normalize('NFD').replaceAll(/\p{M}/gu, '')]
    .map((character) => OTHERS[character] ?? (/[ -~]/.test(character) ? character : '?'))
    .join('');
