// What an RDM6300 sends for a tag, written from docs/protocols and the module's data sheet.

/** `card`: ten hex digits. */
export const tagFrame = (card: string): Uint8Array => {
  const bytes = Buffer.from(card, 'hex');
  let check = 0;
  for (const byte of bytes) check ^= byte;
  return Buffer.from(
    `\x02${Buffer.concat([bytes, Buffer.of(check)])
      .toString('hex')
      .toUpperCase()}\x03`,
    'latin1',
  );
};
