// The scanner's side of a serial line, written from docs/protocols/scanners.md.
export type Order =
  | { readonly kind: 'light'; readonly on: boolean; readonly reply: string }
  | { readonly kind: 'setting'; readonly reply: string }
  | { readonly kind: 'unknown'; readonly bytes: string };

export interface Taken {
  readonly orders: readonly Order[];
  /** The beginning of an order whose end did not come yet. */
  readonly rest: Uint8Array;
}

type Rule = readonly [RegExp, (match: RegExpExecArray) => Order];

const light = (on: boolean, reply: string): Order => ({ kind: 'light', on, reply });
const setting = (reply: string): Order => ({ kind: 'setting', reply });

/* biome-ignore-start lint/suspicious/noControlCharactersInRegex: orders are framed by control characters */
const RULES: readonly Rule[] = [
  [/^\x16T\r/, () => light(true, '')],
  [/^\x16U\r/, () => light(false, '')],
  [/^\x16\x07\r/, () => setting('')],
  [/^\x16M\r([^.!]+)([.!])/, ([, menu, end]) => setting(`${menu}\x06${end}`)],
  [
    /^~\x01(\d{4})([@#])SCNTRG([01]);\x03/,
    ([, no, sign, on]) => light(on === '1', `\x02\x01${no}${sign}SCNTRG${on}\x06;\x03`),
  ],
  [/^~\x01(\d{4})([@#])([^;]+);\x03/, ([, no, sign, order]) => setting(`\x02\x01${no}${sign}${order}\x06;\x03`)],
  [/^#@([^\r]+)\r/, () => setting('')],
];
const BEGINNING = /^(?:\x16|\x16M\r?[^.!]{0,60}|\x16[TU\x07M]|~[^\x03]{0,200}|#|#@[^\r]{0,60})$/;
/* biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above */

export const takeOrders = (bytes: Uint8Array): Taken => {
  let text = Buffer.from(bytes).toString('latin1');
  const orders: Order[] = [];
  while (text !== '' && !BEGINNING.test(text)) {
    const found = RULES.map(([rule, order]) => [rule.exec(text), order] as const).find(([match]) => match !== null);
    const match = found?.[0] ?? null;
    if (found === undefined || match === null) {
      orders.push({ kind: 'unknown', bytes: Buffer.from(text.slice(0, 1), 'latin1').toString('hex') });
      text = text.slice(1);
    } else {
      orders.push(found[1](match));
      text = text.slice(match[0].length);
    }
  }
  return { orders, rest: Uint8Array.from(Buffer.from(text, 'latin1')) };
};

const SUFFIXES = { cr: '\r', lf: '\n', crlf: '\r\n', none: '' } as const;

export const frameScan = (
  data: Uint8Array,
  { suffix, aim }: { readonly suffix: keyof typeof SUFFIXES; readonly aim: string | null },
): Uint8Array => Uint8Array.from([...Buffer.from(aim ?? '', 'latin1'), ...data, ...Buffer.from(SUFFIXES[suffix])]);
