// How a bank card is recognised on a magnetic stripe (ISO/IEC 7813) and by its check digit (ISO/IEC 7812-1).

/** Luhn's check digit (ISO/IEC 7812-1 annex B). */
export const passesLuhn = (digits: string): boolean => {
  let sum = 0;
  for (const [at, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (at % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
};

/**
 * Whether a track text, with or without its sentinels, is shaped like a bank card: format B on track 1 (some issuers
 * write spaces into the number), or a number of 12 to 19 digits that passes Luhn and is followed by a separator on
 * track 2. Such a text is refused and forgotten.
 */
export const isBankCard = (text: string): boolean => {
  if (/^%B ?\d/i.test(text) || /^%?B[\d ]{12,23}\^/i.test(text)) return true;
  const [, digits] = /^;?(\d{12,19})=/.exec(text) ?? [];
  return digits !== undefined && passesLuhn(digits);
};
